/// \file
/// A job that was read, as a manifest.
#pragma once

#include <string>

#include "api/reading.h"

namespace sizer::api {

/// With warnings where the plan cannot run. Throws RequestError, about `field`, where the target does not fit.
Manifest manifest_of(const Target& target, const std::string& field, const Given& given, const Reading& reading);

}  // namespace sizer::api
