/// \file
/// Engine settings, as a job or a cluster gives them.
#pragma once

#include "sizer/settings.h"
#include "text/reader.h"

namespace sizer {

inline constexpr int most_partitions = 10'000'000;  ///< of any setting or step: more is a slip

SparkSettings read_spark_settings(Mapping settings);
RaySettings read_ray_settings(Mapping settings);

}  // namespace sizer
