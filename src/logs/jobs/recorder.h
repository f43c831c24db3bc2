/// \file
/// What a job file keeps of the tasks of a run.
#pragma once

#include "logs/jobs/parts.h"
#include "sizer/recording.h"

namespace sizer::logs {

/// The stages of a part with their tasks, gaps and slots; no sizes, and no inputs: whose they are, the plan says.
Recording recorded(const Run& run, const RunPart& part);

}  // namespace sizer::logs
