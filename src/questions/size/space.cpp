// What is searched, as numbers: machine types x shapes of executors x ways of the job x nodes.
#include "questions/size/space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "questions/size/evaluate.h"
#include "questions/size/gpus.h"
#include "questions/size/shapes.h"
#include "sizer/joins.h"
#include "sizer/room.h"

namespace sizer::sizing {
namespace {

using namespace literals;

// ---- Ways -----------------------------------------------------------------------------------------------------------

constexpr JoinStrategy strategies[] = {JoinStrategy::broadcast, JoinStrategy::sort_merge, JoinStrategy::shuffle_hash};

/// Each of several joins as it is best on the job's own cluster, where that is not one strategy for all.
void add_mixed(const Way& base, const std::vector<std::size_t>& open, const Constants& constants,
               std::vector<Way>& ways) {
  const ConstantValues& k = constants.at(Case::typical);
  const Ledger ledger = account(base.job, k, Case::typical);
  const JoinPlan best =
      best_joins(base.job, base.job.cluster, ledger, k, Case::typical, std::vector<int>(open.begin(), open.end()));
  Way mixed = base;
  mixed.job = with_joins(base.job, best.joins);
  const auto strategy = [&](std::size_t step) { return std::get<Join>(mixed.job.steps[step].op).strategy; };
  for (const std::size_t step : open)
    if (strategy(step) != JoinStrategy::automatic) mixed.chosen_joins.push_back(step);
  const bool as_one = std::ranges::all_of(open, [&](std::size_t step) { return strategy(step) == strategy(open[0]); });
  if (!as_one) ways.push_back(std::move(mixed));
}

/// The one that is fastest on the job's own cluster; where none can run there, the sort-merge one, which can spill.
Way fastest_of(const std::vector<Way>& ways, const Constants& constants) {
  const ConstantValues& k = constants.at(Case::typical);
  const auto seconds = [&](const Way& way) {
    return figures_of(way.job, way.job.cluster, account(way.job, k, Case::typical), k, Case::typical).seconds;
  };
  const auto fastest = std::ranges::min_element(ways, {}, seconds);
  return std::isfinite(seconds(*fastest)) ? *fastest : ways[ways.size() - 2];
}

void add_strategies(std::vector<Way>& ways, const Constants& constants) {
  const Way base = ways.front();
  const std::vector<std::size_t> open = open_joins(base.job);
  if (open.empty()) return;
  std::vector<Way> as_one;
  as_one.reserve(std::size(strategies));
  for (const JoinStrategy strategy : strategies) {
    Way way = base;
    for (const std::size_t step : open) {
      Join& join = std::get<Join>(way.job.steps[step].op);
      // A full outer join cannot be broadcast; it stays as Spark plans it.
      if (strategy == JoinStrategy::broadcast && join.type == JoinType::full) continue;
      join.strategy = strategy;
      way.chosen_joins.push_back(step);
    }
    as_one.push_back(std::move(way));
  }
  if (open.size() == 1) ways.clear();  // else what Spark chooses for each may be better than one for all
  constexpr std::size_t few = 4;       // of many joins a plan takes long, and one strategy for all is seldom best
  if (open.size() > few) as_one = {fastest_of(as_one, constants)};
  std::ranges::move(as_one, std::back_inserter(ways));
  if (open.size() > 1) add_mixed(base, open, constants, ways);
}

/// Partitions of about 128 MiB for the largest exchange, in hundreds; as many as Spark has anyway: 0.
int partitions_by_size(const Job& job, const Constants& constants) {
  const ConstantValues& k = constants.at(Case::typical);
  const Plan planned = plan(job, job.cluster, account(job, k, Case::typical), k, Case::typical);
  Bytes largest{};
  for (const ExchangeNote& exchange : planned.exchanges)
    if (exchange.kind != Partitioned::broadcast) largest = std::max(largest, exchange.bytes);
  constexpr int sparks_own = 200;
  const double wanted = std::ceil(largest / 128_MiB / 100) * 100;
  return wanted > sparks_own ? static_cast<int>(std::min(wanted, 1e6)) : 0;
}

void add_partitions(std::vector<Way>& ways, const Constants& constants) {
  if (ways.front().job.spark.shuffle_partitions) return;
  const std::size_t as_they_are = ways.size();
  for (std::size_t i = 0; i < as_they_are; ++i) {
    const int partitions = partitions_by_size(ways[i].job, constants);
    if (partitions == 0) continue;
    Way way = ways[i];
    way.shuffle_partitions = partitions;
    way.job.spark.shuffle_partitions = partitions;
    ways.push_back(std::move(way));
  }
}

/// Pools of fixed size that could as well fill the cluster.
void add_actor_pools(std::vector<Way>& ways) {
  constexpr int more_than_fit = 1'000'000;  // the planner starts no more than the cluster holds
  Way filled = ways.front();
  const auto fill = [&](auto* op, std::size_t step) {
    if (op == nullptr || op->actors <= 0) return;
    op->actors = more_than_fit;
    filled.filled_pools.push_back(step);
  };
  for (std::size_t step = 0; step < filled.job.steps.size(); ++step) {
    fill(std::get_if<Map>(&filled.job.steps[step].op), step);
    fill(std::get_if<Inference>(&filled.job.steps[step].op), step);
  }
  if (!filled.filled_pools.empty()) ways.push_back(std::move(filled));
}

void add_object_store_shares(std::vector<Way>& ways) {
  if (ways.front().job.ray.object_store_share) return;
  const std::size_t as_they_are = ways.size();
  for (const Fraction share : {0.2, 0.4, 0.5})
    for (std::size_t i = 0; i < as_they_are; ++i) {
      Way way = ways[i];
      way.object_store_share = share;
      way.job.ray.object_store_share = share;
      ways.push_back(std::move(way));
    }
}

}  // namespace

std::vector<std::size_t> open_joins(const Job& job) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    if (const auto* join = std::get_if<Join>(&job.steps[i].op); join && join->strategy == JoinStrategy::automatic)
      open.push_back(i);
  return open;
}

