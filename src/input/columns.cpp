// Columns of data sets and steps, and the values of aggregations.
#include "input/columns.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "input/read_lines.h"
#include "job/column_lines.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

/// A mapping of names, each of which `read` takes with its value and the place that messages call it by.
template <class Read>
void each_name(Mapping& from, std::string_view key, const char* such_as, Read read) {
  const Value* const given = from.find(key);
  if (given == nullptr) return;
  if (given->kind != ValueKind::mapping || given->entries.empty()) {
    from.wrong(key, codes::wrong_type,
               fmt::format("{}.{} must be a mapping of names of columns, not {}", from.where(), key, kind_word(*given)),
               such_as);
    return;
  }
  for (const Entry& entry : given->entries) read(entry, fmt::format("{}.{}.{}", from.where(), key, entry.key));
}

/// A size where a type would stand: the columns that have no names.
bool is_size(const Entry& entry) {
  return entry.key == "others" && entry.value.kind == ValueKind::scalar && !entry.value.text.empty() &&
         std::isdigit(static_cast<unsigned char>(entry.value.text.front())) != 0;
}

struct Call {
  std::string function;
  std::vector<std::string> columns;
  bool distinct = false;
};

/// "sum(price * quantity)": the function, and every name in its brackets. Empty: it is no call.
std::optional<Call> call_in(std::string_view text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close != text.size() - 1 || open == 0) return std::nullopt;
  Call call;
  call.function = lower(text.substr(0, open));
  while (!call.function.empty() && call.function.back() == ' ') call.function.pop_back();
  std::string name;
  for (const char c : text.substr(open + 1, close - open)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.') {
      name += c;
      continue;
    }
    if (lower(name) == "distinct" && call.columns.empty())
      call.distinct = true;
    else if (!name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0)
      call.columns.push_back(name);
    name.clear();
  }
  return call;
}

std::optional<AggregateFunction> function_of(const Call& call) {
  if (call.distinct) return call.function == "count" ? std::optional(AggregateFunction::count_distinct) : std::nullopt;
  for (const auto& [word, function] : words::aggregate_functions)
    if (word == call.function) return function;
  return std::nullopt;
}

}  // namespace

ColumnType read_column_type(Mapping& from, std::string_view key) {
  const std::optional<std::string> text = from.text(key);
  if (!text) return {};
  std::variant<ColumnType, TypeError> read = read_type(*text);
  if (auto* const type = std::get_if<ColumnType>(&read)) return std::move(*type);
  const TypeError& error = std::get<TypeError>(read);
  from.wrong(key, codes::unknown_word, fmt::format("{}: {}", from.where(), error.message),
             error.nearest.empty() ? "types are those of Spark SQL, such as long, string, decimal(12,2), array<string>"
                                   : error.nearest);
  return {};
}

std::optional<TopShare> read_top_share(Mapping& from, std::string_view key) {
  const Value* const given = from.find(key);
  if (given == nullptr) return std::nullopt;
  const char* const such_as =
      "the share of the values that come most often and the share of the rows that have them, such as `{1 %: 40 %}`";
  if (given->kind == ValueKind::mapping && given->entries.size() == 1) {
    const auto values = read_quantity(given->entries[0].key, measure::share.limits);
    const auto rows = read_quantity(given->entries[0].value.text, measure::share.limits);
    if (std::holds_alternative<double>(values) && std::holds_alternative<double>(rows)) {
      const TopShare top{std::get<double>(values), std::get<double>(rows)};
      if (top.values <= top.rows) return top;
      from.wrong(key, codes::conflict,
                 fmt::format("{}: the commonest values have at least their share of the rows", from.where()), such_as);
      return std::nullopt;
    }
  }
  from.wrong(key, codes::wrong_type, fmt::format("{}.{} must be one share and another", from.where(), key), such_as);
  return std::nullopt;
}

std::vector<Column> read_columns(Mapping& from, std::string_view key, KeyTable& keys) {
  std::vector<Column> columns;
  each_name(from, key, "such as `{rider_id: {type: long, distinct: 400k}, note: string}`",
            [&](const Entry& entry, std::string where) {
              if (key == "columns" && is_size(entry)) return;
              Mapping one(entry.value, entry.spot, std::move(where), from.problems(), "type");
              Column column = read_lines<Column>(one, "column", &keys);
              column.name = keys.number(entry.key);
              one.close();
              columns.push_back(std::move(column));
            });
  return columns;
}

std::vector<AggregateValue> read_values(Mapping& from, std::string_view key, KeyTable& keys) {
  std::vector<AggregateValue> values;
  each_name(
      from, key, "such as `{revenue: sum(price), trips: count(*)}`", [&](const Entry& entry, const std::string& where) {
        const auto call = entry.value.kind == ValueKind::scalar ? call_in(entry.value.text) : std::nullopt;
        if (!call) {
          from.problems().add(codes::wrong_type, entry.value.spot, fmt::format("{} is no function of a column", where),
                              {}, "such as sum(price), count(*), count_distinct(rider_id)");
          return;
        }
        const auto function = function_of(*call);
        if (!function) {
          std::vector<std::string_view> known;
          for (const auto& [word, _] : words::aggregate_functions) known.push_back(word);
          from.problems().add(
              codes::unknown_word, entry.value.spot, fmt::format("unknown function {}", in_quotes(call->function)),
              did_you_mean(call->function, known), fmt::format("known here: {}", fmt::join(known, ", ")));
          return;
        }
        AggregateValue value{keys.number(entry.key), *function, {}};
        for (const std::string& name : call->columns) value.of.push_back(keys.number(name));
        std::ranges::sort(value.of);
        value.of.erase(std::unique(value.of.begin(), value.of.end()), value.of.end());
        values.push_back(std::move(value));
      });
  return values;
}

}  // namespace sizer
