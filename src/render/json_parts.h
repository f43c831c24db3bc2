/// \file
/// What JSON documents of several verbs have in common.
#pragma once

#include <fmt/format.h>

#include <string>

#include "result/json_value.h"
#include "sizer/range.h"

namespace sizer {

inline Json range(const Range<double>& range) {
  return {{"low", number(range.low)}, {"typical", number(range.typical)}, {"high", number(range.high)}};
}

/// How every document starts.
inline Json header(const std::string& command) {
  return {{"format_version", fmt::format("{}.{}", format_major, format_minor)},
          {"command", command},
          {"sizer", {{"version", SIZER_VERSION}}}};
}

}  // namespace sizer
