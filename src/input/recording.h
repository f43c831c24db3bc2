/// \file
/// `measured:` of a job file: a run of the job as it was recorded.
#pragma once

#include <memory>
#include <vector>

#include "sizer/job.h"
#include "text/reader.h"

namespace sizer {

/// Stages name the inputs of the job that they scan. What is wrong goes to `problems`.
std::shared_ptr<const Recording> read_recording(Mapping from, const std::vector<Input>& inputs, Problems& problems);

}  // namespace sizer
