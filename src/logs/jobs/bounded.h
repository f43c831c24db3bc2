/// \file
/// Numbers of a log within what a run can be, since a log may hold anything.
#pragma once

#include "sizer/run.h"

namespace sizer::logs {

/// The same run, with moments that can be true, of the years 1970 to 2100, at most a petabyte or 10^15 rows in each
/// count, and no number below 0: sums and differences of them stay exact.
Run bounded(Run run);

/// Both at most 10^17, and so is what comes out.
inline void add_up(std::int64_t& sum, std::int64_t value) {
  constexpr std::int64_t most = 100'000'000'000'000'000;
  sum = sum + value < most ? sum + value : most;
}

}  // namespace sizer::logs
