// `sizer clusters list|show|validate [NAME...]`: what the catalogue holds, what it costs, and how old that is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/age.h"
#include "cli/session.h"
#include "input/catalogue_checks.h"
#include "render/json_parts.h"
#include "render/page.h"
#include "text/pattern.h"
#include "text/quantity_text.h"
#include "text/spelling.h"

namespace sizer {
namespace {

constexpr double gib = 1073741824;
/// Names are never cut, because they are what a job file is written with.
constexpr int least_table_width = 140;

/// What is listed: the machines, and the clusters of the catalogue.
struct Listing {
  std::vector<Machine> machines{};
  std::vector<Cluster> clusters{};
  std::size_t without_price = 0;
  std::size_t others = 0;  ///< machines that are listed where they are named
  std::optional<PriceAge> age{};
  CatalogueInfo catalogue{};
};

bool wanted(const std::vector<std::string>& patterns, const std::string& name) {
  return patterns.empty() ||
         std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, name); });
}

/// A name that is neither a pattern nor in the catalogue is a mistake.
void check_names(const std::vector<std::string>& patterns, const Catalogue& catalogue) {
  std::vector<std::string> names = catalogue.machine_names();
  std::ranges::copy(catalogue.cluster_names(), std::back_inserter(names));
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& pattern : patterns) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return matches(pattern, name); })) continue;
    const std::string hint = did_you_mean(pattern, known);
    throw UsageError(
        fmt::format("the catalogue has no machine or cluster '{}'{}", pattern, hint.empty() ? "" : "; " + hint));
  }
}

/// Where none is named, those that are kept in detail; `everything`: all.
Listing listing_of(const Options& options, const Catalogue& catalogue, bool everything) {
  const std::vector<std::string> patterns(options.operands.begin() + 1, options.operands.end());
  check_names(patterns, catalogue);
  Listing listing;
  const bool common = patterns.empty() && !everything;
  for (Machine& machine : common ? catalogue.common_machines() : catalogue.machines())
    if (wanted(patterns, machine.name)) listing.machines.push_back(std::move(machine));
  if (common) listing.others = catalogue.machine_names().size() - listing.machines.size();
  for (const std::string& name : catalogue.cluster_names())
    if (wanted(patterns, name)) listing.clusters.push_back(find_cluster(name, {}, catalogue));
  listing.without_price = static_cast<std::size_t>(
      std::ranges::count_if(listing.machines, [](const Machine& machine) { return !machine.price; }));
  listing.age = age_limit(options);
  listing.catalogue = catalogue.info();
  return listing;
}

std::optional<double> age_in(const Listing& listing, const std::string& date) {
  return listing.age ? api::age_of(date, *listing.age) : std::nullopt;
}

/// One line for all that share a date, not one a machine.
void tell_old(const Listing& listing, std::vector<Diagnostic>& diagnostics) {
  std::vector<std::pair<std::string, std::size_t>> dates;
  for (const Machine& machine : listing.machines) {
    const auto days = age_in(listing, machine.price_date);
    if (!days || *days <= listing.age->most_days) continue;
    const auto known = std::ranges::find(dates, machine.price_date, &std::pair<std::string, std::size_t>::first);
    if (known == dates.end())
      dates.emplace_back(machine.price_date, 1);
    else
      ++known->second;
  }
  for (const auto& [date, count] : dates) {
    Diagnostic old;
    old.code = codes::old_prices.id;
    old.severity = Severity::warning;
    old.message = fmt::format("{} price{} of {} {} {:.0f} days old on {}; the limit is {:.0f}", count,
                              count == 1 ? "" : "s", date, count == 1 ? "is" : "are",
                              api::age_of(date, *listing.age).value_or(0), listing.age->day, listing.age->most_days);
    old.place.file = "catalogue";
    old.note = "give newer prices in a catalogue of your own: --catalog FILE";
    diagnostics.push_back(std::move(old));
  }
}

// ---- As text --------------------------------------------------------------------------------------------------------

std::string price_text(const std::optional<Price>& price) {
  return price ? to_text(*price) : "unknown";
}

