// A file of constants, laid over those compiled in.
#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sizer/input.h"
#include "text/reader.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

struct UnitLimits {
  std::string_view unit;
  Limits limits;
};

/// How a constant of each unit may be written: a plain number in its unit, or a quantity with one of its own.
constexpr UnitLimits unit_limits[] = {
    {"B", {Dimension::bytes, "200 B", false, true}},
    {"s", {Dimension::seconds, "0.5 s", true, true}},
    {"B/s", {Dimension::rate, "90 MB/s", false, true}},
    {"rows/s", {Dimension::row_rate, "2k rows/s", false, true}},
    {"requests/s", {Dimension::row_rate, "500 requests/s", false, true}},
    {"share", {Dimension::share, "0.2", true, true, 1}},
    {"ratio", {Dimension::ratio, "1.25", true, true}},
};

Limits limits_of(std::string_view unit) {
  const auto known = std::ranges::find(unit_limits, unit, &UnitLimits::unit);
  return known == std::end(unit_limits) ? Limits{Dimension::number, "12e-9", true, true} : known->limits;
}

std::vector<std::string_view> constant_names() {
  std::vector<std::string_view> names;
  for (const ConstantInfo& info : constant_table()) names.emplace_back(info.name);
  return names;
}

/// What a profile says of its own error.
std::optional<BackTest> read_back_test(Mapping& profile, Problems& problems) {
  const Value* const value = profile.find("back_test");
  if (value == nullptr) return std::nullopt;
  Mapping from(*value, profile.spot_of("back_test"), "back_test", problems);
  BackTest test;
  from.require("runs");
  if (const auto runs = from.integer("runs", 1, 1'000'000)) test.runs = *runs;
  from.require("median");
  if (const auto median = from.exact("median", measure::ratio_or_none)) test.median = *median;
  from.require("worst");
  if (const auto worst = from.exact("worst", measure::ratio_or_none)) test.worst = *worst;
  from.require("inside");
  if (const auto inside = from.exact("inside", measure::share_or_none)) test.inside = *inside;
  from.close();
  return test;
}

void read_list(const Value& root, Constants& constants, Problems& problems) {
  const std::vector<std::string_view> names = constant_names();
  for (const Entry& entry : root.entries) {
    if (entry.key.starts_with("x-")) continue;
    const auto name = std::ranges::find(names, entry.key);
    if (name == names.end()) {
      problems.add(codes::unknown_constant, entry.spot,
                   fmt::format("the model has no constant {}", in_quotes(entry.key)), did_you_mean(entry.key, names));
      continue;
    }
    const auto id = static_cast<std::size_t>(name - names.begin());
    if (const auto range = read_range(entry.value, limits_of(constant_table()[id].unit), entry.key, problems))
      constants.set(id, *range);
  }
}

/// Constants with where they come from and how far they were from measured runs: what `sizer calibrate` writes.
void read_profile(const Value& root, const Spot& at, Constants& constants, Problems& problems) {
  Mapping profile(root, at, {}, problems);
  profile.text("profile");
  for (const char* const of_people : {"fitted", "kept", "measured"}) profile.find(of_people);
  constants.back_test = read_back_test(profile, problems);
  const Value* const list = profile.require("constants");
  if (list != nullptr && list->kind == ValueKind::mapping) read_list(*list, constants, problems);
  if (list != nullptr && list->kind != ValueKind::mapping)
    profile.wrong("constants", codes::wrong_type, fmt::format("constants must be a mapping, not {}", kind_word(*list)));
  profile.close();
}

}  // namespace

Constants read_constants(const std::string& text, const std::string& file, const Constants& base) {
  const SourceText source{file, text};
  Problems problems;
  const Value root = parse_value(source, problems);
  Constants constants = base;
  constants.profile = file;
  constants.back_test.reset();
  if (root.kind != ValueKind::mapping)
    fail(codes::wrong_type, root.spot, fmt::format("a file of constants must be a mapping, not {}", kind_word(root)));
  if (root.find("constants") != nullptr || root.find("profile") != nullptr)
    read_profile(root, {&source, 1, 1}, constants, problems);
  else
    read_list(root, constants, problems);
  problems.raise();
  return constants;
}

}  // namespace sizer
