// A difference for people: base, head and change of each figure, and what caused it.
#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/phrases.h"
#include "render/text_parts.h"

namespace sizer {
namespace {

std::string known(const std::optional<Range<double>>& range, const std::string& unit) {
  return range ? in_unit(exactly(range->typical), unit) : "unknown";
}

/// "+12 %"; nothing from nothing.
std::string share(const FigureChange& change) {
  if (!change.base || !change.change || change.base->typical <= 0) return "";
  return fmt::format("{:+.1f} %", *change.change / change.base->typical * 100);
}

/// "data +3.2 min, cluster -1 min"
std::string causes(const FigureChange& change) {
  std::string text;
  for (int i = 0; i < cause_count; ++i) {
    const std::optional<double>& part = change.parts[static_cast<std::size_t>(i)];
    if (part && *part != 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name_of(static_cast<Cause>(i)),
                          change_in_unit(part, change.unit));
  }
  return text;
}

/// "shuffle write" of "shuffle_write_bytes".
std::string words(std::string figure) {
  for (const char* unit : {"_seconds", "_usd", "_bytes"})
    if (figure.ends_with(unit)) figure.resize(figure.size() - std::string(unit).size());
  std::ranges::replace(figure, '_', ' ');
  return figure;
}

bool changed(const FigureChange& change) {
  return change.change ? *change.change != 0 : change.base != change.head;
}

void figures(Page& page, const JobDifference& job) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right});
  std::vector<std::vector<std::string>> details(1);
  table.add({"Typical", "base", "head", "change", ""});
  for (const FigureChange& change : job.figures) {
    if (!changed(change)) continue;
    table.add({"  " + words(change.figure), known(change.base, change.unit), known(change.head, change.unit),
               change_in_unit(change.change, change.unit), share(change)});
    const std::string why = causes(change);
    details.push_back(why.empty() ? std::vector<std::string>{} : std::vector<std::string>{"because of " + why});
  }
  if (table.size() > 1) page.headed_table(table, details);
}

void ratios(Page& page, const JobDifference& job) {
  for (const FigureChange& change : job.figures)
    if (change.ratio && change.figure == "wall_clock_seconds" && changed(change))
      page.paragraph(fmt::format("Under the same draws of what is unknown the head takes {} times as long {}.",
                                 figure(change.ratio->p50),
                                 in_brackets(Range<double>{change.ratio->p10, change.ratio->p50, change.ratio->p90})));
}

void one_job(Page& page, const JobDifference& job) {
  page.line(fmt::format("{}: {}", job.name, job.status), Tone::heading);
  if (job.status == "unchanged") return;
  if (job.base_feasible != job.head_feasible)
    page.paragraph(job.head_feasible ? "FEASIBLE" : "INFEASIBLE", job.head_feasible ? Tone::good : Tone::error,
                   job.head_feasible ? "the head can run, the base could not" : "the head cannot run, the base could");
  figures(page, job);
  ratios(page, job);
  if (!job.changes.empty()) page.heading("What was changed");
  for (const std::string& change : job.changes) page.paragraph("-", Tone::plain, change);
  for (const Reason& reason : job.appeared)
    page.paragraph(fmt::format("new {}[{}]:", name_of(reason.severity), reason.code), tone_of(reason.severity),
                   reason.message);
  for (const Reason& reason : job.disappeared)
    page.paragraph(fmt::format("gone {}[{}]:", name_of(reason.severity), reason.code), Tone::good, reason.message);
}

}  // namespace

void difference(Page& page, const Difference& difference, const Style&) {
  page.line(fmt::format("{} -> {}", difference.base, difference.head));
  bool first = true;
  for (const JobDifference& job : difference.jobs) {
    if (!first) page.blank();
    one_job(page, job);
    first = false;
  }
}

}  // namespace sizer