std::string spot_text(const Machine& machine) {
  return machine.spot ? to_text(machine.spot->typical) : "unknown";
}

std::string date_text(const Listing& listing, const std::string& date) {
  if (date.empty()) return "-";
  const auto days = age_in(listing, date);
  return days ? fmt::format("{} ({:.0f} days)", date, *days) : date;
}

std::string gpu_text(const Machine& machine) {
  return machine.gpus == 0 ? "" : fmt::format("{} x {}", machine.gpus, machine.gpu.empty() ? "GPU" : machine.gpu);
}

std::string memory_text(const Machine& machine) {
  return fmt::format("{} GiB", number_text(machine.memory.value / gib));
}

std::string disk_text(const Machine& machine) {
  return machine.disk.count == 0 ? "" : fmt::format("{} x {}", machine.disk.count, to_text(machine.disk.size));
}

void footer(Page& page, const Listing& listing) {
  page.blank();
  if (listing.others > 0)
    page.paragraph(
        fmt::format("Of {} further machine types the shape is known, and of most a price: sizer clusters list "
                    "'c6a*' shows those of that name.",
                    listing.others),
        0);
  if (listing.without_price > 0)
    page.paragraph(fmt::format("{} of {} machines have no known price: they are left out where costs are compared.",
                               listing.without_price, listing.machines.size()),
                   0);
  page.paragraph(
      fmt::format("Catalogue of {}, sha256 {}{}{}.", listing.catalogue.as_of, listing.catalogue.sha256.substr(0, 12),
                  listing.catalogue.files.empty() ? "" : ", with ", fmt::join(listing.catalogue.files, ", ")),
      0);
}

std::string list_text(const Listing& listing, Style style) {
  style.width = std::max(style.width, least_table_width);
  Page page(style);
  if (!listing.clusters.empty()) {
    Table table({Align::left, Align::right, Align::left, Align::left});
    table.add({"cluster", "nodes", "machine", "platform"});
    for (const Cluster& cluster : listing.clusters)
      table.add({cluster.name, std::to_string(cluster.nodes), cluster.machine.name, cluster.platform});
    page.headed_table(table);
  }
  if (!listing.machines.empty()) {
    Table table(
        {Align::left, Align::right, Align::right, Align::left, Align::left, Align::right, Align::right, Align::left});
    table.add({"machine", "vCPUs", "memory", "local disks", "GPUs", "on demand", "spot", "price of"});
    for (const Machine& machine : listing.machines)
      table.add({machine.name, number_text(machine.vcpus), memory_text(machine), disk_text(machine), gpu_text(machine),
                 price_text(machine.price), spot_text(machine), date_text(listing, machine.price_date)});
    page.headed_table(table);
  }
  footer(page, listing);
  return page.text();
}

void show_machine(Page& page, const Listing& listing, const Machine& machine) {
  page.heading(machine.name);
  Table table({Align::left, Align::left});
  const auto row = [&](const char* name, const std::string& value) { table.add({name, value.empty() ? "-" : value}); };
  row("provider", machine.cloud);
  row("region", machine.region);
  row("series", machine.series);
  row("architecture", machine.architecture ? name_of(*machine.architecture) : "unknown");
  row("vCPUs", number_text(machine.vcpus));
  row("speed of a vCPU", machine.vcpu_speed
                             ? fmt::format("{:.2f} times that of m5d ({:.2f} – {:.2f})", machine.vcpu_speed->typical,
                                           machine.vcpu_speed->low, machine.vcpu_speed->high)
                             : "unknown, taken as that of m5d");
  row("memory", memory_text(machine));
  row("network", machine.network ? to_text(*machine.network) : "unknown");
  row("local disks", disk_text(machine));
  row("GPUs", gpu_text(machine));
  row("GPU memory", machine.gpu_memory ? fmt::format("{} GiB", number_text(machine.gpu_memory->value / gib))
                    : machine.gpus > 0 ? "unknown"
                                       : "");
  row("on demand", price_text(machine.price));
  row("of", date_text(listing, machine.price_date));
  row("spot", machine.spot ? to_text(*machine.spot) : "unknown");
  row("of", date_text(listing, machine.spot_date));
  row("reserved", machine.reserved_discount ? "less " + share_text(*machine.reserved_discount) : "unknown");
  row("source", machine.source);
  if (!machine.note.empty()) row("note", machine.note);
  page.table(table);
}

