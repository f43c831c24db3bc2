/// \file
/// Engine settings, as a job or a cluster gives them.
#pragma once

#include "sizer/settings.h"
#include "text/reader.h"

namespace sizer {

SparkSettings read_spark_settings(Mapping settings);
RaySettings read_ray_settings(Mapping settings);

}  // namespace sizer
