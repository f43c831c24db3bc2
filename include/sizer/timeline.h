/// \file
/// When each stage runs, how long, and because of what.
#pragma once

#include <array>
#include <vector>

#include "sizer/plan.h"

namespace sizer {

/// What decides how long a stage lasts.
enum class Bound { cpu, object_store, disk, network, gpu, external, skew, overhead };
const char* name_of(Bound bound);

struct StageTime {
  Seconds start{}, end{};
  Seconds alone{};                             ///< had it the cluster for itself
  std::array<Seconds, resource_count> busy{};  ///< what each resource would need by itself
  Bound bound = Bound::cpu;
};

struct Timeline {
  std::vector<StageTime> stages;  ///< same index as Plan::stages
  Seconds duration{};             ///< start-up included
};

/// Laws: a stage is never shorter than the work of any one resource; the whole is never shorter than its longest path,
/// nor than the total work of any resource over its capacity.
Timeline schedule(const Plan& plan, const Capacity& have, const ConstantValues& k);

}  // namespace sizer
