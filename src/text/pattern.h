/// \file
/// Patterns of names: `*` stands for any text, `?` for one character.
#pragma once

#include <string_view>

namespace sizer {

bool matches(std::string_view pattern, std::string_view name);

}  // namespace sizer
