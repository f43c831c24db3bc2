// Prices beside machines: requests and transfer by provider, charges by platform.
#include "input/prices.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "embedded.h"
#include "input/parsed_file.h"
#include "job/catalogue_lines.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::string_view price_folder = "prices/", platform_folder = "prices/platforms/", price_suffix = ".yaml";
constexpr double gib = 1073741824;
constexpr Measure<Dollars> amount_of_money{{Dimension::dollars, "$0.01", true}};
constexpr Measure<double> count{{Dimension::number, "0.25", true, true, 1e6}};

/// "$0.0004/1000 requests": dollars, and of what.
struct Quoted {
  std::optional<double> usd{};
  std::string unit{};
};

Quoted read_price(Mapping& from, Problems& problems) {
  const auto text = from.text("price");
  if (!text) return {};
  const std::size_t slash = text->find('/');
  if (slash == std::string::npos) {
    problems.add(codes::missing_unit, from.spot_of("price"), fmt::format("{} does not say of what", in_quotes(*text)),
                 {}, "such as $0.02/GB, $0.0004/1000 requests");
    return {};
  }
  const auto read = read_quantity(text->substr(0, slash), amount_of_money.limits);
  if (const auto* error = std::get_if<QuantityError>(&read)) {
    problems.add(error->code, from.spot_of("price"), error->message, error->suggestion, error->note);
    return {};
  }
  return {std::get<double>(read), text->substr(slash + 1)};
}

/// "S3 standard, 2024-07-01; the first 10 TB of a month"; without a name "price of 2024-07-01".
std::string read_note(Mapping& from, const std::string& name, const std::string& otherwise) {
  std::string date = from.text("as_of").value_or(otherwise);
  from.text("source");
  const std::string note = from.text("note").value_or("");
  const std::string dated = name.empty() ? "price" + (date.empty() ? ", undated" : " of " + date)
                                         : name + ", " + (date.empty() ? "undated" : date);
  return note.empty() ? dated : dated + "; " + note;
}

/// Reads what is given of each line into a table.
struct PriceReader : NoRules {
  Mapping& from;
  const std::string& as_of;
  Problems& problems;
  PriceTable table{};

  template <class Price>
  void operator()(const char* name, Price Tariff::*, how::Billed billed, const Says&) {
    const Value* const value = from.find(name);
    if (value == nullptr) return;
    Mapping entry(*value, from.spot_of(name), fmt::format("{}.{}", from.where(), name), problems);
    entry.require("price", fmt::format("such as $0.02/{}", billed.unit));
    const Quoted price = read_price(entry, problems);
    if (price.usd && price.unit != billed.unit)
      entry.wrong("price", codes::conflict, fmt::format("{} is paid for by {}", name, billed.unit),
                  fmt::format("write ${}/{}", number_text(*price.usd), billed.unit));
    const std::string label = entry.text("name").value_or(name);
    table[name] = {price.usd, read_note(entry, label, as_of)};
    entry.close();
  }
};

/// Puts what a table has into a tariff.
struct PriceTaker : NoRules {
  const PriceTable& table;
  Tariff& tariff;

  template <class Price>
  void operator()(const char* name, Price Tariff::*member, how::Billed, const Says&) {
    if (const auto found = table.find(name); found != table.end()) tariff.*member = found->second;
  }
};

// ---- Platforms ------------------------------------------------------------------------------------------------------

/// Units an hour of one machine; empty: not known.
struct Amounts {
  double per_node = 0, per_vcpu = 0, per_gib = 0, per_cluster = 0;
  bool by_machine = false;
  const Value* table = nullptr;

  std::optional<double> of(const Machine& machine, Problems& problems) const {
    if (!by_machine) return per_node + per_vcpu * machine.vcpus + per_gib * machine.memory.value / gib;
    if (table == nullptr) return std::nullopt;
    Mapping machines(*table, table->spot, "machines", problems);
    return machines.exact(machine.name, count);
  }
};

/// A platform's file, and of it what is about one provider.
struct PlatformFile {
  const Value* root = nullptr;
  const Value* provider = nullptr;

  PlatformFile(const std::string& platform, const std::string& name)
      : root(parsed_file(fmt::format("{}{}{}", platform_folder, platform, price_suffix))) {
    const Value* const providers = root == nullptr ? nullptr : root->find("providers");
    provider = providers == nullptr ? nullptr : providers->find(name);
  }
};

/// The table of units by machine of the first charge of another platform.
const Value* table_of(const PlatformFile& file) {
  const Value* const charges = file.provider == nullptr ? nullptr : file.provider->find("charges");
  return charges == nullptr || charges->items.empty() ? nullptr : charges->items.front().find("machines");
}

UnitPrice share_of(const std::optional<Price>& on_demand, double share, std::string note) {
  return {on_demand ? std::optional(share * on_demand->value) : std::nullopt, std::move(note)};
}

class Platform {
 public:
  Platform(const Machine& worker, const Machine* driver, Problems& problems)
      : worker_(worker), driver_(driver), problems_(problems) {}

