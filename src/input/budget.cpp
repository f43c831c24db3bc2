// Limits: the keys of a budget, and increases such as "+10%, +5 USD".
#include "input/budget.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "sizer/input.h"
#include "text/utf8.h"

namespace sizer {

const char* name_of(GateId id) {
  constexpr const char* names[gate_count] = {"max_cost",  "max_time",     "max_bytes",       "max_shuffle",
                                             "max_spill", "max_increase", "require_feasible"};
  return names[static_cast<int>(id)];
}

namespace {

constexpr const char* increase_note = "write how much more is too much, such as \"+10%, +5 USD\"";

/// Finds how the value of a key is measured.
struct FindMeasure : NoRules {
  std::string_view key;
  std::optional<Limits> found{};

  void operator()(std::string_view line, auto WrittenLimits::*, const auto& how, const Says&) {
    if constexpr (requires { how.limits; })
      if (line == key) found = how.limits;
  }
};

std::optional<Limits> measure_of(GateId id) {
  FindMeasure search{{}, name_of(id)};
  lines(Type<WrittenLimits>{}, search);
  return search.found;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t+");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

std::optional<double> quantity(std::string_view text, const Limits& limits) {
  const auto read = read_quantity(text, limits);
  const double* value = std::get_if<double>(&read);
  return value ? std::optional<double>(*value) : std::nullopt;
}

/// One threshold of an increase; false when it is none.
bool add_threshold(std::string_view text, Increase& increase) {
  if (text.ends_with('%')) {
    constexpr Limits percent{Dimension::number, "10", true, true};
    const auto value = quantity(trimmed(text.substr(0, text.size() - 1)), percent);
    if (value) increase.share = *value / 100;
    return value.has_value();
  }
  constexpr Limits dollars{Dimension::dollars, "$5", true};
  if (const auto value = quantity(text, dollars)) return increase.cost = Dollars{*value}, true;
  if (const auto value = quantity(text, measure::time_limit.limits)) return increase.time = Seconds{*value}, true;
  if (const auto value = quantity(text, measure::bytes_limit.limits)) return increase.bytes = Bytes{*value}, true;
  return false;
}

/// Empty when the text is no increase.
std::optional<Increase> increase_of(std::string_view text) {
  Increase increase;
  increase.text = std::string(text);
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, comma));
    if (part.empty() || !add_threshold(part, increase)) return std::nullopt;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  if (increase.text.empty()) return std::nullopt;
  return increase;
}

Limit limit_at(GateId id, double value, const Place& place) {
  return {.id = id, .value = value, .place = place, .source = where_text(place)};
}

}  // namespace

Limit read_limit(GateId id, const std::string& text, const std::string& flag) {
  const SourceText source{flag, text};
  const Spot spot{&source, 1, 1, count_characters(text)};
  Limit limit{.id = id, .source = flag};
  if (id == GateId::max_increase) {
    const auto increase = increase_of(text);
    if (!increase)
      fail(codes::not_a_number, spot, fmt::format("{} is no increase", sizer::in_quotes(text)), {}, increase_note);
    limit.increase = *increase;
    return limit;
  }
  const auto read = read_quantity(text, *measure_of(id));
  if (const auto* wrong = std::get_if<QuantityError>(&read))
    fail(wrong->code, spot, wrong->message, wrong->suggestion, wrong->note);
  limit.value = std::get<double>(read);
  return limit;
}

Budget budget_of(const WrittenLimits& given, const Mapping& from, Problems& problems) {
  Budget budget;
  const auto add = [&](GateId id, double value) {
    budget.limits.push_back(limit_at(id, value, place_of(from.spot_of(name_of(id)))));
  };
  if (given.max_cost) add(GateId::max_cost, given.max_cost->value);
  if (given.max_time) add(GateId::max_time, given.max_time->value);
  if (given.max_bytes) add(GateId::max_bytes, given.max_bytes->value);
  if (given.max_shuffle) add(GateId::max_shuffle, given.max_shuffle->value);
  if (given.max_spill) add(GateId::max_spill, given.max_spill->value);
  if (given.max_increase) {
    if (const auto increase = increase_of(*given.max_increase)) {
      add(GateId::max_increase, 0);
      budget.limits.back().increase = *increase;
    } else {
      problems.add(codes::not_a_number, from.spot_of("max_increase"),
                   fmt::format("{} is no increase", sizer::in_quotes(*given.max_increase)), {}, increase_note);
    }
  }
  if (given.require_feasible) add(GateId::require_feasible, *given.require_feasible ? 1 : 0);
  budget.warn = given.only_warns.value_or(false);
  budget.reason = given.reason;
  budget.owner = given.owner;
  return budget;
}

Labels read_labels(Mapping& from, Problems& problems) {
  Labels labels;
  const Value* value = from.find("labels");
  if (value == nullptr) return labels;
  if (value->kind != ValueKind::mapping) {
    problems.add(codes::wrong_type, from.spot_of("labels"), "labels must be a mapping of name to text", {},
                 "such as `labels: {team: growth}`");
    return labels;
  }
  for (const Entry& entry : value->entries)
    if (entry.value.kind == ValueKind::scalar)
      labels.emplace_back(entry.key, entry.value.text);
    else
      problems.add(codes::wrong_type, entry.spot,
                   fmt::format("the label {} must be a text", sizer::in_quotes(entry.key)));
  std::ranges::sort(labels);
  return labels;
}

}  // namespace sizer
