/// \file
/// What looks wrong in a list of machines: slips that reading alone does not find.
#pragma once

#include <string>
#include <vector>

#include "sizer/cluster.h"

namespace sizer {

struct Oddity {
  std::string machine, message;
};

/// Prices a vCPU that differ within a series (without GPUs), spot prices that are not below those on demand, and sizes
/// that are not in the proportion of their names ("2xlarge", "standard-16", "D8s").
std::vector<Oddity> odd_machines(const std::vector<Machine>& machines);

}  // namespace sizer
