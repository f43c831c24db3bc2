// The catalogue: machines, clusters and prices by name, the user's over those that are compiled in.
#include "sizer/catalogue.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "embedded.h"
#include "input/catalogue_parts.h"
#include "input/cluster.h"
#include "input/cluster_file.h"
#include "input/machine_names.h"
#include "input/parsed_file.h"
#include "input/series.h"
#include "sizer/input.h"
#include "text/pattern.h"
#include "text/sha256.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::string_view cluster_folder = "clusters/", suffix = ".yaml";

/// A cluster's name is its file's.
std::string_view cluster_name(const embedded::File& file) {
  return file.name.substr(cluster_folder.size(), file.name.size() - cluster_folder.size() - suffix.size());
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
Cluster cluster_of(const Multiple& multiple, const Spot& at, const Catalogue& catalogue, Problems& problems) {
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
  return read_cluster_mapping(Mapping(mapping, at, "cluster", problems), {}, catalogue, problems);
}

std::optional<Cluster> own_cluster(const std::string& name, const Catalogue& catalogue, Problems& problems) {
  for (const Catalogue::Parts::NamedCluster& own : catalogue.parts().clusters)
    if (own.name == name && own.value->kind == ValueKind::scalar)
      return cluster_of_file(own.value->text, own.value->spot.source->file, own.value->spot, catalogue, problems);
    else if (own.name == name)
      return read_cluster_mapping(Mapping(*own.value, own.value->spot, name, problems), name, catalogue, problems);
  return std::nullopt;
}

std::optional<Cluster> built_in_cluster(const std::string& name, const Catalogue& catalogue) {
  const Value* const root = parsed_file(fmt::format("{}{}{}", cluster_folder, name, suffix));
  if (root == nullptr) return std::nullopt;
  Problems own;
  Cluster cluster = read_cluster_mapping(Mapping(*root, root->spot, name, own), name, catalogue, own);
  own.raise();
  return cluster;
}

/// The user's machines over and behind those that are compiled in, and the user's discounts on all.
std::vector<Machine> with_own(const Catalogue::Parts& parts, std::vector<Machine> all) {
  for (const Machine& own : parts.machines) {
    const auto same = std::ranges::find(all, own.name, &Machine::name);
    if (same != all.end())
      *same = own;
    else
      all.push_back(own);
  }
  for (Machine& machine : all) apply_discounts(parts.discounts, machine);
  return all;
}

std::vector<std::string_view> views_of(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

}  // namespace

Catalogue::Catalogue() : parts_(std::make_unique<Parts>()) {}
Catalogue::~Catalogue() = default;
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;

void Catalogue::lay_over(const std::string& text, const std::string& file) {
  *parts_ = laid_over(*this, text, file);
}

std::optional<Machine> Catalogue::machine(const std::string& name) const {
  const auto own = std::ranges::find(parts_->machines, name, &Machine::name);
  std::optional<Machine> found = own != parts_->machines.end() ? *own : built_in_machine(name);
  if (found) apply_discounts(parts_->discounts, *found);
  return found;
}

std::vector<Machine> Catalogue::machines() const {
  return with_own(*parts_, built_in_machines(Kept::all));
}

std::vector<Machine> Catalogue::common_machines() const {
  return with_own(*parts_, common_built_in_machines());
}

std::optional<Machine> Catalogue::driver_of(const Machine& worker) const {
  const bool own = !parts_->machines.empty() || !parts_->discounts.empty();
  const std::vector<Machine> with = own ? common_machines() : std::vector<Machine>();
  const std::vector<Machine>& all = own ? with : common_built_in_machines();
  const std::string cloud = worker.cloud.empty() ? "aws" : worker.cloud;
  const Machine* best = nullptr;
  for (const Machine& each : all) {
    const bool enough = each.vcpus >= 4 && each.memory >= Bytes{16e9} && each.gpus == 0;
    if (each.cloud != cloud || !enough || !each.price) continue;
    if (best == nullptr || *each.price < *best->price) best = &each;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

std::vector<std::string> Catalogue::machine_names() const {
  const std::vector<std::string_view>& built_in = built_in_machine_names();
  std::vector<std::string> names(built_in.begin(), built_in.end());
  for (const Machine& own : parts_->machines)
    if (std::ranges::find(names, own.name) == names.end()) names.push_back(own.name);
  return names;
}

std::vector<std::string> Catalogue::cluster_names() const {
  std::vector<std::string> names;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(cluster_folder)) names.emplace_back(cluster_name(file));
  for (const Parts::NamedCluster& own : parts_->clusters)
    if (std::ranges::find(names, own.name) == names.end()) names.push_back(own.name);
  return names;
}

void Catalogue::price_cluster(Cluster& cluster) const {
  const Machine* const driver = has_driver_node(cluster) ? &driver_machine(cluster) : nullptr;
  Tariff tariff;
  read_provider(cluster.machine.cloud, tariff);
  if (const auto own = parts_->prices.find(cluster.machine.cloud); own != parts_->prices.end())
    take_prices(own->second, tariff);
  if (!cluster.platform.empty()) {
    if (!read_platform(cluster.platform, cluster.machine, driver, tariff))
      tariff.charges.push_back({cluster.platform,
                                "instance-hour",
                                1,
                                driver == nullptr ? 0.0 : 1,
                                {std::nullopt, "not known for this provider"}});
    for (const Discount& discount : parts_->discounts)
      if (discount.platform == cluster.platform && matches(discount.provider, cluster.machine.cloud))
        for (Charge& charge : tariff.charges)
          if (charge.price.usd) {
            *charge.price.usd *= 1 - discount.share;
            charge.price.note += fmt::format("; less {} ({})", share_text(discount.share), discount.source);
          }
  }
  if (cluster.idle_tail) tariff.idle_tail = *cluster.idle_tail;
  cluster.tariff = std::move(tariff);
}

std::vector<std::string> Catalogue::platforms(const std::string& provider) const {
  std::vector<std::string> names = platform_names();
  if (!provider.empty())
    std::erase_if(names, [&](const std::string& name) {
      const std::vector<std::string> at = providers_of(name);
      return std::ranges::find(at, provider) == at.end();
    });
  return names;
}

std::string CatalogueInfo::in_words() const {
  std::string words = "Catalogue of " + (as_of.empty() ? "unknown date" : as_of);
  if (!sha256.empty()) words += fmt::format(" (sha256 {})", sha256.substr(0, 12));
  for (const std::string& file : files) words += (&file == &files.front() ? ", with " : ", ") + file;
  return words;
}

CatalogueInfo Catalogue::info() const {
  CatalogueInfo info{std::string(embedded::newest_price), std::string(embedded::sha256), {}};
  for (const auto& file : parts_->files) {
    info.sha256 = sha256(info.sha256 + "\n" + file->source.text);
    info.files.push_back(file->source.file);
  }
  return info;
}

const Catalogue& built_in_catalogue() {
  static const Catalogue catalogue;
  return catalogue;
}

namespace {

/// A wrong name often stands in many rows and jobs.
MachineHint hint_for(const std::string& name, const Catalogue& catalogue) {
  if (!catalogue.parts().machines.empty()) return hint_for_machine(name, catalogue.machine_names());
  constexpr std::size_t most_kept = 100;
  static std::mutex guard;
  static std::map<std::string, MachineHint> known;
  const std::lock_guard<std::mutex> lock(guard);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  if (known.size() >= most_kept) known.clear();
  return known[name] = hint_for_machine(name, catalogue.machine_names());
}

}  // namespace

std::optional<Machine> machine_named(const std::string& name, const Spot& at, const Catalogue& catalogue,
                                     Problems& problems) {
  if (auto machine = catalogue.machine(name)) return machine;
  const MachineHint hint = hint_for(name, catalogue);
  problems.add(codes::unknown_cluster, at, fmt::format("the catalogue has no machine {}", in_quotes(name)),
               hint.suggestion, hint.note);
  return std::nullopt;
}

std::optional<Cluster> cluster_named(const std::string& name, const Spot& at, const Catalogue& catalogue,
                                     Problems& problems) {
  if (const auto multiple = read_multiple(name)) return cluster_of(*multiple, at, catalogue, problems);
  std::optional<Cluster> cluster = own_cluster(name, catalogue, problems);
  if (!cluster) cluster = built_in_cluster(name, catalogue);
  if (cluster) {
    cluster->place = place_of(at);
    return cluster;
  }
  const std::vector<std::string> known = catalogue.cluster_names();
  std::string suggestion = did_you_mean(name, views_of(known));
  if (catalogue.machine(name)) suggestion = fmt::format("did you mean '10 x {}'?", name);
  problems.add(
      codes::unknown_cluster, at, fmt::format("the catalogue has no cluster {}", in_quotes(name)), suggestion,
      fmt::format("clusters: {}; or a number of machines, such as 20 x m5d.4xlarge; or a file, such as cluster.yaml",
                  fmt::join(known, ", ")));
  return std::nullopt;
}

Cluster find_cluster(const std::string& name, const Place& place, const Catalogue& catalogue) {
  const SourceText source{place.file, {}};
  Problems problems;
  const auto cluster = cluster_named(name, {&source, place.line, place.column, place.length}, catalogue, problems);
  problems.raise();
  return *cluster;
}

Machine find_machine(const std::string& name, const Place& place, const Catalogue& catalogue) {
  const SourceText source{place.file, {}};
  Problems problems;
  const auto machine = machine_named(name, {&source, place.line, place.column, place.length}, catalogue, problems);
  problems.raise();
  return *machine;
}

}  // namespace sizer
