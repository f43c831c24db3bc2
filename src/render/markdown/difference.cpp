// A difference in Markdown: figures before and after, and what was changed.
#include <fmt/format.h>

#include "render/markdown/sections.h"
#include "render/phrases.h"

namespace sizer::markdown {
namespace {

constexpr const char* causes[cause_count] = {"data", "plan", "cluster", "price", "model"};

/// "data +3.2 min, plan -1 min": what moved it.
std::string parts_of(const FigureChange& figure) {
  std::string text;
  for (std::size_t i = 0; i < cause_count; ++i)
    if (const std::optional<double>& part = figure.parts[i]; part && *part != 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", causes[i], change_in_unit(part, figure.unit));
  return text;
}

std::string ratio_of(const FigureChange& figure) {
  return figure.ratio
             ? fmt::format("×{:.3g} ({:.3g} – {:.3g})", figure.ratio->p50, figure.ratio->p10, figure.ratio->p90)
             : "";
}

}  // namespace

Section figures(const JobDifference& job) {
  Section section = table("Figures of " + name(job.name), {"figure", "base", "head", "change", "ratio", "because of"});
  section.head = fmt::format("\n{}: {}\n", name(job.name), escaped(job.status)) + section.head;
  if (job.status == "unchanged") return section;
  for (const FigureChange& figure : job.figures)
    if (figure.base != figure.head)
      section.rows.push_back(row({escaped(figure.figure), escaped(in_unit(figure.base, figure.unit)),
                                  escaped(in_unit(figure.head, figure.unit)),
                                  "**" + escaped(change_in_unit(figure.change, figure.unit)) + "**",
                                  escaped(ratio_of(figure)), escaped(parts_of(figure))}));
  return section;
}

Section changes(const JobDifference& job) {
  Section section{"Changes of", "\n"};
  for (const std::string& change : job.changes) section.rows.push_back("- " + escaped(change) + "\n");
  for (const Reason& reason : job.appeared)
    section.rows.push_back(
        fmt::format("- new {} {}: {}\n", name_of(reason.severity), reason.code, escaped(reason.message)));
  for (const Reason& reason : job.disappeared)
    section.rows.push_back(
        fmt::format("- gone {} {}: {}\n", name_of(reason.severity), reason.code, escaped(reason.message)));
  return section;
}

}  // namespace sizer::markdown
