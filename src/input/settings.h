/// \file
/// Engine settings, as a job or a cluster gives them.
#pragma once

#include "sizer/settings.h"
#include "text/reader.h"

namespace sizer {

SparkSettings read_spark_settings(Mapping settings);
RaySettings read_ray_settings(Mapping settings);

/// `base` with every setting that `over` gives.
SparkSettings overlaid(SparkSettings base, const SparkSettings& over);
RaySettings overlaid(RaySettings base, const RaySettings& over);

}  // namespace sizer