std::vector<Way> ways_of(const Job& job, const Constants& constants) {
  std::vector<Way> ways(1);
  ways.front().job = job;
  if (job.engine->can.chooses_joins) add_strategies(ways, constants);
  if (job.engine->settings == SettingsOf::spark) add_partitions(ways, constants);
  if (job.engine->can.actors) add_actor_pools(ways);
  if (job.engine->settings == SettingsOf::ray) add_object_store_shares(ways);
  return ways;
}

// ---- Candidates -----------------------------------------------------------------------------------------------------

Candidates::Candidates(const Job& job, const Space& space, const Constants& constants)
    : space_(space), ways_(ways_of(job, constants)), plain_ways_(ways_.size()) {
  const bool executors = job.engine->shape == WorkerShape::executors, scores = uses_gpus(job);
  const ConstantValues& kept = constants.at(Case::typical);
  for (std::size_t c = 0; c < space.clusters.size(); ++c) {
    const Machine& machine = space.clusters[c].machine;
    const std::optional<std::size_t> first_way = scores && machine.gpus > 0 ? ways_on(machine.gpu, job, constants) : 0;
    if (!first_way) continue;
    const std::vector<Executors> shapes =
        executors ? executor_shapes(machine, space.manager, kept) : std::vector<Executors>{pack_executors(machine)};
    const double cpus = room_on(machine, space.manager, kept).cores;
    for (const Executors& shape : shapes)
      for (std::size_t way = 0; way < plain_ways_; ++way) blocks_.push_back({c, shape, cpus, *first_way + way, size()});
  }
}

std::optional<std::size_t> Candidates::ways_on(const std::string& gpu, const Job& job, const Constants& constants) {
  const std::string& own = job.cluster.machine.gpu;
  const bool given = std::ranges::find(space_.gpu_rates, gpu, &GpuRate::gpu) != space_.gpu_rates.end();
  if (gpu == own && !given) return 0;
  if (const auto known = ways_of_gpu_.find(gpu); known != ways_of_gpu_.end()) return known->second;
  Job moved = job;
  const auto rate = move_to_gpu(moved, own, gpu, space_, constants);
  if (!rate) {
    unrated_.push_back(gpu);
    return ways_of_gpu_[gpu] = std::nullopt;
  }
  gpu_rates_.push_back({gpu, *rate, given});
  const std::size_t first = ways_.size();
  for (std::size_t way = 0; way < plain_ways_; ++way) {
    Way on_gpu = ways_[way];
    move_to_gpu(on_gpu.job, own, gpu, space_, constants);
    for (std::size_t step = 0; step < job.steps.size(); ++step)
      if (const auto* each = std::get_if<Inference>(&on_gpu.job.steps[step].op);
          each && each->device == Device::gpu && each->rows_per_second)
        on_gpu.scaled_rates.push_back(step);
    ways_.push_back(std::move(on_gpu));
  }
  return ways_of_gpu_[gpu] = first;
}

const Block& Candidates::block_of(std::int64_t candidate) const {
  return blocks_[static_cast<std::size_t>(candidate / a_block())];
}

int Candidates::nodes_of(std::int64_t candidate) const {
  return space_.least_nodes + static_cast<int>(candidate % a_block());
}

std::string Candidates::name_of(std::int64_t candidate) const {
  const Cluster& cluster = space_.clusters[block_of(candidate).cluster];
  const bool bought = cluster.pricing != Pricing::on_demand;
  return fmt::format("{} x {}{}{}", nodes_of(candidate), cluster.machine.name, bought ? ", " : "",
                     bought ? sizer::name_of(cluster.pricing) : "");
}

Cluster Candidates::cluster_of(const Block& block, int nodes) const {
  Cluster cluster = space_.clusters[block.cluster];
  cluster.nodes = nodes;
  cluster.executors = block.executors;
  cluster.usable_cpus = block.usable_cpus;
  return cluster;
}

}  // namespace sizer::sizing
