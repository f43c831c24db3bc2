// Machine types of the catalogue as clusters to search.
#include "api/space.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "api/failure.h"
#include "sizer/inference.h"
#include "text/pattern.h"
#include "text/spelling.h"

namespace sizer::api {
namespace {

constexpr int most_nodes = 10'000;

void check_nodes(const SizeRequest& request) {
  if (request.least_nodes >= 1 && request.least_nodes <= request.most_nodes && request.most_nodes <= most_nodes) return;
  throw RequestError("nodes", fmt::format("'{}..{}': expected a range of numbers from 1 to {}, e.g. 2..200",
                                          request.least_nodes, request.most_nodes, most_nodes));
}

void check_gpu(const GpuRate& rate, const std::vector<Machine>& machines) {
  std::vector<std::string_view> gpus;
  for (const Machine& each : machines)
    if (each.gpus > 0 && std::ranges::find(gpus, each.gpu) == gpus.end()) gpus.emplace_back(each.gpu);
  if (std::ranges::find(gpus, rate.gpu) == gpus.end())
    throw RequestError("", unknown_word("GPU of --gpu-rate", rate.gpu, gpus));
}

void check_clouds(const std::vector<std::string>& clouds, const std::vector<Machine>& machines) {
  std::vector<std::string_view> known;
  for (const Machine& machine : machines)
    if (std::ranges::find(known, machine.cloud) == known.end()) known.emplace_back(machine.cloud);
  for (const std::string& cloud : clouds)
    if (std::ranges::find(known, cloud) == known.end())
      throw RequestError("", unknown_word("value of --cloud", cloud, known));
}

void check_machines(const std::vector<std::string>& patterns, const std::vector<Machine>& machines) {
  std::vector<std::string_view> names;
  names.reserve(machines.size());
  for (const Machine& machine : machines) names.emplace_back(machine.name);
  for (const std::string& pattern : patterns)
    if (std::ranges::none_of(names, [&](std::string_view name) { return matches(pattern, name); })) {
      const std::string hint = did_you_mean(pattern, names);
      throw RequestError(
          "machine", fmt::format("'{}': the catalogue has no such type{}", pattern, hint.empty() ? "" : "; " + hint));
    }
}

/// Machines that clouds and names let through: of all where types are named, else of those kept in detail.
std::vector<Machine> chosen(const SizeRequest& request, const std::vector<Machine>& all,
                            const std::vector<Machine>& common) {
  check_clouds(request.clouds, all);
  check_machines(request.machines, all);
  std::vector<Machine> some;
  for (const Machine& machine : request.machines.empty() ? common : all) {
    const bool cloud =
        request.clouds.empty() || std::ranges::find(request.clouds, machine.cloud) != request.clouds.end();
    const bool name = request.machines.empty() || std::ranges::any_of(request.machines, [&](const std::string& each) {
                        return matches(each, machine.name);
                      });
    if (cloud && name) some.push_back(machine);
  }
  if (some.empty()) throw RequestError("", "no machine type is of this --cloud and this --machine");
  return some;
}

std::string types(std::size_t count) {
  return fmt::format("{} machine type{}", count, count == 1 ? "" : "s");
}

/// What a candidate has in common with the cluster that the job names: where its data lie, and what takes charges.
Cluster like(const Cluster& named) {
  Cluster cluster;
  cluster.storage = named.storage;
  cluster.tuning = named.tuning;
  cluster.platform = named.platform;
  cluster.zones = named.zones;
  cluster.data_location = named.data_location;
  cluster.idle_tail = named.idle_tail;
  return cluster;
}

/// Who names nothing else than machines with GPUs wants them.
void leave_out_gpus(std::vector<Machine>& machines, std::vector<std::string>& notes) {
  const auto has_gpus = [](const Machine& each) { return each.gpus > 0; };
  if (std::ranges::all_of(machines, has_gpus)) return;
  if (const auto left_out = std::erase_if(machines, has_gpus); left_out > 0)
    notes.push_back(fmt::format("not searched: {} with GPUs, which no step of this job uses", types(left_out)));
}

void add_clusters(const std::vector<Machine>& machines, bool spot, const Job& job, const Catalogue& catalogue,
                  Space& space, std::vector<std::string>& notes) {
  std::size_t without_price = 0;
  for (const Machine& machine : machines) {
    if (!machine.price) {
      ++without_price;
      continue;
    }
    Cluster cluster = like(job.cluster);
    cluster.machine = machine;
    cluster.gpu = gpu_of(machine, space.gpus);
    cluster.driver = catalogue.driver_of(machine);
    if (machine.disk.count == 0) cluster.root_volume = search_volume;
    catalogue.price_cluster(cluster);
    space.clusters.push_back(cluster);
    if (!spot || !machine.spot) continue;
    cluster.pricing = Pricing::spot;
    space.clusters.push_back(std::move(cluster));
  }
  if (without_price > 0)
    notes.push_back(fmt::format("not searched: {} of which the catalogue knows no price", types(without_price)));
}

}  // namespace

Space space_of(const SizeRequest& request, const Job& job, const Catalogue& catalogue,
               std::vector<std::string>& notes) {
  check_nodes(request);
  Space space;
  space.least_nodes = request.least_nodes;
  space.most_nodes = request.most_nodes;
  space.manager = request.manager;
  const std::vector<Machine> all = catalogue.machines(), common = catalogue.common_machines();
  for (const GpuRate& rate : request.gpu_rates) check_gpu(rate, all);
  space.gpu_rates = request.gpu_rates;
  if (!space.gpu_rates.empty() && !uses_gpus(job))
    notes.emplace_back("--gpu-rate changes nothing: no step of this job uses GPUs");
  space.gpus = catalogue.gpus();
  std::vector<Machine> machines = chosen(request, all, common);
  if (request.machines.empty())
    notes.push_back(
        fmt::format("searched: {} common machine types; --machine '*' tries all {}", common.size(), all.size()));
  if (!uses_gpus(job)) leave_out_gpus(machines, notes);
  add_clusters(machines, request.spot, job, catalogue, space, notes);
  return space;
}

}  // namespace sizer::api
