// A job that was recorded: its stages as they ran, for other slots and other sizes of inputs.
#pragma once

#include "sizer/plan.h"

namespace sizer::recorded {

Plan plan(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c);

}  // namespace sizer::recorded
