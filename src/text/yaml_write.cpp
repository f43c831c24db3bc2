// Values to YAML, on one line.
#include "text/yaml_write.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace sizer {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// A plain word: no number, and none of the words that some version of YAML takes for a boolean or nothing.
bool is_plain(std::string_view text) {
  constexpr std::array<std::string_view, 8> taken = {"true", "false", "yes", "no", "on", "off", "null", "y"};
  if (text.empty() || !is_letter(text[0]) || text.back() == ' ') return false;
  const auto fits = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/' || c == ' ';
  };
  if (!std::ranges::all_of(text, fits)) return false;
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower != "n" && std::ranges::find(taken, lower) == taken.end();
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

std::string yaml_key(const std::string& key) {
  return is_plain(key) ? key : quoted(key);
}

std::string yaml_on_one_line(const Value& value) {
  std::string out;
  switch (value.kind) {
    case ValueKind::null:
      return "null";
    case ValueKind::scalar:
      return value.quoted ? yaml_key(value.text) : value.text;
    case ValueKind::list:
      for (const Value& item : value.items) out += (out.empty() ? "" : ", ") + yaml_on_one_line(item);
      return "[" + out + "]";
    case ValueKind::mapping:
      for (const Entry& entry : value.entries)
        out += (out.empty() ? "" : ", ") + yaml_key(entry.key) + ": " + yaml_on_one_line(entry.value);
      return "{" + out + "}";
  }
  return out;
}

}  // namespace sizer
