/// \file
/// Several jobs as a whole: those of one file, or all of a result.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/report.h"

namespace sizer {

/// Sums of jobs that run one after the other.
struct Sequence {
  std::string file{};  ///< empty: of several files
  int jobs = 0;
  bool feasible = true;  ///< all of them
  Range<Seconds> wall_clock{};
  Range<Bytes> processed{};
  std::optional<Range<Dollars>> cost{};           ///< empty: of one of them it is not known
  std::optional<Range<Dollars>> cost_at_least{};  ///< of an unknown cost, what is known of it
  bool cost_partial = false;
  std::optional<Range<double>> usd_per_month{};  ///< of those that say how often they run; empty: none does
  int monthly = 0;                               ///< how many do
};

/// Of each file that holds several of the jobs.
std::vector<Sequence> sequences_of(const std::vector<JobReport>& jobs);
/// Of all of them, where there are several.
std::optional<Sequence> total_of(const std::vector<JobReport>& jobs);

}  // namespace sizer
