// Paths: taken apart, and written so that they can be taken apart again.
#include "text/path.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

namespace sizer {
namespace {

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

/// Letters of any script, digits, and what means nothing to a path or to a shell.
bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || std::string_view("_-/:@%+").find(c) != std::string_view::npos;
}

/// Where the quotes that `text` begins with end, past the last one; npos: nowhere. In double quotes a backslash takes
/// what follows as it is.
std::size_t end_of_quotes(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == text[0]) return i + 1;
    if (text[0] == '"' && text[i] == '\\') ++i;
  }
  return std::string_view::npos;
}

/// What stands in a key that is quoted.
std::string unquoted(std::string_view key) {
  std::string text;
  for (std::size_t i = 1; i + 1 < key.size(); ++i) {
    if (key[0] == '"' && key[i] == '\\') ++i;
    text += key[i];
  }
  return text;
}

/// How long the key is that `path` begins with; 0: it begins with none.
std::size_t key_length(std::string_view path) {
  if (!is_quote(path[0])) return std::min(path.find_first_of(".["), path.size());
  const std::size_t end = end_of_quotes(path);
  const bool closed = end != std::string_view::npos && end > 2;
  return closed && (end == path.size() || path[end] == '.' || path[end] == '[') ? end : 0;
}

}  // namespace

std::string in_double_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string path_part(std::string_view name) {
  const bool plain = !name.empty() && std::ranges::all_of(name, is_plain);
  return plain ? std::string(name) : in_double_quotes(name);
}

std::vector<PathPart> path_parts(std::string_view path) {
  std::vector<PathPart> parts;
  bool after_dot = true;
  while (!path.empty()) {
    if (path[0] == '[' && !parts.empty() && !after_dot) {
      std::size_t index = 0;
      const char* const end = path.data() + path.size();
      const auto [stop, status] = std::from_chars(path.data() + 1, end, index);
      if (status != std::errc{} || stop == end || *stop != ']') return {};
      parts.push_back({{}, index});
      path.remove_prefix(static_cast<std::size_t>(stop + 1 - path.data()));
      after_dot = false;
    } else if (after_dot) {
      const std::size_t end = key_length(path);
      if (end == 0) return {};
      const std::string_view key = path.substr(0, end);
      parts.push_back({is_quote(key[0]) ? unquoted(key) : std::string(key)});
      path.remove_prefix(end);
      after_dot = false;
    } else if (path[0] == '.') {
      path.remove_prefix(1);
      after_dot = true;
    } else {
      return {};
    }
  }
  return after_dot ? std::vector<PathPart>{} : parts;
}

std::size_t end_of_path(std::string_view assignment) {
  bool key_begins = true;
  for (std::size_t i = 0; i < assignment.size(); ++i) {
    if (key_begins && is_quote(assignment[i])) {
      const std::size_t end = end_of_quotes(assignment.substr(i));
      if (end == std::string_view::npos) return end;
      i += end - 1;
    } else if (assignment[i] == '=') {
      return i;
    }
    key_begins = assignment[i] == '.';
  }
  return std::string_view::npos;
}

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string set_flag(std::string_view path, std::string_view value) {
  return "--set " + shell_quoted(fmt::format("{}={}", path, value));
}

}  // namespace sizer
