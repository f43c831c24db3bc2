// Workflow commands of GitHub Actions, which show findings beside the lines they are about. GitHub shows ten of a kind
// in a step, so the worst come first, and what is left out is counted.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "render/findings.h"
#include "render/phrases.h"
#include "render/terminal_text.h"
#include "sizer/render.h"

namespace sizer {
namespace {

constexpr int most_of_a_kind = 10;

/// Control characters and bytes that are no text become visible escapes first; what is left is escaped as the runner
/// reads it. `of_property`: colons and commas end properties.
std::string escaped(std::string_view text, bool of_property) {
  std::string out;
  for (const char c : terminal_text(text, false)) {
    if (c == '%')
      out += "%25";
    else if (of_property && c == ':')
      out += "%3A";
    else if (of_property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

const char* command_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "notice";
}

std::string annotation(const char* command, const Place& place, const std::string& title, const std::string& text) {
  std::string out = fmt::format("::{} ", command);
  if (!place.file.empty()) out += fmt::format("file={},", escaped(place.file, true));
  if (place.line > 0) out += fmt::format("line={},", place.line);
  if (place.line > 0 && place.column > 0)
    out += fmt::format("col={},endColumn={},", place.column, place.column + place.length);
  return out + fmt::format("title={}::{}\n", escaped(title, true), text);
}

std::string annotation(const Finding& finding) {
  const std::string title = finding.job.empty() ? finding.code : finding.code + ": " + finding.job;
  std::string text = escaped(finding.message, false);
  if (!finding.remedy.empty()) text += "%0A" + escaped(finding.remedy, false);
  return annotation(command_of(finding.severity), finding.place, title, text);
}

/// The commands of one kind, and how many there were.
struct Kind {
  int count = 0;
  std::string shown{};

  void add(const std::string& command) {
    if (++count <= most_of_a_kind) shown += command;
  }
};

std::string left_out(const Kind& kind, const char* name) {
  if (kind.count <= most_of_a_kind) return "";
  return fmt::format("sizer: {} more {} not shown\n", kind.count - most_of_a_kind, name);
}

Place at_file(const std::string& file) {
  Place place;
  place.file = file;
  return place;
}

/// What each job comes to, for the notices.
void summaries(Kind& notices, const Result& result) {
  const std::string catalogue = result.catalogue_as_of.empty() ? "" : ". " + catalogue_in_words(result);
  if (result.total) notices.add(annotation("notice", {}, "total", escaped(in_words(*result.total), false)));
  for (const JobReport& job : result.jobs)
    notices.add(
        annotation("notice", at_file(job.file), job.name,
                   escaped((job.feasible ? "feasible: " : "infeasible: ") + figures_of(job) + catalogue, false)));
  for (const Comparison& comparison : result.comparisons)
    if (!comparison.candidates.empty())
      notices.add(annotation(
          "notice", at_file(comparison.file), comparison.job,
          escaped(fmt::format("best by {}: {}", comparison.sorted_by, comparison.candidates.front().name), false)));
  for (const Sizing* sizing : sizings_of(result))
    if (sizing->winner)
      notices.add(annotation("notice", at_file(sizing->file), sizing->job,
                             escaped("best: " + answer_in_words(*sizing) + catalogue, false)));
  if (!result.difference) return;
  for (const JobDifference& job : result.difference->jobs)
    for (const FigureChange& figure : job.figures)
      if (figure.change && *figure.change != 0)
        notices.add(annotation(
            "notice", at_file(job.head_file), job.name,
            escaped(fmt::format("{}: {}", figure.figure, change_in_unit(figure.change, figure.unit)), false)));
}

}  // namespace

std::string render_github(const Result& result, const Style&) {
  Kind errors, warnings, notices;
  summaries(notices, result);
  for (const Finding& finding : findings_of(result)) {
    Kind& kind = finding.severity == Severity::error     ? errors
                 : finding.severity == Severity::warning ? warnings
                                                         : notices;
    kind.add(annotation(finding));
  }
  return errors.shown + warnings.shown + notices.shown + left_out(errors, "errors") + left_out(warnings, "warnings") +
         left_out(notices, "notices");
}

}  // namespace sizer
