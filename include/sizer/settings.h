/// \file
/// Engine settings that change what is moved. A setting that nobody gave is empty; `or_default` fills in the engine's
/// own.
#pragma once

#include <optional>

#include "sizer/units.h"

namespace sizer {

enum class Codec { lz4, zstd };

/// Spark's settings, named after spark.sql.* where there is one.
struct SparkSettings {
  std::optional<double> version{};                      ///< 3.5
  std::optional<int> shuffle_partitions{};              ///< spark.sql.shuffle.partitions: 200
  std::optional<int> default_parallelism{};             ///< total cores
  std::optional<bool> adaptive{};                       ///< spark.sql.adaptive.enabled: true
  std::optional<bool> skew_join{};                      ///< spark.sql.adaptive.skewJoin.enabled: true
  std::optional<Bytes> advisory_partition_size{};       ///< 64 MiB
  std::optional<Bytes> broadcast_threshold{};           ///< spark.sql.autoBroadcastJoinThreshold: 10 MiB; 0: off
  std::optional<Bytes> adaptive_broadcast_threshold{};  ///< the same for runtime sizes: as broadcast_threshold
  std::optional<Bytes> max_broadcast{};                 ///< 8 GiB
  std::optional<Seconds> broadcast_timeout{};           ///< 300 s
  std::optional<Bytes> max_result_size{};               ///< spark.driver.maxResultSize: 1 GiB
  std::optional<Bytes> driver_memory{};                 ///< 1 GiB
  std::optional<Bytes> max_partition_bytes{};           ///< spark.sql.files.maxPartitionBytes: 128 MiB
  std::optional<bool> prefer_sort_merge{};              ///< spark.sql.join.preferSortMergeJoin: true
  std::optional<Codec> codec{};                         ///< spark.io.compression.codec: lz4
  std::optional<bool> reuse_partitioning{};             ///< true: no exchange where the partitioning is already there
};

struct RaySettings {
  std::optional<double> version{};               ///< 2.54
  std::optional<Fraction> object_store_share{};  ///< of a node's memory: 0.3
  std::optional<int> max_aggregators{};          ///< 128
  std::optional<int> partitions{};               ///< of a hash shuffle: as many as there are blocks
  std::optional<int> read_blocks{};              ///< override_num_blocks of a read: as many as its size asks for
};

/// What `over` gives, else what `base` does.
SparkSettings overlaid(SparkSettings base, const SparkSettings& over);
RaySettings overlaid(RaySettings base, const RaySettings& over);

}  // namespace sizer
