// How many rows partial aggregation leaves.
#pragma once

#include "sizer/units.h"

namespace sizer::engines {

/// Groups that `tasks` tasks pass on between them when `rows` rows of `groups` groups lie evenly over the tasks. A
/// group of n rows is seen by a task with probability 1 - (1 - 1/T)^n: T K (1 - (1 - 1/T)^(R/K)). Nothing is left out
/// when all groups have one row, and K a task when they have many.
Rows seen_by_tasks(Rows rows, Rows groups, double tasks);

}  // namespace sizer::engines
