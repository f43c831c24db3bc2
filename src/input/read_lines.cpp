// What reading by lines needs of words and versions.
#include "input/read_lines.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "input/dates.h"
#include "text/utf8.h"

namespace sizer {

namespace {

/// `ts` of `["ts", "day"]`; empty: there is none, or it is no scalar.
std::string_view first_of(std::string_view json_list) {
  std::string_view first = json_list.substr(0, json_list.find_first_of(",]"));
  if (first.find_first_of("{") != std::string_view::npos) return {};
  first.remove_prefix(std::min(first.size(), first.find_first_not_of("[\"")));
  return first.substr(0, first.find_last_not_of('"') + 1);
}

}  // namespace

std::string as_note(const Says& says) {
  std::string note(says.means.substr(0, says.means.find_last_not_of('.') + 1));
  const bool is_word = note.size() > 1 && std::islower(static_cast<unsigned char>(note[1])) != 0;
  if (is_word) note[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(note[0])));
  const std::string_view example = first_of(says.examples);
  return example.empty() ? note : fmt::format("{}, such as {}", note, example);
}

std::optional<double> read_version(Mapping& from, std::string_view key, int minors) {
  const std::optional<std::string> text = from.text(key);
  if (!text) return std::nullopt;
  const char* const end = text->data() + text->size();
  int major = 0, minor = 0;
  auto [stop, status] = std::from_chars(text->data(), end, major);
  bool good = status == std::errc{} && major > 0 && major < 1000;
  if (good && stop != end) {
    const auto rest = std::from_chars(stop + (*stop == '.' ? 1 : 0), end, minor);
    good =
        *stop == '.' && rest.ec == std::errc{} && minor >= 0 && minor < minors && (rest.ptr == end || *rest.ptr == '.');
  }
  if (good) return static_cast<double>(major * minors + minor) / minors;
  from.wrong(key, codes::not_a_number, fmt::format("{} is not a version", in_quotes(*text)),
             "a version is written 3.5");
  return std::nullopt;
}

void check_date(Mapping& from, std::string_view key, const std::string& date) {
  if (!date.empty() && !is_date(date))
    from.wrong(key, codes::not_a_number, fmt::format("{} is no date", in_quotes(date)), "a date is written 2026-12-31");
}

GivenShuffle read_shuffle(Mapping& from, std::string_view key) {
  const Value* value = from.find(key);
  if (value == nullptr) return {};
  const Value* high = value->kind == ValueKind::mapping ? value->find("high") : value;
  const bool has_unit = high != nullptr && high->text.find_first_of("kKmMgGtTpPEBb") != std::string::npos;
  if (has_unit) {
    if (const auto bytes = from.range(key, measure::bytes)) return *bytes;
  } else if (const auto ratio = from.range(key, measure::ratio)) {
    return *ratio;
  }
  return {};
}

}  // namespace sizer
