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

/// Shapes that a provider publishes are as they are, and the largest of a series are often no multiple of the smaller.
enum class Checked { prices, prices_and_shapes };

/// Prices a vCPU that differ within a series among machines (without GPUs) of as much memory a vCPU, spot prices that
/// are not below those on demand, sizes that are not in the proportion of their names ("2xlarge", "standard-16",
/// "D8s"); with shapes: memory a vCPU that differs within a series.
std::vector<Oddity> odd_machines(const std::vector<Machine>& machines, Checked checked = Checked::prices_and_shapes);

}  // namespace sizer
