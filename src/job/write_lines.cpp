// What writing by lines needs of columns, ranges and versions.
#include "job/write_lines.h"

#include "job/column_lines.h"

#include <cmath>

#include <fmt/format.h>

namespace sizer {

Value names_of_columns(const Keys& keys, const std::vector<std::string>& columns) {
  const auto name = [&](Key key) { return scalar_value(columns[static_cast<std::size_t>(key)], true); };
  if (keys.size() == 1) return name(keys.front());
  Value list = empty_value(ValueKind::list);
  for (const Key key : keys) list.items.push_back(name(key));
  return list;
}

Value range_of(const Range<double>& range, const Limits& limits) {
  if (std::string text = exact_text(range, limits); !text.empty()) return scalar_value(std::move(text));
  Value parts = empty_value(ValueKind::mapping);
  const auto add = [&](const char* key, double value) {
    parts.entries.push_back({key, {}, scalar_value(exact_text(value, limits))});
  };
  add("low", range.low);
  add("typical", range.typical);
  add("high", range.high);
  return parts;
}

Value value_of_top(const TopShare& top) {
  Value made = empty_value(ValueKind::mapping);
  made.entries.push_back(
      {exact_text(top.values, measure::share.limits), {}, scalar_value(exact_text(top.rows, measure::share.limits))});
  return made;
}

Value value_of_columns(const std::vector<Column>& columns, const std::vector<std::string>& names) {
  Value made = empty_value(ValueKind::mapping);
  for (const Column& column : columns) {
    Value said = write_lines(column, &names);
    const bool type_alone = said.entries.size() == 1;
    made.entries.push_back({names[static_cast<std::size_t>(column.name)],
                            {},
                            type_alone ? std::move(said.entries.front().value) : std::move(said)});
  }
  return made;
}

Value value_of_aggregates(const std::vector<AggregateValue>& values, const std::vector<std::string>& names) {
  Value made = empty_value(ValueKind::mapping);
  for (const AggregateValue& value : values) {
    std::string of;
    for (const Key each : value.of) of += (of.empty() ? "" : ", ") + names[static_cast<std::size_t>(each)];
    if (of.empty()) of = "*";
    made.entries.push_back(
        {names[static_cast<std::size_t>(value.name)],
         {},
         scalar_value(fmt::format("{}({})", word_of(words::aggregate_functions, value.function), of), true)});
  }
  return made;
}

std::string version_text(double version, int minors) {
  const double major = std::floor(version);
  return fmt::format("{:.0f}.{:.0f}", major, std::round((version - major) * minors));
}

}  // namespace sizer
