// Spark, as other rooms see it.
#include "sizer/engine.h"

#include <algorithm>

#include "engines/spark/planner.h"

namespace sizer {
namespace spark {
namespace {

constexpr int stage_attempts = 4;  // spark.stage.maxConsecutiveAttempts

double executors_of(const Cluster& cluster) {
  return static_cast<double>(cluster.nodes) * cluster.executors.per_node;
}

double cores_of(const Cluster& cluster) {
  return executors_of(cluster) * cluster.executors.cores;
}

/// The less heap a core has, the more of its time goes to garbage collection.
Ratio collection_factor(const Cluster& cluster, const ConstantValues& k) {
  const Bytes a_core = cluster.executors.memory / std::max(1, cluster.executors.cores);
  if (a_core.value <= 0) return 1;
  return 1 + k.collected_heap / a_core;
}

std::vector<std::string> cannot_do(const Step& step) {
  std::vector<std::string> sentences;
  const auto* inference = std::get_if<Inference>(&step.op);
  if (inference && inference->device == Device::gpu)
    sentences.emplace_back(
        "Spark gives GPUs to whole stages: reading and scoring do not run beside each other on CPUs and GPUs");
  if (inference && inference->actors > 0)
    sentences.emplace_back("Spark has no actors: models are loaded in Python workers of the executors");
  return sentences;
}

std::optional<double> version_of(const Job& job) {
  return job.spark.version;
}

void set_partitions(Job& job, int partitions) {
  job.spark.shuffle_partitions = partitions;
}

}  // namespace
}  // namespace spark

constinit const Engine engines::spark = {
    .name = "spark",
    .title = "Spark",
    .settings = SettingsOf::spark,
    .can = {.chooses_joins = true,
            .existence_joins = true,
            .jvm = true,
            .local_mode = true,
            .infers_schemas = true,
            .make_again = true,
            .shuffles_to_disk = true},
    .words = {.holder = "executor",
              .fewer_files = "coalesce to about {:.0f} before the write, or repartition by the partition columns where "
                             "each task writes to many partitions",
              .keep_result = "put a `cache` step behind it (persist), or write it out",
              .hot_key =
                  "salt the hot key, aggregate before, or handle it apart; a broadcast join has no hot partition",
              .keyed_state = "in Spark an aggregate or a window by the same keys does this"},
    .plan = spark::plan,
    .cannot_do = spark::cannot_do,
    .shape = WorkerShape::executors,
    .slots = spark::cores_of,
    .holders = spark::executors_of,
    .collection = spark::collection_factor,
    .rows = RowForm::unsafe_row,
    .memory_per_stored = &ConstantValues::spark_memory_per_stored,
    .constants = Owner::spark,
    .losses = {.restart = &ConstantValues::spark_stage_overhead, .attempts = spark::stage_attempts},
    .partitions = {"spark.shuffle_partitions", spark::set_partitions},
    .versions = {"spark.version", spark::version_of, 3.2, 4.1, "adaptive execution was off by default"},
    .replays = &engines::recorded,
};

}  // namespace sizer
