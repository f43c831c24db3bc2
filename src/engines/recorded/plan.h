// A run that was recorded: its stages as they ran, for other slots and other sizes of inputs.
#pragma once

#include <memory_resource>

#include "sizer/plan.h"

namespace sizer::recorded {

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory);

}  // namespace sizer::recorded
