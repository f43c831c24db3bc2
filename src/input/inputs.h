/// \file
/// The data sets that a job reads.
#pragma once

#include "input/steps.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, StepContext& context);

}  // namespace sizer
