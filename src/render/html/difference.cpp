// Two states of a job: what changed, by how much, and why.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

/// "shuffle_write_bytes" in words.
std::string title_of(const std::string& figure) {
  if (figure == "wall_clock_seconds") return "time";
  if (figure == "cost_usd") return "cost";
  if (figure == "processed_bytes") return "bytes processed";
  std::string words = figure.ends_with("_bytes") ? figure.substr(0, figure.size() - 6) : figure;
  std::ranges::replace(words, '_', ' ');
  return words;
}

Markup state(const std::optional<Range<double>>& range, const std::string& unit) {
  if (!range) return text("unknown");
  const std::string ends = ends_in_unit(*range, unit);
  return text(in_unit(range->typical, unit)) + (ends.empty() ? Markup{} : classed("div", "ends", text(ends)));
}

Markup ratio(const FigureChange& figure_change) {
  if (!figure_change.ratio) return {};
  const Quantiles<Ratio>& ratio = *figure_change.ratio;
  return text(figure(ratio.p50) + " ×") +
         classed("div", "ends", text(fmt::format("p10 {} · p90 {}", figure(ratio.p10), figure(ratio.p90))));
}

/// True for what neither side has anything of.
bool is_nothing(const FigureChange& each) {
  const Range<double> none{};
  return each.base == none && each.head == none;
}

Markup table_of(const JobDifference& job) {
  std::vector<Column> columns = {{"Figure"}, {"Base", true}, {"Head", true}, {"Change", true}, {"Head / base", true}};
  for (int cause = 0; cause < cause_count; ++cause) columns.push_back({name_of(static_cast<Cause>(cause)), true});
  Table table("What changed in " + job.name, columns);
  for (const FigureChange& each : job.figures) {
    if (is_nothing(each)) continue;
    std::vector<Markup> cells = {text(title_of(each.figure)), state(each.base, each.unit), state(each.head, each.unit),
                                 text(each.change ? change_in_unit(*each.change, each.unit) : "unknown"), ratio(each)};
    for (const std::optional<double>& part : each.parts)
      cells.push_back(part && *part != 0 ? text(change_in_unit(*part, each.unit)) : Markup{});
    table.add(cells);
  }
  return table.markup();
}

TrackRow total_row(const char* title, const FigureChange& figure, const Range<double>& range, const Axis& axis) {
  TrackRow row;
  row.label = text(title);
  row.value = text(in_unit(range.typical, figure.unit));
  row.shapes = bar(axis, 0, range.typical, "total");
  return row;
}

/// From base to head in one step for each cause.
Markup waterfall(const FigureChange& figure, int level) {
  if (!figure.base || !figure.head || !figure.change || *figure.change == 0) return {};
  double at = figure.base->typical;
  std::vector<double> reached = {at, figure.head->typical};
  for (const std::optional<double>& part : figure.parts) reached.push_back(at += part.value_or(0));
  const Axis axis = axis_from_zero(reached, figure.unit);

  std::vector<TrackRow> rows = {total_row("base", figure, *figure.base, axis)};
  at = figure.base->typical;
  for (std::size_t cause = 0; cause < figure.parts.size(); ++cause) {
    const double part = figure.parts[cause].value_or(0);
    if (part == 0) continue;
    TrackRow row;
    row.label = text(name_of(static_cast<Cause>(cause)));
    row.value = text(change_in_unit(part, figure.unit));
    row.shapes = bar(axis, at, at + part, part < 0 ? "less" : "more");
    rows.push_back(row);
    at += part;
  }
  rows.push_back(total_row("head", figure, *figure.head, axis));
  return section(level, "Why the " + title_of(figure.figure) + " changed", track_list(axis, rows));
}

Markup status_badge(const JobDifference& job) {
  Markup out = badge(job.status == "unchanged" ? "plain" : "note", job.status);
  if (job.base_feasible != job.head_feasible)
    out += Markup{" "} +
           (job.head_feasible ? badge("good", "✓ becomes feasible") : badge("error", "✗ becomes infeasible"));
  return out;
}

Markup files_of(const JobDifference& job) {
  if (job.base_file.empty() && job.head_file.empty()) return {};
  if (job.base_file.empty() || job.head_file.empty() || job.base_file == job.head_file)
    return classed("p", "place", name(job.head_file.empty() ? job.base_file : job.head_file));
  return classed("p", "place", name(job.base_file) + text(" → ") + name(job.head_file));
}

Markup job_difference(const JobDifference& job, int level) {
  Markup out = files_of(job) + classed("p", "verdict", status_badge(job)) + table_of(job);
  for (const FigureChange& each : job.figures)
    if (each.figure == "wall_clock_seconds" || each.figure == "cost_usd" || each.figure == "processed_bytes")
      out += waterfall(each, level + 1);
  out += section(level + 1, "What was changed", sentences(job.changes));
  out += section(level + 1, "New findings", reasons(job.appeared));
  out += section(level + 1, "Findings that are gone", reasons(job.disappeared));
  return section(level, short_name(job.name, 80), out);
}

}  // namespace

Markup difference(const Difference& difference, int level) {
  Markup out = classed("p", "place", text("base ") + name(difference.base) + text(" → head ") + name(difference.head));
  for (const JobDifference& job : difference.jobs) out += job_difference(job, level);
  return out;
}

}  // namespace sizer::html
