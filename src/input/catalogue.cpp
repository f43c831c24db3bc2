// The compiled-in catalogue: clusters and machines by name. Of their texts only what is about that name is parsed.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "embedded.h"
#include "input/cluster.h"
#include "sizer/input.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::string_view cluster_folder = "clusters/", machine_folder = "machines/", suffix = ".yaml";
constexpr std::string_view machines_key = "\nmachines:\n";

/// A cluster's name is its file's.
std::string_view cluster_name(const embedded::File& file) {
  return file.name.substr(cluster_folder.size(), file.name.size() - cluster_folder.size() - suffix.size());
}

/// Machines are the keys under `machines:`, which comes last: two spaces, the name, a colon.
std::vector<std::string_view> machine_names(const embedded::File& file) {
  std::vector<std::string_view> names;
  const std::size_t start = std::min(file.text.find(machines_key), file.text.size());
  for (std::string_view rest = file.text.substr(start); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.starts_with("  ") && line.size() > 2 && line[2] != ' ' && line[2] != '#')
      names.push_back(line.substr(2, line.find(':') - 2));
  }
  return names;
}

std::vector<std::string_view> all_machine_names() {
  std::vector<std::string_view> names;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(machine_folder)) std::ranges::copy(machine_names(file), std::back_inserter(names));
  return names;
}

std::vector<std::string_view> all_cluster_names() {
  std::vector<std::string_view> names;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(cluster_folder)) names.push_back(cluster_name(file));
  return names;
}

SourceText source_of(const embedded::File& file, std::string text) {
  return {"catalogue/" + std::string(file.name), std::move(text)};
}

/// The head of a series' file, and of its machines only the one called `name`; empty when it has none of that name.
/// Reading a whole file of the larger series would take longer than all the rest of an estimate.
std::string text_about(const embedded::File& file, const std::string& name) {
  const std::size_t head = file.text.find(machines_key);
  const std::size_t begin = file.text.find("\n  " + name + ":");
  if (!file.name.starts_with(machine_folder) || begin == std::string_view::npos || begin < head) return {};
  std::size_t end = begin;
  do end = file.text.find("\n  ", end + 1);  // lines that go on are indented deeper
  while (end != std::string_view::npos && file.text.substr(end + 3, 1) == " ");
  return std::string(file.text.substr(0, head + machines_key.size() - 1)) +
         std::string(file.text.substr(begin, end - begin));
}

bool is_machine(const std::string& name) {
  return std::ranges::any_of(embedded::catalogue(),
                             [&](const embedded::File& file) { return !text_about(file, name).empty(); });
}

std::optional<Machine> read_machine(const embedded::File& file, const std::string& name) {
  const SourceText source = source_of(file, text_about(file, name));
  if (source.text.empty()) return std::nullopt;
  Problems problems;
  const Value root = parse_value(source, problems);
  Mapping series(root, root.spot, {}, problems);
  Machine machine;
  machine.name = name;
  machine.cloud = series.text("provider").value_or("");
  const std::string as_of = series.text("as_of").value_or(""), origin = series.text("source").value_or("");
  series.text("region");
  const Value* machines = series.require("machines");
  const Value* shape = machines == nullptr ? nullptr : machines->find(name);
  if (shape == nullptr) return std::nullopt;
  series.close();
  Mapping from(*shape, shape->spot, name, problems);
  read_shape(from, machine, problems);
  machine.source = origin;
  if (machine.price) machine.price_date = as_of;
  from.close();
  problems.raise();
  return machine;
}

/// "20 x m5d.4xlarge" as its two parts.
struct Multiple {
  std::string count;
  std::string machine;
};

std::optional<Multiple> read_multiple(const std::string& name) {
  const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
  const std::size_t x = name.find_first_not_of(' ', digits);
  if (digits == 0 || x == std::string::npos || name[x] != 'x') return std::nullopt;
  const std::size_t machine = name.find_first_not_of(' ', x + 1);
  if (machine == std::string::npos) return std::nullopt;
  return Multiple{name.substr(0, digits), name.substr(machine)};
}

/// As if it had been written out: all that follows from a machine and a count is said in one place.
Cluster cluster_of(const Multiple& multiple, const Spot& at, Problems& problems) {
  const auto scalar = [&](const std::string& text) {
    Value value;
    value.kind = ValueKind::scalar;
    value.text = text;
    value.spot = at;
    return value;
  };
  Value mapping;
  mapping.kind = ValueKind::mapping;
  mapping.spot = at;
  mapping.entries.push_back({"nodes", at, scalar(multiple.count)});
  mapping.entries.push_back({"machine", at, scalar(multiple.machine)});
  return read_cluster_mapping(Mapping(mapping, at, "cluster", problems), {}, problems);
}

}  // namespace

std::optional<Machine> machine_named(const std::string& name, const Spot& at, Problems& problems) {
  for (const embedded::File& file : embedded::catalogue())
    if (auto machine = read_machine(file, name)) return machine;
  problems.add(codes::unknown_cluster, at, fmt::format("the catalogue has no machine {}", quoted(name)),
               did_you_mean(name, all_machine_names()), "write out `vcpus` and `memory` to use another");
  return std::nullopt;
}

std::optional<Cluster> cluster_named(const std::string& name, const Spot& at, Problems& problems) {
  if (const auto multiple = read_multiple(name)) return cluster_of(*multiple, at, problems);
  for (const embedded::File& file : embedded::catalogue()) {
    if (!file.name.starts_with(cluster_folder) || cluster_name(file) != name) continue;
    const SourceText source = source_of(file, std::string(file.text));
    Problems own;
    const Value root = parse_value(source, own);
    Cluster cluster = read_cluster_mapping(Mapping(root, root.spot, name, own), name, own);
    own.raise();
    cluster.place = place_of(at);
    return cluster;
  }
  const std::vector<std::string_view> known = all_cluster_names();
  std::string suggestion = did_you_mean(name, known);
  if (is_machine(name)) suggestion = fmt::format("did you mean '10 x {}'?", name);
  problems.add(codes::unknown_cluster, at, fmt::format("the catalogue has no cluster {}", quoted(name)), suggestion,
               fmt::format("clusters: {}; or a number of machines, such as 20 x m5d.4xlarge", fmt::join(known, ", ")));
  return std::nullopt;
}

Cluster find_cluster(const std::string& name, const Place& place) {
  const SourceText source{place.file, {}};
  Problems problems;
  const auto cluster = cluster_named(name, {&source, place.line, place.column, place.length}, problems);
  problems.raise();
  return *cluster;
}

Machine find_machine(const std::string& name, const Place& place) {
  const SourceText source{place.file, {}};
  Problems problems;
  const auto machine = machine_named(name, {&source, place.line, place.column, place.length}, problems);
  problems.raise();
  return *machine;
}

std::vector<Machine> all_machines() {
  std::vector<Machine> all;
  for (const embedded::File& file : embedded::catalogue())
    for (const std::string_view name : machine_names(file))
      if (auto machine = read_machine(file, std::string(name))) all.push_back(std::move(*machine));
  return all;
}

CatalogueInfo catalogue_info() {
  return {std::string(embedded::newest_price), std::string(embedded::sha256)};
}

}  // namespace sizer
