// What is checked before the YAML library sees a text: that it is text at all, and nothing that the library cannot
// bear.
#include "text/text_check.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "text/problems.h"
#include "text/utf8.h"

namespace sizer {
namespace {

bool is_bracket_or_comma(char c) {
  return c == '[' || c == ']' || c == '{' || c == '}' || c == ',';
}

/// Control characters other than tabs and line ends. YAML forbids them, and the library takes U+0004 for the end.
/// JSON allows U+007F.
bool is_binary(char c, const TextLimits& limits) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || (byte == 0x7F && !limits.control_characters);
}

void check_size(const SourceText& source, const TextLimits& limits) {
  if (source.text.size() > limits.size)
    fail(codes::too_large, {&source}, fmt::format("the file is larger than {} MiB", limits.size >> 20), {},
         "the files of sizer describe data, they do not hold them");
}

void check_characters(const SourceText& source, const TextLimits& limits) {
  const std::string& text = source.text;
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    fail(codes::not_text, {&source, 1, 1}, "the file is UTF-16; write it as UTF-8");
  const auto binary = std::ranges::find_if(text, [&](char c) { return is_binary(c, limits); });
  if (binary != text.end())
    fail(codes::not_text, spot_of_byte(source, static_cast<std::size_t>(binary - text.begin())),
         fmt::format("the file is not text: it holds the control character 0x{:02x}",
                     static_cast<unsigned char>(*binary)));
  if (const auto invalid = first_invalid_utf8(text))
    fail(codes::not_text, spot_of_byte(source, *invalid),
         fmt::format("the file is not UTF-8: byte 0x{:02x} belongs to no character",
                     static_cast<unsigned char>(text[*invalid])));
}

/// Bounds the memory and the time that the library needs.
void check_brackets(const SourceText& source, const TextLimits& limits) {
  if (std::ranges::count_if(source.text, is_bracket_or_comma) > limits.brackets_and_commas)
    fail(codes::too_deep, {&source},
         fmt::format("the file holds more than {} brackets and commas", limits.brackets_and_commas));
}

/// Blanks the tabs that stand outside of strings, which JSON allows and YAML does not.
void blank_json_tabs(std::string& text) {
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (text[i] == '\t' && !in_string)
      text[i] = ' ';
  }
}

bool starts_comment(std::string_view text) {
  return text.starts_with("//") || text.starts_with("/*");
}

/// Where a comment starts that JSON does not have, and YAML takes for a word: `//` or `/*` outside of strings, in place
/// of a key or a value or after one; else npos.
std::size_t comment_in(std::string_view json) {
  char before = '{', quote = 0;  // the last character that is no space, and the quote that is open
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || (c == '\'' && std::string_view("{[,:").find(before) != std::string_view::npos)) {
      quote = c;
    } else if (c == '#' && i > 0 && json[i - 1] <= ' ') {  // a comment of YAML, which may hold anything
      i = std::min(json.find('\n', i), json.size());
      continue;
    } else if (c == '/' && starts_comment(json.substr(i)) &&
               std::string_view("{[,]}\"").find(before) != std::string_view::npos) {
      return i;
    }
    if (c > ' ') before = c;
  }
  return std::string_view::npos;
}

void refuse_comments(const SourceText& source, std::string_view text, std::size_t start) {
  const std::size_t comment = comment_in(text.substr(start));
  if (comment == std::string_view::npos) return;
  fail(codes::not_used_here, spot_of_byte(source, source.text.size() - text.size() + start + comment),
       "JSON has no comments", {},
       "leave it out, write it after '#', or as the value of a key that starts with \"x-\"");
}

/// The number of the escape `\uXXXX` at `at` when it is among the 1,024 from `first` on; else 0.
unsigned surrogate_at(std::string_view text, std::size_t at, unsigned first) {
  constexpr std::size_t digits = 4;
  if (at + 2 + digits > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
  unsigned code = 0;
  const char* const begin = text.data() + at + 2;
  const auto [stopped, error] = std::from_chars(begin, begin + digits, code, 16);
  const bool whole = error == std::errc() && stopped == begin + digits;
  return whole && code >= first && code < first + 0x400 ? code : 0;
}

/// JSON escapes characters beyond U+FFFF as two halves, which YAML does not know: they are put together.
std::string join_surrogates(std::string_view text) {
  constexpr unsigned high = 0xD800, low = 0xDC00;
  constexpr std::size_t one = 6;  // bytes of `\uXXXX`
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at + 2)) {
    const unsigned first = surrogate_at(text, at, high), second = surrogate_at(text, at + one, low);
    if (first == 0 || second == 0) continue;
    out += text.substr(copied, at - copied);
    out += fmt::format("\\U{:08x}", 0x10000 + ((first - high) << 10) + (second - low));
    copied = at + 2 * one;
    at = copied - 2;
  }
  return out.append(text.substr(copied));
}

}  // namespace

Spot spot_of_byte(const SourceText& source, std::size_t offset) {
  const std::string_view before = std::string_view(source.text).substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  return {&source, static_cast<int>(std::ranges::count(before, '\n')) + 1, count_characters(line) + 1};
}

std::string checked_text(const SourceText& source, const TextLimits& limits) {
  check_size(source, limits);
  check_characters(source, limits);
  check_brackets(source, limits);
  std::string text = source.text;
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) fail(codes::empty, {&source}, "the file is empty");
  const bool is_json = text[start] == '{' || text[start] == '[';
  if (is_json || starts_comment(std::string_view(text).substr(start))) refuse_comments(source, text, start);
  if (is_json) {
    blank_json_tabs(text);
    text = join_surrogates(text);
  }
  for (std::size_t i = 0; i < text.size(); ++i)  // an old Mac's line ends
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) text[i] = '\n';
  return text;
}

bool indented_by_tab(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  return start != std::string_view::npos && line[start] != '#' &&
         line.substr(0, start).find('\t') != std::string_view::npos;
}

}  // namespace sizer
