// The compared ways as points: cost to the right, time upwards, with their ranges; the front is marked.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/html/plot.h"

namespace sizer::html {
namespace {

struct Point {
  std::size_t number = 0;  ///< in the ranking
  Quantiles<double> cost{}, time{};
  bool front = false;
  bool feasible = true;
  std::string name{};
};

/// Percentiles where they were drawn, else the ends.
template <class T>
Quantiles<double> spread(const Range<T>& range, const Quantiles<T>& quantiles, bool drawn) {
  if (!drawn) return {range.low.value, range.typical.value, range.high.value};
  return {quantiles.p10.value, quantiles.p50.value, quantiles.p90.value};
}

std::vector<Point> points_of(const Comparison& comparison) {
  std::vector<Point> all;
  for (std::size_t i = 0; i < comparison.candidates.size(); ++i) {
    const Candidate& each = comparison.candidates[i];
    if (!each.possible || !each.cost) continue;
    const Percentiles& drawn = each.percentiles;
    Point point{i + 1};
    point.time = spread(each.wall_clock, drawn.wall_clock, drawn.draws > 0);
    point.cost = spread(*each.cost, drawn.cost.value_or(Quantiles<Dollars>{}), drawn.draws > 0 && drawn.cost);
    point.front = each.on_front;
    point.feasible = each.feasible;
    point.name = each.name;
    if (std::isfinite(point.time.p50) && std::isfinite(point.cost.p50)) all.push_back(point);
  }
  return all;
}

Plot plot_of(const std::vector<Point>& points) {
  std::vector<double> costs, times;
  for (const Point& each : points)
    for (const auto& [values, of] : {std::pair{&costs, each.cost}, std::pair{&times, each.time}})
      values->insert(values->end(), {of.p10, of.p50, of.p90});
  return {axis_fitting(costs, "usd"), axis_fitting(times, "seconds")};
}

/// Steps along the front: nothing below and left of it is to be had.
Markup front(const std::vector<Point>& points, const Plot& plot) {
  std::vector<const Point*> on;
  for (const Point& each : points)
    if (each.front) on.push_back(&each);
  std::ranges::sort(on, {}, [](const Point* each) { return each->cost.p50; });
  Markup out;
  for (std::size_t i = 1; i < on.size(); ++i) {
    const double x1 = plot.x(on[i - 1]->cost.p50), x2 = plot.x(on[i]->cost.p50);
    const double y1 = plot.y(on[i - 1]->time.p50), y2 = plot.y(on[i]->time.p50);
    out += line("front-line", x1, y1, x2, y1) + line("front-line", x2, y1, x2, y2);
  }
  return out;
}

Markup ranges(const Point& point, const Plot& plot) {
  const double x = plot.x(point.cost.p50), y = plot.y(point.time.p50);
  return line("error-bar", plot.x(point.cost.p10), y, plot.x(point.cost.p90), y) +
         line("error-bar", x, plot.y(point.time.p10), x, plot.y(point.time.p90));
}

/// Filled on the front, hollow beside it, a cross for what cannot run.
Markup sign(const Point& point, const Plot& plot) {
  const double x = plot.x(point.cost.p50), y = plot.y(point.time.p50);
  if (!point.feasible)
    return element("text", {{"class", "cross"}, {"x", across(x)}, {"y", coordinate(y + 5)}, {"text-anchor", "middle"}},
                   text("✗"));
  return circle(point.front ? "point on-front" : "point", x, y, point.front ? 6 : 4.5);
}

/// Numbers of the ranking, as far as they do not lie on each other.
Markup numbers(const std::vector<Point>& points, const Plot& plot) {
  struct Taken {
    double x, y;
  };
  std::vector<Taken> taken;
  Markup out;
  for (const Point& each : points) {
    const Taken here{plot.x(each.cost.p50) / 100 * Plot::usual_width, plot.y(each.time.p50)};
    const bool free = std::ranges::none_of(
        taken, [&](const Taken& other) { return std::abs(other.x - here.x) < 20 && std::abs(other.y - here.y) < 14; });
    if (!free) continue;
    taken.push_back(here);
    out += label(plot.x(each.cost.p50), here.y - 8, "start", "point-number", fmt::format("{}", each.number), 7);
  }
  return out;
}

std::string in_words(const std::vector<Point>& points) {
  std::string words;
  for (const Point& each : points)
    words += fmt::format("{} {}: {} and {}{}. ", each.number, short_name(each.name, 60),
                         in_unit(each.time.p50, "seconds"), in_unit(each.cost.p50, "usd"),
                         !each.feasible ? ", infeasible"
                         : each.front   ? ", on the front"
                                        : "");
  return words;
}

Markup drawing_of(const std::vector<Point>& points) {
  if (points.size() < 2) return {};
  const Plot plot = plot_of(points);
  Markup shapes = axes(plot, "cost of a run", "time") + front(points, plot);
  for (const Point& each : points) shapes += ranges(each, plot);
  for (const Point& each : points) shapes += sign(each, plot);
  return shapes + numbers(points, plot);
}

}  // namespace

Markup points_drawing(const Comparison& comparison) {
  return drawing_of(points_of(comparison));
}

Markup points(const Comparison& comparison, const std::string& id) {
  const std::vector<Point> points = points_of(comparison);
  const Markup drawing = drawing_of(points);
  if (drawing.empty()) return {};
  return picture(id + "-points", "Time and cost of each way, with p10 to p90", in_words(points), Plot::height, 340,
                 drawing) +
         paragraph("note",
                   "Numbers are ranks; lines reach from p10 to p90. Filled: on the front, no other way is both "
                   "faster and cheaper. ✗: cannot run.");
}

}  // namespace sizer::html
