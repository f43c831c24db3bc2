// A user's catalogue file: machines, clusters, prices and discounts that are laid over the catalogue.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "input/catalogue_parts.h"
#include "input/cluster.h"
#include "input/read_lines.h"
#include "input/series.h"
#include "job/catalogue_lines.h"
#include "sizer/input.h"
#include "sizer/words.h"
#include "text/pattern.h"
#include "text/utf8.h"

namespace sizer {
namespace {

using Parts = Catalogue::Parts;

/// What holds for all entries of a file.
struct Head : WrittenCatalogue {
  double rate = 1;  ///< dollars for one of the currency
};

std::string line_of(const Spot& spot) {
  const Place place = place_of(spot);
  return fmt::format("{}:{}", place.file, place.line);
}

bool is_currency(std::string_view code) {
  return code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Head read_head(Mapping& top) {
  Head head{read_lines<WrittenCatalogue>(top, "catalogue")};
  if (!is_currency(head.currency))
    top.wrong("currency", codes::unknown_word, fmt::format("{} is no currency", in_quotes(head.currency)),
              "a currency is written as three letters, such as EUR");
  if (head.exchange_rate) head.rate = head.exchange_rate->value;
  if (head.currency == "USD") {
    if (head.exchange_rate) top.wrong("exchange_rate", codes::conflict, "a file in USD has no exchange rate");
    return head;
  }
  top.require("exchange_rate", "what one " + head.currency + " is worth, such as $1.08");
  top.require("exchange_date", "the day of the exchange rate, such as 2026-07-01");
  return head;
}

/// Prices of a file in another currency must name it; they are then spelt as if they were dollars, and multiplied by
/// the exchange rate when they have been read.
void spell_in_dollars(Value& prices, const Head& head, Problems& problems) {
  if (head.currency == "USD") return;
  constexpr std::array<std::string_view, 5> keys = {"price", "spot", "low", "typical", "high"};
  for (Entry& entry : prices.entries) {
    if (entry.value.kind == ValueKind::mapping) spell_in_dollars(entry.value, head, problems);
    if (entry.value.kind != ValueKind::scalar || std::ranges::find(keys, entry.key) == keys.end()) continue;
    std::string& text = entry.value.text;
    const std::size_t at = text.find(head.currency);
    if (at == std::string::npos)
      problems.add(
          codes::conflict, entry.value.spot,
          fmt::format("{} is not in {}, the currency of this file", in_quotes(text), head.currency), {},
          fmt::format("write 0.5 {}/h; prices of another currency belong in a file of their own", head.currency));
    const std::size_t length = at == std::string::npos ? 0 : head.currency.size();
    text.replace(std::min(at, text.size()), length, at == std::string::npos ? "" : "USD");
  }
}

/// "0.5 EUR/h at $1.08 of 2026-07-01".
std::string exchange_note(const Head& head) {
  return fmt::format("exchanged at {} a {} of {}", to_text(Dollars{head.rate}), head.currency, head.exchange_date);
}

Machine read_machine(const Entry& entry, const Head& head, const Catalogue& catalogue, Problems& problems) {
  Value value = entry.value;
  spell_in_dollars(value, head, problems);
  Mapping from(value, entry.spot, "machines." + entry.key, problems);
  const auto own = std::ranges::find(catalogue.parts().machines, entry.key, &Machine::name);
  const std::optional<Machine> known =
      own != catalogue.parts().machines.end() ? std::optional(*own) : built_in_machine(entry.key);
  Machine machine = known.value_or(Machine{});
  machine.name = entry.key;
  if (!known) {
    from.require("vcpus", "a machine that the catalogue does not have needs `vcpus` and `memory`");
    from.require("memory", "a machine that the catalogue does not have needs `vcpus` and `memory`");
    machine.source = head.source.empty() ? line_of(entry.spot) : head.source;
  }
  const WrittenMachine given = read_lines<WrittenMachine>(from, "machine");
  apply_node(given, from, machine);
  if (!head.provider.empty()) machine.cloud = head.provider;
  if (!head.region.empty()) machine.region = head.region;
  if (given.series) machine.series = *given.series;
  if (given.architecture) machine.architecture = given.architecture;
  if (given.reserved_discount) machine.reserved_discount = given.reserved_discount;
  const bool exchanged = head.currency != "USD";
  if (from.has("price")) {
    if (exchanged && machine.price) *machine.price *= head.rate;
    machine.price_date = head.as_of;
    machine.source = head.source.empty() ? line_of(entry.spot) : head.source;
    machine.note = exchanged ? exchange_note(head) : "";
    if (!from.has("spot")) machine.spot.reset(), machine.spot_date.clear();  // it was that of another price
  }
  if (from.has("spot") && machine.spot) {
    for (Price* end : {&machine.spot->low, &machine.spot->typical, &machine.spot->high})
      if (exchanged) *end *= head.rate;
    machine.spot_date = head.as_of;
  }
  from.close();
  return machine;
}

Discount read_discount(Mapping from) {
  WrittenDiscount given = read_whole<WrittenDiscount>(from, "discount");
  return {.provider = std::move(given.provider),
          .machine = std::move(given.machine),
          .series = std::move(given.series),
          .platform = std::move(given.platform),
          .share = given.discount.value_or(0),
          .reserved = given.reserved,
          .source = line_of(from.spot())};
}

template <class T, class Name>
void replace_or_add(std::vector<T>& all, T made, Name name) {
  const auto same = std::ranges::find(all, made.*name, name);
  if (same != all.end())
    *same = std::move(made);
  else
    all.push_back(std::move(made));
}

const Value* mapping_of(Mapping& top, std::string_view key, Problems& problems) {
  const Value* const value = top.find(key);
  if (value == nullptr || value->kind == ValueKind::mapping) return value;
  problems.add(codes::wrong_type, top.spot_of(key),
               fmt::format("{} must be a mapping, not {}", key, kind_word(*value)));
  return nullptr;
}

void read_discounts(Mapping& top, const Head& head, Parts& parts, Problems& problems) {
  if (head.discount) {
    Discount all;
    if (!head.provider.empty()) all.provider = head.provider;
    all.share = *head.discount;
    all.source = line_of(top.spot_of("discount"));
    parts.discounts.push_back(std::move(all));
  }
  const Value* const list = top.find("discounts");
  if (list == nullptr) return;
  if (list->kind != ValueKind::list) {
    problems.add(codes::wrong_type, top.spot_of("discounts"),
                 fmt::format("discounts must be a list, not {}", kind_word(*list)), {},
                 "such as `- {series: m5d, discount: 18 %}`");
    return;
  }
  int index = 0;
  for (const Value& item : list->items)
    parts.discounts.push_back(read_discount(Mapping(item, item.spot, fmt::format("discounts[{}]", index++), problems)));
}

void read_own_prices(Mapping& top, const Head& head, Parts& parts, Problems& problems) {
  const Value* const prices = mapping_of(top, "prices", problems);
  if (prices == nullptr) return;
  for (const Entry& entry : prices->entries) {
    Value value = entry.value;
    spell_in_dollars(value, head, problems);
    for (auto& [name, price] :
         read_prices(Mapping(value, entry.spot, "prices." + entry.key, problems), head.as_of, problems)) {
      UnitPrice made = price;
      if (made.usd) *made.usd *= head.rate;
      if (head.currency != "USD") made.note += "; " + exchange_note(head);
      parts.prices[entry.key][name] = std::move(made);
    }
  }
}

}  // namespace

Catalogue::Parts laid_over(const Catalogue& catalogue, const std::string& text, const std::string& file) {
  auto own = std::make_shared<Parts::File>();
  own->source = {file, text};
  Problems problems;
  own->root = parse_value(own->source, problems);
  Parts parts = catalogue.parts();
  Mapping top(own->root, {&own->source, 1, 1}, {}, problems);
  const Head head = read_head(top);
  if (const Value* machines = mapping_of(top, "machines", problems))
    for (const Entry& entry : machines->entries)
      replace_or_add(parts.machines, read_machine(entry, head, catalogue, problems), &Machine::name);
  if (const Value* clusters = mapping_of(top, "clusters", problems))
    for (const Entry& entry : clusters->entries)
      replace_or_add(parts.clusters, {entry.key, &entry.value}, &Parts::NamedCluster::name);
  read_discounts(top, head, parts, problems);
  read_own_prices(top, head, parts, problems);
  top.close();
  problems.raise();
  parts.files.push_back(std::move(own));
  return parts;
}

void apply_discounts(const std::vector<Discount>& discounts, Machine& machine) {
  const Discount* price = nullptr;
  for (const Discount& each : discounts) {
    if (!each.platform.empty() || !matches(each.provider, machine.cloud) || !matches(each.series, machine.series) ||
        !matches(each.machine, machine.name))
      continue;
    if (each.reserved) machine.reserved_discount = each.reserved;
    if (each.share > 0) price = &each;
  }
  if (price == nullptr || !machine.price) return;
  *machine.price *= 1 - price->share;
  const std::string less = fmt::format("less {} ({})", share_text(price->share), price->source);
  machine.note = machine.note.empty() ? less : machine.note + "; " + less;
}

}  // namespace sizer