void show_cluster(Page& page, const Cluster& cluster) {
  page.heading(cluster.name);
  Table table({Align::left, Align::left});
  table.add({"nodes", std::to_string(cluster.nodes)});
  table.add({"machine", cluster.machine.name});
  table.add(
      {"driver or head", has_driver_node(cluster) ? driver_machine(cluster).name : name_of(cluster.driver_place)});
  table.add({"executors", fmt::format("{} a node, {} cores, {} heap", cluster.executors.per_node,
                                      cluster.executors.cores, memory_text(cluster.executors.memory))});
  table.add({"pricing", name_of(cluster.pricing)});
  table.add({"platform", cluster.platform.empty() ? "-" : cluster.platform});
  for (const Charge& charge : cluster.tariff.charges)
    table.add(
        {charge.item, fmt::format("{} {}, {}", charge.price.usd ? "$" + number_text(*charge.price.usd) : "unknown",
                                  "a " + charge.unit, charge.price.note)});
  page.table(table);
}

std::string show_text(const Listing& listing, Style style) {
  style.width = std::max(style.width, least_table_width);
  Page page(style);
  for (const Cluster& cluster : listing.clusters) show_cluster(page, cluster);
  for (const Machine& machine : listing.machines) show_machine(page, listing, machine);
  footer(page, listing);
  return page.text();
}

// ---- As JSON and CSV ------------------------------------------------------------------------------------------------

