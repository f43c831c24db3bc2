/// \file
/// Dates as files and flags give them.
#pragma once

#include <string_view>

namespace sizer {

/// "2026-12-31".
bool is_date(std::string_view text);

}  // namespace sizer
