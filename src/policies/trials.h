// Estimates of changed jobs: what each change would bring.
#pragma once

#include <optional>
#include <vector>

#include "policies/remedies.h"
#include "sizer/estimate.h"
#include "sizer/policy.h"

namespace sizer::policies {

/// How often an estimate of the whole job may be made again: `most`, and of a job of more than a hundred steps so much
/// less often that the time of all tries is that of `most` of a hundred steps.
int most_tries(const Job& job, int most);

/// Estimates of changed jobs. A job of thousands of steps has as many remedies, each of which is an estimate of the
/// whole: there is an end to it.
class Trials {
 public:
  Trials(const Job& job, const Constants& constants);

  /// False when there are no more to be had: what would have been tried is left out, and counted.
  bool begin();
  /// The typical case of the job so changed.
  Estimate typical(const Change& change) const;
  /// True when the plan of the job so changed can run in every case.
  bool always_feasible(const Change& change) const;
  int most() const { return most_; }
  int left_out() const { return left_out_; }

 private:
  Job changed(const Change& change) const;

  Job job_;  ///< without what no estimate asks for
  const Constants& constants_;
  int most_, done_ = 0, left_out_ = 0;
};

/// Savings below this share of the run are within the noise of the model.
inline constexpr Fraction noticeable = 0.02;

bool feasible(const Estimate& estimate);
/// What `change` saves: the same job estimated twice, all else equal.
Gain difference(const Change& change, const Estimate& now, const Estimate& then);
/// What the change that saves most time would bring in the typical case. Of a plan that cannot run: what the change
/// would that makes it run at the least price in time, even where it is slower. Empty: none pays, or none is tried.
std::optional<Gain> best_gain(const Estimate& now, const std::vector<Change>& changes, Trials& trials);

}  // namespace sizer::policies
