/// \file
/// Results as JSON files: read back, and described. `find_renderer("json")` writes them.
#pragma once

#include <cstddef>
#include <string>

#include "sizer/result.h"

namespace sizer {

/// The largest result that is read.
inline constexpr std::size_t max_result_size = 64u << 20;

/// What `sizer ... --format json` wrote. Writing it again gives the same bytes. Throws InputError with all that is
/// wrong: a file that is no result, is broken, or is of another major version of the format. Of a higher minor version
/// the keys that are not known here are passed over.
Result read_result(const std::string& text, const std::string& file);

/// JSON Schema (draft-07) of the same.
std::string result_schema();

}  // namespace sizer
