// Axes with round ticks, and the few shapes that charts need.
#include "render/html/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "render/html/figures.h"

namespace sizer::html {
namespace {

constexpr std::size_t most_ticks = 5;

std::vector<double> finite(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  return values;
}

/// Steps that people count time in: seconds, minutes, hours, days.
constexpr double time_steps[] = {1,    2,    5,    10,    15,    30,    60,    120,    300,    600,   900,
                                 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000};

double step_for(double span, const std::string& unit) {
  const double least = span / static_cast<double>(most_ticks);
  if (unit == "seconds" && least >= 0.5)
    for (const double step : time_steps)
      if (step >= least) return step;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double digit : {1.0, 2.0, 5.0})
    if (digit * power >= least) return digit * power;
  return 10 * power;
}

/// Round values of a logarithmic axis: powers of ten, with 2 and 5 of each where there are few; for time the units.
std::vector<double> round_values(const Axis& axis) {
  constexpr double units[] = {0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 86400, 864000, 8640000};
  std::vector<double> all;
  if (axis.unit == "seconds") {
    std::ranges::copy_if(units, std::back_inserter(all),
                         [&](double unit) { return axis.low <= unit && unit <= axis.high; });
    return all;
  }
  const bool few = axis.high / axis.low < 1000;
  for (double power = std::pow(10, std::floor(std::log10(axis.low))); power <= axis.high; power *= 10)
    for (const double digit : {1.0, 2.0, 5.0})
      if ((few || digit == 1) && axis.low <= digit * power && digit * power <= axis.high) all.push_back(digit * power);
  return all;
}

/// At most as many as there is room for, evenly chosen.
std::vector<double> thinned(const std::vector<double>& all) {
  const std::size_t each = all.empty() ? 1 : (all.size() - 1) / most_ticks + 1;
  std::vector<double> some;
  for (std::size_t i = 0; i < all.size(); i += each) some.push_back(all[i]);
  return some;
}

Markup vertical(double percent, double from, double to, const char* kind) {
  return shape("line", {{"class", kind},
                        {"x1", across(percent)},
                        {"x2", across(percent)},
                        {"y1", coordinate(from)},
                        {"y2", coordinate(to)}});
}

Markup axis_row(const Axis& axis) {
  Markup words;
  for (const double tick : ticks(axis)) {
    const double at = position(axis, tick);
    words += label(at, 12, at < 7 ? "start" : at > 93 ? "end" : "middle", "tick", in_unit(tick, axis.unit));
  }
  return classed("div", "axis", element("svg", {{"width", "100%"}, {"height", "16"}, {"aria-hidden", "true"}}, words));
}

}  // namespace

// ---- Axes -----------------------------------------------------------------------------------------------------------

Axis axis_from_zero(const std::vector<double>& values, const std::string& unit) {
  Axis axis{0, 1, unit};
  const std::vector<double> known = finite(values);
  if (!known.empty() && std::ranges::max(known) > 0) axis.high = std::ranges::max(known);
  return axis;
}

Axis axis_around(const std::vector<double>& values, const std::string& unit) {
  const std::vector<double> known = finite(values);
  if (known.empty()) return {0, 1, unit};
  const auto [least, most] = std::ranges::minmax(known);
  const double air = most > least ? 0.05 * (most - least) : std::max(1.0, std::abs(most));
  return {least >= 0 ? std::max(0.0, least - air) : least - air, most + air, unit};
}

Axis axis_fitting(const std::vector<double>& values, const std::string& unit) {
  std::vector<double> above = finite(values);
  std::erase_if(above, [](double value) { return value <= 0; });
  if (above.empty()) return {0, 1, unit};
  const auto [least, most] = std::ranges::minmax(above);
  if (most / least > 20) return {least / 1.5, most * 1.5, unit, true};
  return {0, most * 1.08, unit};
}

double position(const Axis& axis, double value) {
  if (!std::isfinite(value)) return 0;
  const double share = axis.logarithmic
                           ? std::log(std::max(value, axis.low) / axis.low) / std::log(axis.high / axis.low)
                           : (value - axis.low) / (axis.high - axis.low);
  return 100 * std::clamp(share, 0.0, 1.0);
}

