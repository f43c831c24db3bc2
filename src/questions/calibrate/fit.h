/// \file
/// The fit itself: constants that are free, each held to what was believed of it, and the runs' residuals.
#pragma once

#include <vector>

#include "sizer/measured.h"

namespace sizer::calibration {

/// A constant that the fit may move. It moves in units of `sd`, what is believed of its uncertainty: in the logarithm,
/// or, of a share that is usually 0, as it is.
struct Free {
  std::size_t id = 0;
  bool logarithmic = true;
  double start = 0;  ///< its value at x = 0
  double sd = 1;
  double least = 0, most = 1e300;  ///< of the value

  double value(double x) const;
};

/// The constants that measured runs could tell, if they depend on them.
std::vector<Free> free_constants(const Constants& base);

/// A point of the fit, and what is known around it.
struct Solution {
  std::vector<double> x;
  double sigma = 0.1;                      ///< scatter of the residuals (logarithm), robust
  double objective = 0;                    ///< the smaller, the better: residuals' loss and distance from the start
  std::vector<std::vector<double>> slope;  ///< d residual / d x, a row a run
  std::vector<double> residual;            ///< log(predicted / measured)
  std::vector<double> weight;              ///< Huber's, over sigma squared
  std::vector<double> uncertainty;         ///< of each x, in units of what was believed: 1 is nothing learnt
};

class Fit {
 public:
  Fit(const std::vector<MeasuredRun>& runs, const Constants& base, std::vector<Free> free);

  const std::vector<Free>& free() const { return free_; }
  ConstantValues values(const std::vector<double>& x) const;

  /// From `x` to the nearest best point.
  Solution solve(std::vector<double> x) const;
  /// The best point without one run: from `at`, the best of all runs, and where `thorough` from the start too.
  std::vector<double> without(const Solution& at, std::size_t run, bool thorough) const;

 private:
  std::vector<double> residuals(const std::vector<double>& x) const;
  void differentiate(Solution& at) const;
  void weigh(Solution& at) const;
  double loss(const std::vector<double>& residual, const std::vector<double>& x, double sigma) const;
  void improve(Solution& at, int rounds) const;

  const std::vector<MeasuredRun>& runs_;
  ConstantValues base_;
  std::vector<Free> free_;
  std::size_t left_out_ = static_cast<std::size_t>(-1);
};

}  // namespace sizer::calibration