template <class T>
Json value_or_null(const std::optional<T>& quantity) {
  return quantity ? number(quantity->value) : Json();
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json as_json(const Listing& listing, const Machine& machine) {
  const auto days = age_in(listing, machine.price_date);
  return {
      {"name", machine.name},
      {"provider", text_or_null(machine.cloud)},
      {"region", text_or_null(machine.region)},
      {"series", text_or_null(machine.series)},
      {"architecture", machine.architecture ? Json(name_of(*machine.architecture)) : Json()},
      {"vcpus", number(machine.vcpus)},
      {"vcpu_speed", machine.vcpu_speed
                         ? range({machine.vcpu_speed->low, machine.vcpu_speed->typical, machine.vcpu_speed->high})
                         : Json()},
      {"memory_bytes", number(machine.memory.value)},
      {"network_bytes_per_second", value_or_null(machine.network)},
      {"local_disks", machine.disk.count},
      {"local_disk_bytes", machine.disk.count > 0 ? number(machine.disk.size.value) : Json()},
      {"gpus", machine.gpus},
      {"gpu", text_or_null(machine.gpu)},
      {"gpu_memory_bytes", value_or_null(machine.gpu_memory)},
      {"on_demand_usd_per_hour", value_or_null(machine.price)},
      {"price_date", text_or_null(machine.price_date)},
      {"price_age_days", days ? number(*days) : Json()},
      {"spot_usd_per_hour",
       machine.spot ? range({machine.spot->low.value, machine.spot->typical.value, machine.spot->high.value}) : Json()},
      {"spot_date", text_or_null(machine.spot_date)},
      {"reserved_discount", machine.reserved_discount ? number(*machine.reserved_discount) : Json()},
      {"source", text_or_null(machine.source)},
      {"note", text_or_null(machine.note)}};
}

std::string all_json(const Listing& listing) {
  Json document = header("clusters");
  document["catalogue"] = {
      {"as_of", listing.catalogue.as_of}, {"sha256", listing.catalogue.sha256}, {"files", listing.catalogue.files}};
  document["as_of"] = listing.age ? Json(listing.age->day) : Json();
  document["clusters"] = Json::array();
  for (const Cluster& cluster : listing.clusters)
    document["clusters"].push_back({{"name", cluster.name},
                                    {"nodes", cluster.nodes},
                                    {"machine", cluster.machine.name},
                                    {"pricing", name_of(cluster.pricing)},
                                    {"platform", text_or_null(cluster.platform)}});
  document["machines_by_name_only"] = listing.others;
  document["machines"] = Json::array();
  for (const Machine& machine : listing.machines) document["machines"].push_back(as_json(listing, machine));
  return to_text(document);
}

std::string cell(const Json& value) {
  if (value.is_null()) return "";
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return '"' + text + '"';
}

/// The machines alone, since clusters have other columns. A range is three columns.
std::string all_csv(const Listing& listing) {
  std::string out;
  for (std::size_t i = 0; i < listing.machines.size(); ++i) {
    const Json row = as_json(listing, listing.machines[i]);
    std::string names, values;
    for (const auto& [key, value] : row.items()) {
      const std::string comma = names.empty() ? "" : ",";
      if (key != "spot_usd_per_hour") {
        names += comma + key;
        values += comma + cell(value);
        continue;
      }
      for (const char* end : {"low", "typical", "high"}) {
        names += fmt::format(",{}_{}", key, end);
        values += "," + (value.is_null() ? "" : cell(value.at(end)));
      }
    }
    if (i == 0) out += names + "\n";
    out += values + "\n";
  }
  return out;
}

// ---- The verbs' verbs -----------------------------------------------------------------------------------------------

Outcome listed(const Options& options, const Listing& listing, const Style& style, bool in_full) {
  Outcome outcome;
  if (options.format == "json")
    outcome.output = all_json(listing);
  else if (options.format == "csv")
    outcome.output = all_csv(listing);
  else
    outcome.output = in_full ? show_text(listing, style) : list_text(listing, style);
  tell_old(listing, outcome.diagnostics);
  return outcome;
}

/// Of all that is listed, and the shapes of what is kept by hand.
std::vector<Oddity> oddities_of(const Listing& listing, const Catalogue& catalogue) {
  std::vector<Oddity> all = odd_machines(listing.machines, Checked::prices);
  std::vector<Machine> common = catalogue.common_machines();
  std::erase_if(common, [&](const Machine& machine) {
    return std::ranges::find(listing.machines, machine.name, &Machine::name) == listing.machines.end();
  });
  for (Oddity& odd : odd_machines(common))
    if (std::ranges::none_of(
            all, [&](const Oddity& each) { return each.machine == odd.machine && each.message == odd.message; }))
      all.push_back(std::move(odd));
  return all;
}

Outcome validated(const Listing& listing, const Catalogue& catalogue, bool strict) {
  Outcome outcome;
  for (const Oddity& odd : oddities_of(listing, catalogue)) {
    Diagnostic found;
    found.code = codes::odd_price.id;
    found.severity = Severity::warning;
    found.message = fmt::format("{}: {}", odd.machine, odd.message);
    found.place.file = "catalogue";
    outcome.diagnostics.push_back(std::move(found));
  }
  tell_old(listing, outcome.diagnostics);
  outcome.output = fmt::format("{} machines, {} clusters: {} warnings\n", listing.machines.size(),
                               listing.clusters.size(), outcome.diagnostics.size());
  outcome.code = strict && !outcome.diagnostics.empty() ? 2 : 0;
  return outcome;
}

}  // namespace

Outcome run_clusters(const Options& options, std::istream&, const Style& style) {
  const std::string what = options.operands.empty() ? "list" : options.operands.front();
  if (what != "list" && what != "show" && what != "validate")
    throw unknown("verb of clusters", what, {"list", "show", "validate"});
  Options named = options;
  if (named.operands.empty()) named.operands = {"list"};
  if (what == "show" && named.operands.size() == 1) throw UsageError("clusters show: which? Name machines or clusters");
  const Catalogue catalogue = catalogue_of(options);
  if (what == "validate" && options.format != "text")
    throw UsageError(fmt::format("clusters validate has no format {}; it writes text", options.format));
  const Listing listing = listing_of(named, catalogue, what == "validate");
  if (what == "validate") return validated(listing, catalogue, options.strict);
  return listed(options, listing, style, what == "show");
}

}  // namespace sizer
