/// \file
/// Constants fitted to measured runs, and how far off they are on runs that the fit has not seen.
#pragma once

#include <string>
#include <vector>

#include "sizer/measured.h"
#include "sizer/observed.h"

namespace sizer {

/// A constant that the runs could tell.
struct FittedConstant {
  std::size_t id = 0;
  Range<double> before{}, after{};
  double narrowed = 1;  ///< its uncertainty before / after, in the logarithm; above 1
};

/// A constant that stayed as it was, although runs of some kind could tell it.
struct KeptConstant {
  std::size_t id = 0;
  std::string why;
};

/// One run, as measured and as predicted.
struct Prediction {
  std::string name, application;
  Seconds measured{};
  Range<Seconds> predicted{};

  /// The error as a factor less one: 0.1 is a tenth too long, or too short by as large a factor.
  double error() const;
  bool inside() const { return predicted.low <= measured && measured <= predicted.high; }
};

/// Median, worst and coverage of predictions; of none, all 0.
BackTest summary_of(const std::vector<Prediction>& predictions);

struct Calibration {
  Constants constants{};
  std::vector<FittedConstant> fitted{};
  std::vector<KeptConstant> kept{};
  std::vector<ObservedConstant> observed{};  ///< that logs told outright
  std::vector<Prediction> back_test{};       ///< each run from a fit to all others, in the order of the runs
};

/// Fits the constants to the runs' wall-clock: least squares of logarithms, with Huber's loss so that odd runs pull no
/// more than they should, and each constant held to its range by the square of its distance, so that what the runs
/// cannot tell stays where it is. Needs two runs at least; deterministic.
/// What was observed replaces `base` before the fit.
Calibration calibrate(const std::vector<MeasuredRun>& runs, const Constants& base,
                      const std::vector<ObservedConstant>& observed = {});

/// Predictions of runs by constants as they are.
std::vector<Prediction> predict_all(const std::vector<MeasuredRun>& runs, const Constants& constants);

/// The profile as a file that read_constants reads. `from` says what the runs were read from; `operators` are listed
/// for people, with what a job file may say of them.
std::string profile_text(const Calibration& calibration, const std::vector<std::string>& from,
                         const std::vector<MeasuredOperator>& operators = {});

}  // namespace sizer
