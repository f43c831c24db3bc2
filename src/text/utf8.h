/// \file
/// Characters of UTF-8 text: is it valid, how many, how wide on a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sizer {

/// One character and how many bytes it takes; bytes that are no character count as U+FFFD, one byte each.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};
Character character_at(std::string_view text, std::size_t position);

/// Where the first byte stands that belongs to no UTF-8 character.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

int count_characters(std::string_view text);

/// Columns on a terminal: 2 for East Asian wide characters, 0 for combining ones.
int display_width(char32_t code);

/// Characters that would change the terminal or the order of what is shown: control characters, escapes, bidi marks.
bool is_control(char32_t code);

/// With the letters A to Z as a to z.
std::string lower(std::string_view text);

/// `text` in quotes for a message: cut when long, control characters replaced.
std::string in_quotes(std::string_view text);

/// `text` on one line, control characters replaced by '?'.
std::string printable(std::string_view text);

}  // namespace sizer
