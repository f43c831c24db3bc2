// Candidates as the answer shows them.
#include "questions/size/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sizer/words.h"
#include "text/quantity_text.h"

namespace sizer::sizing {
namespace {

std::string mebibytes(Bytes memory) {
  return fmt::format("{:.0f} MiB", memory.value / 1048576);
}

/// Of a candidate that may have any volume, one of whole hundreds of GB that holds what lies on a node at worst; empty:
/// the usual one does.
std::optional<Bytes> needed_volume(const Plan& worst, const Cluster& cluster, const Engine& engine,
                                   const ConstantValues& k) {
  constexpr double step = 100e9;
  Bytes all{};
  for (const Stage& stage : worst.stages) {
    all += stage.bytes.spill_write;
    if (engine.can.shuffles_to_disk) all += stage.bytes.shuffle_write;
  }
  const Bytes each = all / std::max(1, cluster.nodes);
  if (cluster.root_volume != search_volume) return cluster.root_volume;
  if (each <= k.root_volume) return std::nullopt;
  return std::min(Bytes{std::ceil(each.value / step) * step}, search_volume);
}

/// Actors of each pool that fills its cluster: no more than fit.
int actors_that_fit(const Operator& op, double cpus_a_node, const Cluster& cluster) {
  const auto by_cpus = [&](double cpus) { return cluster.nodes * std::floor(cpus_a_node / std::max(0.01, cpus)); };
  if (const auto* map = std::get_if<Map>(&op)) return static_cast<int>(by_cpus(map->cpus));
  const auto& inference = std::get<Inference>(op);
  const double by_gpus =
      inference.device == Device::gpu
          ? cluster.nodes * std::floor(cluster.machine.gpus / (inference.gpus > 0 ? inference.gpus : 1))
          : INFINITY;
  return static_cast<int>(std::min(by_gpus, by_cpus(inference.cpus)));
}

}  // namespace

std::string written(const Cluster& cluster, const Engine& engine) {
  std::string text = fmt::format("{{nodes: {}, machine: {}", cluster.nodes, cluster.machine.name);
  text += fmt::format(", driver: {}", cluster.driver ? cluster.driver->name : name_of(cluster.driver_place));
  if (engine.shape == WorkerShape::executors)
    text += fmt::format(", executors: {{per_node: {}, cores: {}, memory: {}, overhead: {}}}",
                        cluster.executors.per_node, cluster.executors.cores, mebibytes(cluster.executors.memory),
                        mebibytes(cluster.executors.overhead));
  else
    text += fmt::format(", usable_cpus: {}", cluster.usable_cpus);
  if (cluster.root_volume) text += fmt::format(", root_volume: {:.0f} GB", cluster.root_volume->value / 1e9);
  if (cluster.pricing != Pricing::on_demand) text += fmt::format(", pricing: {}", name_of(cluster.pricing));
  if (!cluster.platform.empty()) text += fmt::format(", platform: {}", cluster.platform);
  if (cluster.zones > 1) text += fmt::format(", zones: {}", cluster.zones);
  if (cluster.data_location != DataLocation::same_region)
    text += fmt::format(", data_location: {}", name_of(cluster.data_location));
  if (cluster.idle_tail) text += fmt::format(", idle_tail: {} s", cluster.idle_tail->value);
  text += fmt::format(", storage: {}, tuning: {}", name_of(cluster.storage), name_of(cluster.tuning));
  if (cluster.spark.shuffle_partitions)
    text += fmt::format(", spark: {{shuffle_partitions: {}}}", *cluster.spark.shuffle_partitions);
  if (cluster.ray.object_store_share)
    text += fmt::format(", ray: {{object_store_share: {}}}", number_text(*cluster.ray.object_store_share));
  return text + "}";
}

SizedRun run_of(const Candidates& candidates, const Point& point, const Constants& constants) {
  const Block& block = candidates.block_of(point.candidate);
  const Way& way = candidates.way(block);
  Cluster cluster = candidates.cluster_of(block, candidates.nodes_of(point.candidate));
  if (way.shuffle_partitions > 0) cluster.spark.shuffle_partitions = way.shuffle_partitions;
  if (way.object_store_share > 0) cluster.ray.object_store_share = way.object_store_share;

  SizedRun run;
  run.name = candidates.name_of(point.candidate);
  run.cloud = cluster.machine.cloud;
  run.machine = cluster.machine.name;
  run.driver = driver_machine(cluster).name;
  run.pricing = name_of(cluster.pricing);
  run.nodes = cluster.nodes;
  if (way.job.engine->shape == WorkerShape::executors)
    run.executors = cluster.executors;
  else
    run.usable_cpus = cluster.usable_cpus;
  run.shuffle_partitions = way.shuffle_partitions;
  if (way.job.engine->settings == SettingsOf::ray) run.object_store_share = way.job.ray.object_store_share.value_or(0);
  run.slots = way.job.engine->slots(cluster);
  run.gpus = static_cast<double>(cluster.nodes) * cluster.machine.gpus;
  for (const std::size_t step : way.chosen_joins) {
    const Step& each = way.job.steps[step];
    run.settings.emplace_back(path_of(each, "strategy"), sizer::name_of(std::get<Join>(each.op).strategy));
  }
  for (const std::size_t step : way.filled_pools) {
    const Step& each = way.job.steps[step];
    run.settings.emplace_back(path_of(each, "actors"),
                              fmt::format("{}", actors_that_fit(each.op, cluster.usable_cpus, cluster)));
  }

  for (const std::size_t step : way.scaled_rates) {
    const Step& each = way.job.steps[step];
    const Range<RowRate>& rate = *std::get<Inference>(each.op).rows_per_second;
    run.settings.emplace_back(
        path_of(each, "rows_per_second"),
        fmt::format("{{low: {}, typical: {}, high: {}}}", rate.low.value, rate.typical.value, rate.high.value));
  }
  run.gpu = cluster.machine.gpus > 0 ? cluster.machine.gpu : "";

  const ByCase<Estimate> made = estimate(way.job, cluster, constants);
  cluster.root_volume = needed_volume(made.worst.plan, cluster, *way.job.engine, constants.at(Case::typical));
  run.cluster = written(cluster, *way.job.engine);
  Rows rows{};
  for (const Flow& input : made.typical.ledger.inputs) rows += input.rows;
  if (rows.value > 0) run.usd_per_million_rows = point.dollars / (rows.value / 1e6);
  run.plan = joins_in_words(made.typical.plan);
  run.seconds = Seconds{point.seconds};
  run.dollars = Dollars{point.dollars};
  const auto seconds = [](const Estimate& e) { return e.timeline.duration; };
  run.wall_clock = fold(seconds(made.best), seconds(made.typical), seconds(made.worst));
  run.cost = fold(made.best.bill.total, made.typical.bill.total, made.worst.bill.total);
  const std::vector<StageTime>& stages = made.typical.timeline.stages;
  if (!stages.empty()) run.bound_by = std::ranges::max_element(stages, {}, &StageTime::alone)->bound;
  return run;
}

Scaling scaling_of(const Candidates& candidates, std::int64_t candidate, const Constants& constants, Case c) {
  const Block& block = candidates.block_of(candidate);
  const Job& job = candidates.way(block).job;
  const ConstantValues& k = constants.at(c);
  const Ledger ledger = account(job, k, c);
  Cluster cluster = candidates.cluster_of(block, 1);
  Scaling scaling;
  Point cheapest{INFINITY, INFINITY}, knee{INFINITY, INFINITY};
  for (int i = 0; i < candidates.a_block(); ++i) {
    const int nodes = candidates.least_nodes() + i;
    cluster.nodes = nodes;
    const Figures figures = figures_of(job, cluster, ledger, k, c);
    const bool feasible = figures.refused < 0;
    scaling.points.push_back(
        {nodes, feasible, Seconds{feasible ? figures.seconds : 0}, Dollars{feasible ? figures.dollars : 0}});
    const Point point{figures.seconds, figures.dollars, nodes};
    if (!feasible || !std::isfinite(point.dollars)) continue;
    if (point.dollars < cheapest.dollars) cheapest = point;
    if (point.seconds * point.dollars < knee.seconds * knee.dollars) knee = point;
  }
  scaling.cheapest = static_cast<int>(cheapest.candidate);
  const bool reached = knee.candidate < scaling.points.back().nodes;
  scaling.knee = reached ? static_cast<int>(knee.candidate) : 0;
  return scaling;
}

}  // namespace sizer::sizing
