/// \file
/// A result of one job, or what is wrong.
#pragma once

#include <functional>
#include <string>

#include "api/reading.h"

namespace sizer::api {

/// Lets `work` fill a result that has its head; what goes wrong is the answer in place of it.
Answer<Result> answered(const Setup& setup, const char* verb, const std::string& file,
                        const std::function<void(const Reading&, Result&)>& work);

}  // namespace sizer::api
