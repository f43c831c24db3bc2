/// \file
/// By which strategy each join of a Spark job is done best: of n joins, about 3 n plans are tried, not 3^n.
#pragma once

#include <cstddef>
#include <vector>

#include "sizer/estimate.h"

namespace sizer {

/// Joins that are tried one by one; of more, those whose sides hold most bytes.
inline constexpr std::size_t most_joins_tried = 12;

struct JoinPlan {
  std::vector<PlannedJoin> joins{};  ///< that were tried, each with its best strategy
  std::size_t left_out = 0;          ///< that were not: they stay as they are
};

/// Step numbers of the joins of a job.
std::vector<int> joins_of(const Job& job);

/// Of `joins`, as many as are tried one by one, in the order of the steps.
std::vector<int> largest_joins(std::vector<int> joins, const Job& job, const Ledger& ledger);

/// Starts from the job as it is and takes one of `open` after another, the largest first: each gets the strategy with
/// which the plan can run, or breaks fewest limits, and the job is fastest in the case.
JoinPlan best_joins(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
                    std::vector<int> open);

/// The job with its joins done so.
Job with_joins(Job job, const std::vector<PlannedJoin>& joins);

}  // namespace sizer
