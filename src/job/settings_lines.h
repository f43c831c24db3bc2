/// \file
/// The settings of engines that a job or a cluster may give.
#pragma once

#include "job/lines.h"
#include "sizer/words.h"

namespace sizer {

namespace how {
inline constexpr Version spark_version{10};
inline constexpr Version ray_version{100};
}  // namespace how

void lines(Type<SparkSettings>, auto& line) {
  using S = SparkSettings;
  line("version", &S::version, how::spark_version,
       {"Version of Spark, of which the first two numbers count.", "3.5", R"(["3.5"])"});
  line("shuffle_partitions", &S::shuffle_partitions, how::partitions,
       {"Partitions of a shuffle (spark.sql.shuffle.partitions).", "200", "[2000]"});
  line("default_parallelism", &S::default_parallelism, how::partitions,
       {"spark.default.parallelism.", "all cores of the cluster", "[300]"});
  line("adaptive", &S::adaptive, how::yes_or_no, {"Adaptive query execution (spark.sql.adaptive.enabled).", "true"});
  line("skew_join", &S::skew_join, how::yes_or_no,
       {"Splits skewed partitions of joins while running (spark.sql.adaptive.skewJoin.enabled).", "true"});
  line("advisory_partition_size", &S::advisory_partition_size, measure::partition,
       {"To which size adaptive execution merges partitions (spark.sql.adaptive.advisoryPartitionSizeInBytes).",
        "64 MiB"});
  line("broadcast_threshold", &S::broadcast_threshold, measure::bytes_or_none,
       {"Up to which size a join's side is broadcast (spark.sql.autoBroadcastJoinThreshold); `0 B` switches that off.",
        "10 MiB"});
  line("adaptive_broadcast_threshold", &S::adaptive_broadcast_threshold, measure::bytes_or_none,
       {"The same for sizes seen while running.", "broadcast_threshold", R"(["30 MiB"])"});
  line("max_broadcast", &S::max_broadcast, measure::memory,
       {"The largest table that Spark broadcasts at all, in memory.", "8 GiB"});
  line("broadcast_timeout", &S::broadcast_timeout, measure::seconds,
       {"How long a broadcast may take (spark.sql.broadcastTimeout).", "300 s"});
  line("max_result_size", &S::max_result_size, measure::bytes_or_none,
       {"The most that the driver collects (spark.driver.maxResultSize); `0 B`: no limit.", "1 GiB"});
  line("driver_memory", &S::driver_memory, measure::memory,
       {"Heap of the driver (spark.driver.memory), in bytes.", "1 GiB"});
  line("max_partition_bytes", &S::max_partition_bytes, measure::partition,
       {"How much of a file a task reads at most (spark.sql.files.maxPartitionBytes).", "128 MiB"});
  line("prefer_sort_merge", &S::prefer_sort_merge, how::yes_or_no,
       {"Sort-merge rather than shuffle-hash joins (spark.sql.join.preferSortMergeJoin).", "true"});
  line("codec", &S::codec, words::codecs, {"How shuffles are compressed (spark.io.compression.codec).", "lz4"});
  line("reuse_partitioning", &S::reuse_partitioning, words::reuses,
       {"`never` plans an exchange even where rows already lie as the next step needs them; `off` is the older word.",
        "auto"});
}

void lines(Type<RaySettings>, auto& line) {
  using S = RaySettings;
  line("version", &S::version, how::ray_version,
       {"Version of Ray, of which the first two numbers count.", "2.54", R"(["2.54"])"});
  line("object_store_share", &S::object_store_share, measure::share,
       {"The object store's share of a node's memory.", "0.3"});
  line("max_aggregators", &S::max_aggregators, how::partitions,
       {"The most actors that a hash shuffle gathers its rows with.", "128"});
  line("partitions", &S::partitions, how::partitions,
       {"Partitions of a hash shuffle.", "as many as there are blocks", "[400]"});
  line("read_blocks", &S::read_blocks, how::partitions,
       {"Blocks of a read (override_num_blocks).", "as many as its size asks for", "[1000]"});
}

}  // namespace sizer
