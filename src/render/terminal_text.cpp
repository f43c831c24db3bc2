// Escapes, columns, cutting and wrapping. Knows nothing of the C library's locale, so that output is the same
// everywhere.
#include "render/terminal_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace sizer {
namespace {

/// The symbols that our own sentences use, in ASCII; null for all others.
const char* ascii_form(char32_t code) {
  switch (code) {
    case U'–':
    case U'—':
    case U'−':
      return "-";
    case U'×':
      return "x";
    case U'≤':
      return "<=";
    case U'≥':
      return ">=";
    case U'≈':
      return "~";
    case U'±':
      return "+/-";
    case U'→':
      return "->";
    case U'…':
      return "...";
    case U'·':
      return "-";
    case U'✓':
      return "+";
    case U'✗':
      return "!";
    case U'█':
      return "#";
    case U'µ':
    case U'μ':
      return "u";
    case U'‘':
    case U'’':
      return "'";
    case U'“':
    case U'”':
      return "\"";
    case U'\u00A0':
      return " ";
    default:
      return nullptr;
  }
}

std::string escape(char32_t code) {
  if (code == U'\n') return "\\n";
  if (code == U'\r') return "\\r";
  if (code == U'\t') return "\\t";
  const auto value = static_cast<unsigned>(code);
  if (value < 0x80) return fmt::format("\\x{:02x}", value);
  return value <= 0xFFFF ? fmt::format("\\u{:04x}", value) : fmt::format("\\U{:08x}", value);
}

std::size_t columns_of(Character character) {
  return static_cast<std::size_t>(display_width(character.code));
}

/// A character with the marks that stand on it.
struct Glyph {
  std::string text;
  std::size_t columns = 0;
};

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> all;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const std::size_t columns = columns_of(character);
    if (columns > 0 || all.empty()) all.push_back({"", columns});
    all.back().text += text.substr(at, character.bytes);
    at += character.bytes;
  }
  return all;
}

std::string_view word_at(std::string_view text, std::size_t at) {
  return text.substr(at, text.find(' ', at) - at);
}

/// A number stays with its unit, and the ends of a range stay together.
bool stick_together(std::string_view word, std::string_view next) {
  constexpr std::size_t longest_unit = 3;
  const auto is_dash = [](std::string_view text) { return text == "–" || text == "-"; };
  if (word.empty() || next.empty()) return false;
  if (is_dash(word) || is_dash(next)) return true;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t unit = std::min(next.find_first_of(").,:;"), next.size());
  return is_digit(word.back()) && !is_digit(next.front()) && unit <= longest_unit;
}

/// Where the text may first be broken after `at`.
std::size_t next_break(std::string_view text, std::size_t at) {
  std::string_view word = word_at(text, at);
  for (at += word.size(); at < text.size(); at += 1 + word.size()) {
    const std::string_view next = word_at(text, at + 1);
    if (!stick_together(word, next)) return at;
    word = next;
  }
  return text.size();
}

}  // namespace

std::string terminal_text(std::string_view text, bool ascii) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    const char* const form = ascii ? ascii_form(character.code) : nullptr;
    if (character.bytes == 1 && byte >= 0x80)
      out += fmt::format("\\x{:02x}", byte);
    else if (form)
      out += form;
    else if (is_control(character.code) || (ascii && byte >= 0x80))
      out += escape(character.code);
    else
      out += text.substr(at, character.bytes);
    at += character.bytes;
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    sum += columns_of(character);
    at += character.bytes;
  }
  return sum;
}

std::string cut_middle(std::string_view text, std::size_t width, bool ascii) {
  if (columns_of(text) <= width) return std::string(text);
  const std::string_view gap = ascii ? "..." : "…";
  if (width <= columns_of(gap)) return std::string(width, '.');

  const std::size_t kept = width - columns_of(gap);
  const std::vector<Glyph> all = glyphs(text);
  std::string head, tail;
  std::size_t used = 0;
  for (auto glyph = all.begin(); used + glyph->columns <= (kept + 1) / 2; ++glyph) {
    head += glyph->text;
    used += glyph->columns;
  }
  for (auto glyph = all.rbegin(); used + glyph->columns <= kept; ++glyph) {
    tail.insert(0, glyph->text);
    used += glyph->columns;
  }
  return head + std::string(gap) + tail;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width, bool ascii) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = next_break(text, at);
    const std::string word = cut_middle(text.substr(at, end - at), width, ascii);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t columns = columns_of(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) lines.back() += ' ';
    lines.back() += word;
    used += columns + (used > 0 ? 1 : 0);
  }
  return lines;
}

}  // namespace sizer
