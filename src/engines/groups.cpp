// How many rows partial aggregation leaves.
#include "engines/groups.h"

#include <algorithm>
#include <cmath>

namespace sizer::engines {

Rows seen_by_tasks(Rows rows, Rows groups, double tasks) {
  groups = std::min(groups, rows);
  if (groups.value <= 0) return rows;
  if (tasks <= 1) return groups;
  const double of_a_group = -std::expm1(rows / groups * std::log1p(-1 / tasks)) * tasks;
  return groups * of_a_group;
}

}  // namespace sizer::engines
