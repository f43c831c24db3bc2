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

struct GateMeasure {
  GateId id;
  Limits limits;
};

constexpr Measure<Bytes> bytes_limit{{Dimension::bytes, "500 GB", true}};
constexpr Measure<Seconds> time_limit{{Dimension::seconds, "30 min", true}};
constexpr Measure<Dollars> cost_limit{{Dimension::dollars, "$40", true, true}};

constexpr GateMeasure measured[] = {{GateId::max_cost, cost_limit.limits},
                                    {GateId::max_time, time_limit.limits},
                                    {GateId::max_bytes, bytes_limit.limits},
                                    {GateId::max_shuffle, bytes_limit.limits},
                                    {GateId::max_spill, bytes_limit.limits}};

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
  if (const auto value = quantity(text, time_limit.limits)) return increase.time = Seconds{*value}, true;
  if (const auto value = quantity(text, bytes_limit.limits)) return increase.bytes = Bytes{*value}, true;
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
  const auto measure = std::ranges::find(measured, id, &GateMeasure::id);
  const auto read = read_quantity(text, measure->limits);
  if (const auto* wrong = std::get_if<QuantityError>(&read))
    fail(wrong->code, spot, wrong->message, wrong->suggestion, wrong->note);
  limit.value = std::get<double>(read);
  return limit;
}

void read_limits(Mapping& from, Budget& budget, Problems& problems) {
  for (const GateMeasure& measure : measured) {
    const char* const key = name_of(measure.id);
    if (const auto value = from.exact(key, Measure<double>{measure.limits}))
      budget.limits.push_back(limit_at(measure.id, *value, place_of(from.spot_of(key))));
  }
  if (const auto text = from.text("max_increase")) {
    const Spot spot = from.spot_of("max_increase");
    if (const auto increase = increase_of(*text)) {
      budget.limits.push_back(limit_at(GateId::max_increase, 0, place_of(spot)));
      budget.limits.back().increase = *increase;
    } else {
      problems.add(codes::not_a_number, spot, fmt::format("{} is no increase", sizer::in_quotes(*text)), {},
                   increase_note);
    }
  }
  if (const auto required = from.boolean("require_feasible"))
    budget.limits.push_back(
        limit_at(GateId::require_feasible, *required ? 1 : 0, place_of(from.spot_of("require_feasible"))));
  constexpr Word<bool> breaches[] = {{"error", false}, {"warn", true}};
  budget.warn = from.choice("on_breach", breaches).value_or(false);
  budget.reason = from.text("reason").value_or("");
  budget.owner = from.text("owner").value_or("");
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