  void read(Mapping from, Tariff& tariff) {
    tariff.machines_included = from.text("machines").value_or("paid") == "included";
    if (const auto least = from.exact("minimum", measure::seconds)) tariff.minimum = least;
    if (const auto tail = from.exact("idle_tail", measure::seconds)) tariff.idle_tail = *tail;
    from.text("idle_tail_source");
    if (const Value* charges = from.find("charges"))
      for (const Value& charge : charges->items)
        read_charge(Mapping(charge, charge.spot, "charges", problems_), tariff);
    from.close();
  }

  std::string provider{};

 private:
  void read_charge(Mapping from, Tariff& tariff) {
    const std::string item = from.text("item").value_or("");
    const auto share = from.exact("share_of_on_demand", measure::share);
    Quoted price = read_price(from, problems_);
    Amounts amounts;
    amounts.per_node = from.exact("per_node", count).value_or(0);
    amounts.per_vcpu = from.exact("per_vcpu", count).value_or(0);
    amounts.per_gib = from.exact("per_gib", count).value_or(0);
    amounts.per_cluster = from.exact("per_cluster", count).value_or(0);
    amounts.table = from.find("machines");
    amounts.by_machine = amounts.table != nullptr || from.has("machines_of");
    const std::string other = from.text("machines_of").value_or("");
    const PlatformFile lender(other, provider);
    if (!other.empty()) amounts.table = table_of(lender);
    const std::string note = read_note(from, {}, {});
    from.close();
    if (share)
      add_share(item, *share, note, tariff);
    else
      add(item, amounts, {price.usd, note}, price.unit, tariff);
  }

  /// A share of each machine's price on demand: the driver may be another machine.
  void add_share(const std::string& item, double share, const std::string& note, Tariff& tariff) const {
    tariff.charges.push_back({item, "instance-hour", 1, 0, share_of(worker_.price, share, note)});
    Charge& workers = tariff.charges.back();
    if (driver_ == nullptr) return;
    if (driver_->price == worker_.price)
      workers.fixed = 1;
    else
      tariff.charges.push_back({item + ", driver", "instance-hour", 0, 1, share_of(driver_->price, share, note)});
  }

  /// Where it is not known how much of a unit a machine takes, the price of its hour is not known.
  void add(const std::string& item, const Amounts& amounts, UnitPrice price, const std::string& unit,
           Tariff& tariff) const {
    const auto of_worker = amounts.of(worker_, problems_),
               of_driver = driver_ == nullptr ? std::optional(0.0) : amounts.of(*driver_, problems_);
    if (of_worker && of_driver) {
      tariff.charges.push_back({item, unit, *of_worker, *of_driver + amounts.per_cluster, std::move(price)});
      return;
    }
    const std::string& machine = of_worker ? driver_->name : worker_.name;
    price = {std::nullopt, fmt::format("how many {} an hour of {} takes is not known", unit, machine)};
    tariff.charges.push_back({item, "instance-hour", 1, driver_ == nullptr ? 0.0 : 1, std::move(price)});
  }

  const Machine& worker_;
  const Machine* driver_;  ///< null: none beside the workers
  Problems& problems_;
};

}  // namespace

PriceTable read_prices(Mapping from, const std::string& as_of, Problems& problems) {
  PriceReader reader{{}, from, as_of, problems};
  lines(Type<Tariff>{}, reader);
  from.close();
  return std::move(reader.table);
}

void take_prices(const PriceTable& table, Tariff& tariff) {
  PriceTaker taker{{}, table, tariff};
  lines(Type<Tariff>{}, taker);
}

void read_provider(const std::string& provider, Tariff& tariff) {
  const Value* const root = parsed_file(fmt::format("{}{}{}", price_folder, provider, price_suffix));
  if (root == nullptr) return;
  Problems problems;
  Mapping top(*root, root->spot, {}, problems);
  top.text("provider");
  top.text("region");
  if (const Value* value = top.find("billing")) {
    Mapping billing(*value, top.spot_of("billing"), "billing", problems);
    tariff.minimum = billing.exact("minimum", measure::seconds);
    tariff.granularity = billing.exact("granularity", measure::seconds).value_or(Seconds{});
    billing.text("source");
    billing.close();
  }
  if (const Value* value = top.find("prices"))
    take_prices(read_prices(Mapping(*value, top.spot_of("prices"), "prices", problems), {}, problems), tariff);
  top.close();
  problems.raise();
}

bool read_platform(const std::string& platform, const Machine& worker, const Machine* driver, Tariff& tariff) {
  Problems problems;
  const PlatformFile file(platform, worker.cloud);
  if (file.provider == nullptr) return false;
  Platform reader(worker, driver, problems);
  reader.provider = worker.cloud;
  reader.read(Mapping(*file.provider, file.provider->spot, platform, problems), tariff);
  problems.raise();
  return true;
}

std::vector<std::string> platform_names() {
  std::vector<std::string> names;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(platform_folder))
      names.emplace_back(
          file.name.substr(platform_folder.size(), file.name.size() - platform_folder.size() - price_suffix.size()));
  return names;
}

std::vector<std::string> providers_of(const std::string& platform) {
  std::vector<std::string> names;
  const PlatformFile file(platform, {});
  if (const Value* const providers = file.root == nullptr ? nullptr : file.root->find("providers"))
    for (const Entry& entry : providers->entries) names.push_back(entry.key);
  return names;
}

}  // namespace sizer
