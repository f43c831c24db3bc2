/// \file
/// The measured runs that the verbs `calibrate` and `backtest` are given.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "sizer/sizer.h"

namespace sizer {

/// The notes, as diagnostics.
std::vector<Diagnostic> left_out(const GivenRuns& given);

/// Of --runs and the operands; throws UsageError where there are neither.
CalibrateRequest runs_asked_for(const Options& options, std::istream& in);

}  // namespace sizer
