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
  std::vector<MeasuredOperator> operators;  ///< of statistics of Ray among them
};

/// All runs of --runs and of the operands; throws UsageError where there are fewer than `least`.
GivenRuns measured_runs(const Options& options, std::istream& in, std::size_t least);

}  // namespace sizer
