// Where a number comes from, as a tree that folds, and which unknowns move it.
#include <fmt/format.h>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

constexpr int open_depth = 2;
constexpr int most_depth = 60;
constexpr std::size_t most_influences = 20;

Markup one_line(const Derivation& each) {
  Markup out = classed("span", "label", name(each.name, 80)) + text(" = ") +
               classed("span", "value", text(each.shown.empty() ? in_unit(each.value, each.unit) : each.shown));
  if (!each.formula.empty()) out += classed("span", "formula", name(each.formula, 240));
  if (!each.origin.empty() && each.origin != "derived") out += Markup{" "} + badge("plain", each.origin);
  if (!each.source.empty()) out += Markup{" "} + classed("span", "note", name(each.source, 160));
  return out;
}

Markup tree(const Derivation& each, int depth) {
  if (each.parts.empty() || depth > most_depth) return element("li", one_line(each));
  Markup parts;
  for (const Derivation& part : each.parts) parts += tree(part, depth + 1);
  const Markup content = element("summary", one_line(each)) + element("ul", parts);
  return element("li", depth < open_depth ? element("details", {{"open", ""}}, content) : element("details", content));
}

/// The time or the cost, with the unknown at its ends.
Range<double> moved(const Influence& each, bool of_cost) {
  if (of_cost && each.cost) return {each.cost->low.value, each.cost->typical.value, each.cost->high.value};
  return {each.time.low.value, each.time.typical.value, each.time.high.value};
}

/// From the time (or cost) with the unknown at its low end to that with it at its high end, around the typical one.
TrackRow influence_row(const Influence& each, const Axis& axis, bool of_cost) {
  const Range<double> ends = moved(each, of_cost);
  TrackRow row;
  row.label = name(each.name, 60);
  row.value = text("= " + value_of(Assumption{each.name, each.unit, each.value, each.origin, each.source}));
  row.note =
      text(fmt::format("low: {}, high: {}{}; {}{}", figure(each.time.low), figure(each.time.high),
                       each.cost ? fmt::format(", {} to {}", figure(each.cost->low), figure(each.cost->high)) : "",
                       each.origin, each.source.empty() ? "" : ", ")) +
      name(each.source, 80);
  row.shapes = bar(axis, ends.typical, ends.low, "at-low") + bar(axis, ends.typical, ends.high, "at-high") +
               mark(axis, ends.typical, "here");
  return row;
}

Markup influences(const std::vector<Influence>& all, bool of_cost) {
  std::vector<double> points;
  for (const Influence& each : all) {
    const Range<double> ends = moved(each, of_cost);
    points.insert(points.end(), {ends.low, ends.typical, ends.high});
  }
  const Axis axis = axis_around(points, of_cost ? "usd" : "seconds");
  std::vector<TrackRow> rows;
  for (const Influence& each : all)
    if (rows.size() < most_influences) rows.push_back(influence_row(each, axis, of_cost));
  Markup out = track_list(axis, rows);
  if (out.empty()) return out;
  out += legend({{"at-low", std::string(of_cost ? "cost" : "time") + " with the unknown at its low end"},
                 {"at-high", "at its high end"}});
  if (all.size() > rows.size())
    out += paragraph("note", fmt::format("The strongest {} of {}.", rows.size(), all.size()));
  return out;
}

TrackRow measurement_row(const Measurement& each, const Axis& axis) {
  TrackRow row;
  row.label = name(each.advice.empty() ? each.name : each.advice, 120);
  row.value = text(fmt::format("{} becomes {}", without_brackets(in_brackets(each.before)),
                               without_brackets(in_brackets(each.after))));
  if (!each.advice.empty()) row.note = name(each.name, 80);
  row.shapes = bar(axis, each.before.low.value, each.before.high.value, "before") +
               bar(axis, each.after.low.value, each.after.high.value, "accent", 7, track_height - 14);
  return row;
}

Markup measurements(const std::vector<Measurement>& all) {
  std::vector<double> times;
  for (const Measurement& each : all) times.insert(times.end(), {each.before.high.value, each.after.high.value});
  const Axis axis = axis_from_zero(times, "seconds");
  std::vector<TrackRow> rows;
  rows.reserve(all.size());
  for (const Measurement& each : all) rows.push_back(measurement_row(each, axis));
  Markup out = track_list(axis, rows);
  if (!out.empty()) out += legend({{"before", "time as it is known now"}, {"accent", "once this one number is known"}});
  return out;
}

}  // namespace

Markup explanation(const Explanation& explanation, int level) {
  Markup out;
  if (!explanation.file.empty() && explanation.file != explanation.job)
    out += classed("p", "place", name(explanation.file));
  if (explanation.derivation) {
    const std::string heading =
        "How " + short_name(explanation.path.empty() ? explanation.derivation->name : explanation.path, 80) +
        " comes about";
    out += section(level, heading, classed("ul", "tree", tree(*explanation.derivation, 0)));
  }
  if (explanation.sensitivity) {
    const bool of_cost = explanation.sensitivity->of == "cost_usd";
    out += section(level, of_cost ? "What moves the cost most" : "What moves the time most",
                   influences(explanation.sensitivity->influences, of_cost));
    out += section(level, "What to measure", measurements(explanation.sensitivity->measurements));
  }
  return out;
}

}  // namespace sizer::html
