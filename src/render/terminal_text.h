/// \file
/// Text made fit for a terminal: nothing in it can move the cursor or change colours, and its width in columns is
/// known.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// Control characters, bytes that are not UTF-8 and marks that reorder text become escapes such as `\n` and `\x1b`.
/// With `ascii` our own symbols get their ASCII forms (`–` becomes `-`) and all other characters become escapes.
std::string terminal_text(std::string_view text, bool ascii);

/// Columns that terminal text takes: 2 for wide characters, 0 for combining ones.
std::size_t columns_of(std::string_view text);

/// Terminal text of at most `width` columns; what is too long loses its middle.
std::string cut_middle(std::string_view text, std::size_t width, bool ascii);

/// Terminal text broken at spaces into lines of at most `width` columns; a word that is wider loses its middle,
/// a number stays with its unit. Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width, bool ascii);

}  // namespace sizer
