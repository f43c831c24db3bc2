/// \file
/// Where the numbers of a manifest come from, in words.
#pragma once

#include <string>

#include "sizer/job.h"

namespace sizer::deploy {

/// "job.yaml:12:5", or the job file where it gives no such value.
std::string origin_in_file(const Job& job, const std::string& name);

/// What gave `path` of the cluster: a line of the job file, else the cluster by its name.
std::string cluster_origin_of(const Job& job, const std::string& path, const std::string& cluster_origin);

}  // namespace sizer::deploy
