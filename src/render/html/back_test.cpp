// A back-test as a page: measured against predicted, each run with its range.
#include "render/html/back_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/html/plot.h"

namespace sizer::html {
namespace {

Markup plotted(const std::vector<TestedRun>& runs) {
  if (runs.size() < 2) return {};
  std::vector<double> all;
  for (const TestedRun& each : runs)
    for (const Seconds value : {each.measured, each.predicted.low, each.predicted.typical, each.predicted.high})
      if (value.value > 0) all.push_back(value.value);
  const Axis axis = axis_fitting(all, "seconds");
  const Plot plot{axis, axis};
  Markup shapes = axes(plot, "measured", "predicted, with its range");
  shapes += line("front-line", plot.x(axis.low), plot.y(axis.low), plot.x(axis.high), plot.y(axis.high));
  for (const TestedRun& each : runs) {
    const double x = plot.x(each.measured.value);
    shapes += line("grid", x, plot.y(each.predicted.low.value), x, plot.y(each.predicted.high.value));
    shapes += circle(each.inside ? "point on-front" : "point", x, plot.y(each.predicted.typical.value), 3);
  }
  const auto inside = std::ranges::count_if(runs, &TestedRun::inside);
  return picture("back-test", "Measured against predicted",
                 fmt::format("Points on the line were predicted exactly; {} of {} runs lie within their range.", inside,
                             runs.size()),
                 Plot::height, 560, shapes);
}

Markup table_of(const std::vector<TestedRun>& runs) {
  Table table("Runs", {{"Run"}, {"Application"}, {"Measured", true}, {"Predicted", true}, {"Ratio", true}, {""}});
  for (const TestedRun& each : runs)
    table.add({name(each.name, 60), name(each.application, 40), text(figure(each.measured)),
               typical_over_ends(each.predicted), text(fmt::format("{:.2f}", each.predicted.typical / each.measured)),
               each.inside ? Markup{} : badge("warning", "outside")});
  return table.markup();
}

Markup table_of(const std::vector<TestedGroup>& groups) {
  Table table("Applications", {{"Application"}, {"Runs", true}, {"Median", true}, {"Worst", true}, {"Inside", true}});
  for (const TestedGroup& each : groups)
    table.add({name(each.name, 60), text(fmt::format("{}", each.runs)), text(percent(each.median)),
               text(percent(each.worst)), text(percent(each.inside))});
  return table.markup();
}

}  // namespace

std::string back_test_page(const Result& head, const std::string& method, const std::vector<TestedRun>& runs,
                           const std::vector<TestedGroup>& groups) {
  const Markup content = paragraph("note", method) + section(2, "Measured against predicted", plotted(runs)) +
                         section(2, "By application", table_of(groups)) + section(2, "Run by run", table_of(runs));
  return whole_page(head, fmt::format("Back-test of {} runs", runs.size()), content).html;
}

}  // namespace sizer::html
