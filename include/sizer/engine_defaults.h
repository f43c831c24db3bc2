/// \file
/// What Spark and Ray themselves do where nobody gives a setting: what the planners assume and manifests write out.
/// Sources: the settings' documentation of Spark 3.5 and Ray 2.54.
#pragma once

#include "sizer/settings.h"

namespace sizer {

/// Empty: no number of its own. `default_parallelism` is the cores of all executors, `adaptive_broadcast_threshold`
/// what `broadcast_threshold` is.
inline constexpr SparkSettings spark_defaults{
    .version = 3.5,
    .shuffle_partitions = 200,
    .default_parallelism = std::nullopt,
    .adaptive = true,
    .skew_join = true,
    .advisory_partition_size = Bytes{64.0 * 1024 * 1024},
    .broadcast_threshold = Bytes{10.0 * 1024 * 1024},
    .adaptive_broadcast_threshold = std::nullopt,
    .max_broadcast = Bytes{8.0 * 1024 * 1024 * 1024},
    .broadcast_timeout = Seconds{300},
    .max_result_size = Bytes{1024.0 * 1024 * 1024},
    .driver_memory = Bytes{1024.0 * 1024 * 1024},
    .max_partition_bytes = Bytes{128.0 * 1024 * 1024},
    .prefer_sort_merge = true,
    .codec = Codec::lz4,
    .reuse_partitioning = true,
};

/// What an executor has beside its heap: a share of the heap (spark.executor.memoryOverheadFactor), at least so much
/// (spark.executor.minMemoryOverhead).
inline constexpr Fraction spark_overhead_share = 0.1;
inline constexpr Bytes spark_least_overhead{384.0 * 1024 * 1024};

/// After which workers without work are given back: spark.dynamicAllocation.executorIdleTimeout, and
/// idleTimeoutSeconds of Ray's autoscaler.
inline constexpr Seconds autoscaler_idle_timeout{60};

/// Empty: as many as the data ask for.
inline constexpr RaySettings ray_defaults{
    .version = 2.54,
    .object_store_share = 0.3,
    .max_aggregators = 128,
    .partitions = std::nullopt,
    .read_blocks = std::nullopt,
};

}  // namespace sizer
