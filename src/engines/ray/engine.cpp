// Ray Data, as other rooms see it.
#include "sizer/engine.h"

#include "engines/ray/planner.h"

namespace sizer {
namespace ray {
namespace {

constexpr double blocks_waiting = 2;  // output blocks that wait for the next operator, for each task that runs

double cpus_of(const Cluster& cluster) {
  return cluster.nodes * cluster.usable_cpus;
}

double nodes_of(const Cluster& cluster) {
  return cluster.nodes;
}

std::optional<double> version_of(const Job& job) {
  return job.ray.version;
}

void set_partitions(Job& job, int partitions) {
  job.ray.partitions = partitions;
}

}  // namespace
}  // namespace ray

constinit const Engine engines::ray = {
    .name = "ray",
    .title = "Ray",
    .settings = SettingsOf::ray,
    .can = {.actors = true, .cluster_stays = true},
    .words = {.driver = "head",
              .no_joins = "streaming",
              .joins = "Ray Data joins by hash alone",
              .fewer_files = "give the write min_rows_per_file, or repartition to fewer blocks before it",
              .keep_result = "put a `cache` step behind it (materialize()), or write it out",
              .hot_key = "salt the hot key, aggregate before, or give it a worker of its own",
              .existence = "in Ray Data a left join and a map over what it finds do this"},
    .plan = ray::plan,
    .slots = ray::cpus_of,
    .holders = ray::nodes_of,
    .memory_per_stored = &ConstantValues::arrow_memory_per_stored,
    .constants = Owner::ray,
    .losses = {.blocks_waiting = ray::blocks_waiting, .restart = &ConstantValues::actor_start},
    .partitions = {"ray.partitions", ray::set_partitions},
    .versions = {"ray.version", ray::version_of, 2.46, 2.60, "groups and joins were shuffled by sorting"},
};

}  // namespace sizer
