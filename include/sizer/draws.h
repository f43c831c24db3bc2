/// \file
/// Many estimates of one job, each with all that is unknown drawn anew.
///
/// Every unknown (a constant, or a range that a job gives) is drawn by itself: half of its draws lie evenly between low
/// and typical, half between typical and high, one in each of as many equal steps (a Latin hypercube). The order of the
/// steps depends on nothing but the unknown's name and the seed, so that two jobs, plans or clusters that share an
/// unknown see the same draws of it, and what they share cancels in differences and ratios.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sizer/estimate.h"

namespace sizer {

inline constexpr int most_draws = 100'000;

/// How many draws, and of which series.
struct Drawing {
  int count = 1000;
  int seed = 0;
};

/// Three points of a distribution.
template <class T>
struct Quantiles {
  T p10{}, p50{}, p90{};

  constexpr bool operator==(const Quantiles&) const = default;
};

/// Of as many estimates, each with all that is unknown drawn anew. Narrower than low and high, where everything is at
/// its end at once.
struct Percentiles {
  int draws = 0;
  int seed = 0;
  Quantiles<Seconds> wall_clock{};
  std::optional<Quantiles<Dollars>> cost{};
  Quantiles<Bytes> processed{}, shuffle_write{}, spill_write{};
};

/// The order of the steps of one unknown: a permutation of 0 .. count-1.
std::vector<int> steps_of(std::string_view unknown, const Drawing& drawing);

/// The value of a range at (step + 0.5) / count of its distribution.
double value_at_step(const Range<double>& range, int step, int count);

/// The constants of each draw.
std::vector<ConstantValues> draw_constants(const Constants& constants, const Drawing& drawing);

/// What each draw gave, in the order of the draws.
struct Drawn {
  std::vector<Interruptions> interruptions{};  ///< of spot workers; they are in `seconds`
  std::vector<double> seconds{}, dollars{}, processed{}, shuffle_write{}, shuffle_read{}, spill_write{};
};

/// `constants` from draw_constants, so that several jobs may share them.
Drawn draw(const Job& job, const std::vector<ConstantValues>& constants, const Drawing& drawing);

/// p10, p50 and p90 of values in any order: the ends of tenths, the middle of an even number between two. Not empty.
Quantiles<double> quantiles_of(std::vector<double> values);

/// `priced`: whether a line of the bill has a price.
Percentiles percentiles_of(const Drawn& drawn, const Drawing& drawing, bool priced);

}  // namespace sizer
