/// \file
/// The measured runs that the verbs `calibrate` and `backtest` are given.
#pragma once

#include <string>
#include <vector>

#include "commands/command.h"
#include "sizer/calibration.h"

namespace sizer {

struct GivenRuns {
  std::vector<MeasuredRun> runs;
  std::vector<std::string> from;            ///< the files that hold them
  std::vector<ObservedConstant> observed;   ///< that event logs among them tell outright
  std::vector<Prediction> stages;           ///< of event logs: measured, and when its tasks are scheduled again
  std::vector<std::string> notes;           ///< what of the logs is left out, or in doubt, and why
  std::vector<MeasuredOperator> operators;  ///< of statistics of Ray among them
};

/// The notes, as diagnostics.
std::vector<Diagnostic> left_out(const GivenRuns& given);

/// All runs of --runs and of the operands; throws UsageError where there are fewer than `least`.
GivenRuns measured_runs(const Options& options, std::istream& in, std::size_t least);

}  // namespace sizer