std::vector<double> ticks(const Axis& axis) {
  if (axis.logarithmic) return thinned(round_values(axis));
  const double step = step_for(axis.high - axis.low, axis.unit);
  std::vector<double> all;
  const double first = std::ceil(axis.low / step - 1e-9);
  for (double i = first; i * step <= axis.high * (1 + 1e-9) && all.size() <= most_ticks + 1; ++i)
    all.push_back(i * step + 0.0);  // no negative zero
  return all;
}

// ---- Shapes ---------------------------------------------------------------------------------------------------------

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string digits = fmt::format("{:.2f}", value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits == "-0" ? "0" : digits;
}

std::string across(double percent) {
  return coordinate(percent) + "%";
}

Markup bar(const Axis& axis, double from, double to, const std::string& kind, double top, double height) {
  if (from == to) return {};
  const double left = position(axis, std::min(from, to)), right = position(axis, std::max(from, to));
  return shape("rect", {{"class", kind},
                        {"x", across(left)},
                        {"y", coordinate(top)},
                        {"width", across(std::max(right - left, 0.2))},
                        {"height", coordinate(height)},
                        {"rx", "2"}});
}

Markup whisker(const Axis& axis, double low, double high) {
  if (!(low < high)) return {};
  constexpr double middle = track_height / 2;
  const double left = position(axis, low), right = position(axis, high);
  return shape("line", {{"class", "whisker"},
                        {"x1", across(left)},
                        {"x2", across(right)},
                        {"y1", coordinate(middle)},
                        {"y2", coordinate(middle)}}) +
         vertical(left, middle - 4, middle + 4, "whisker") + vertical(right, middle - 4, middle + 4, "whisker");
}

Markup dot(const Axis& axis, double at) {
  return shape(
      "circle",
      {{"class", "dot"}, {"cx", across(position(axis, at))}, {"cy", coordinate(track_height / 2)}, {"r", "4.5"}});
}

Markup mark(const Axis& axis, double at, const char* kind) {
  return vertical(position(axis, at), 0, track_height, kind);
}

Markup track(const Axis& axis, const Markup& shapes) {
  Markup grid;
  for (const double tick : ticks(axis)) grid += vertical(position(axis, tick), 0, track_height, "grid");
  return element("svg",
                 {{"class", "track"}, {"width", "100%"}, {"height", coordinate(track_height)}, {"aria-hidden", "true"}},
                 grid + shapes);
}

Markup track_list(const Axis& axis, const std::vector<TrackRow>& rows) {
  if (rows.empty()) return {};
  Markup items;
  for (const TrackRow& row : rows) {
    Markup words = classed("span", "label", row.label) + Markup{" "} + classed("span", "value", row.value);
    if (!row.note.empty()) words += Markup{" "} + classed("span", "note", row.note);
    items += Markup{"\n"} + element("li", classed("div", "words", words) + track(axis, row.shapes));
  }
  return classed("div", "tracks", element("ul", items) + axis_row(axis));
}

Markup legend(const std::vector<Key>& keys) {
  if (keys.empty()) return {};
  Markup items;
  for (const Key& key : keys)
    items +=
        element("li", element("svg", {{"width", "12"}, {"height", "12"}, {"aria-hidden", "true"}},
                              shape("rect", {{"class", key.kind}, {"width", "12"}, {"height", "12"}, {"rx", "2"}})) +
                          text(key.word));
  return classed("ul", "legend", items);
}

Markup picture(const std::string& id, const std::string& title, const std::string& description, double height,
               double least_width, const Markup& shapes) {
  const Markup words = element("title", {{"id", id + "-title"}}, text(title)) +
                       element("desc", {{"id", id + "-text"}}, text(description));
  const Markup svg = element("svg",
                             {{"class", "picture"},
                              {"role", "img"},
                              {"aria-labelledby", id + "-title " + id + "-text"},
                              {"width", "100%"},
                              {"height", coordinate(height)},
                              {"style", "min-width:" + coordinate(least_width) + "px"}},
                             words + shapes);
  return scrolling(title, svg);
}

Markup label(double percent, double y, const char* anchor, const char* kind, const std::string& words, double shift) {
  return element("text",
                 {{"class", kind},
                  {"x", across(percent)},
                  {"y", coordinate(y)},
                  {"dx", coordinate(shift)},
                  {"text-anchor", anchor}},
                 text(words));
}

}  // namespace sizer::html
