/// \file
/// The measured runs that a request names.
#pragma once

#include <cstddef>

#include "sizer/sizer.h"

namespace sizer::api {

/// Throws RequestError where there are fewer than `least`, else what reading throws.
GivenRuns measured_runs(const CalibrateRequest& request, std::size_t least);

}  // namespace sizer::api
