// Axes of a plot, and the shapes on it.
#include "render/html/plot.h"

#include <fmt/format.h>

#include "render/html/figures.h"

namespace sizer::html {

Markup line(const char* kind, double x1, double y1, double x2, double y2) {
  return shape(
      "line",
      {{"class", kind}, {"x1", across(x1)}, {"y1", coordinate(y1)}, {"x2", across(x2)}, {"y2", coordinate(y2)}});
}

/// Points of a polyline cannot be percentages: it has a drawing of its own, 100 wide, that is stretched.
Markup stroke(const char* kind, const std::vector<double>& xs, const std::vector<double>& ys) {
  std::string points;
  for (std::size_t i = 0; i < xs.size(); ++i)
    points += fmt::format("{}{:.2f},{}", i > 0 ? " " : "", xs[i], coordinate(ys[i]));
  return element(
      "svg",
      {{"width", "100%"},
       {"height", coordinate(Plot::height)},
       {"viewBox", fmt::format("0 0 100 {}", coordinate(Plot::height))},
       {"preserveAspectRatio", "none"}},
      shape("polyline",
            {{"class", kind}, {"points", points}, {"fill", "none"}, {"vector-effect", "non-scaling-stroke"}}));
}

Markup circle(const char* kind, double x, double y, double radius) {
  return shape("circle", {{"class", kind}, {"cx", across(x)}, {"cy", coordinate(y)}, {"r", coordinate(radius)}});
}

Markup axes(const Plot& plot, const std::string& rightwards, const std::string& upwards) {
  Markup out;
  for (const double tick : ticks(plot.rightwards))
    out += line("grid", plot.x(tick), Plot::top, plot.x(tick), Plot::bottom) +
           label(plot.x(tick), Plot::bottom + 18, plot.x(tick) < 7 ? "start" : "middle", "tick",
                 in_unit(tick, plot.rightwards.unit));
  for (const double tick : ticks(plot.upwards))
    out += line("grid", Plot::left, plot.y(tick), Plot::right, plot.y(tick)) +
           (tick > 0 ? label(Plot::left, plot.y(tick) - 4, "start", "tick halo", in_unit(tick, plot.upwards.unit), 6)
                     : Markup{});
  return out + line("axis-line", Plot::left, Plot::bottom, Plot::right, Plot::bottom) +
         line("axis-line", Plot::left, Plot::top, Plot::left, Plot::bottom) +
         label((Plot::left + Plot::right) / 2, Plot::bottom + 38, "middle", "tick", rightwards) +
         label(Plot::left, 12, "start", "tick", upwards);
}

}  // namespace sizer::html
