/// \file
/// What a job file keeps of the tasks of a run.
#pragma once

#include "runs/parts.h"
#include "sizer/recording.h"

namespace sizer::runs {

/// The stages of a part with their tasks, gaps and slots; no sizes, and no inputs: whose they are, the plan says.
Recording recorded(const Run& run, const RunPart& part);

}  // namespace sizer::runs
