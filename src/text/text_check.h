/// \file
/// What is checked before the YAML library sees a text: that it is text at all, and nothing that the library cannot
/// bear.
#pragma once

#include <string>
#include <string_view>

#include "text/value.h"

namespace sizer {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The spot of the byte at `offset`.
Spot spot_of_byte(const SourceText& source, std::size_t offset);

/// The text as YAML: without byte order mark, JSON's tabs between tokens blanked and its surrogate
/// pairs put together (which moves what follows on their line by two bytes); every other byte in its place.
/// Throws InputError for texts that are too large, empty, binary, not UTF-8, or made of brackets.
std::string checked_text(const SourceText& source, const TextLimits& limits = {});

/// True when a tab stands in the white space that `line` starts with, before something else.
bool indented_by_tab(std::string_view line);

}  // namespace sizer
