// Jobs in Markdown: one row each, and their stages, costs and assumptions.
#include <fmt/format.h>

#include "render/figures.h"
#include "render/markdown/sections.h"
#include "render/phrases.h"

namespace sizer::markdown {
namespace {

template <class T>
std::string cell(const std::optional<Range<T>>& range) {
  return range ? escaped(with_range(*range)) : "unknown";
}

std::string where_it_runs(const JobReport& job) {
  return fmt::format("{} x {}", job.nodes, job.machine.empty() ? "node" : job.machine);
}

}  // namespace

Section jobs(const std::vector<JobReport>& jobs) {
  Section section = table("Jobs", {"job", "can run", "time", "cost", "processed", "plan", "on"});
  for (const JobReport& job : jobs)
    section.rows.push_back(
        row({name(job.name), job.feasible ? "yes" : "**no**", escaped(with_range(job.wall_clock)),
             escaped(cost_in_words(job.cost, job.cost_at_least)), escaped(with_range(job.bytes.processed)),
             escaped(job.engine + ", " + job.plan), name(where_it_runs(job))}));
  return section;
}

Section stages(const JobReport& job) {
  Section section = table("Stages of", {"", "stage", "tasks", "time", "bound by", "processed"});
  for (const StageRow& stage : job.stages)
    section.rows.push_back(
        row({fmt::format("{}", section.rows.size()), escaped(stage.name), escaped(count(stage.tasks)),
             escaped(with_range(stage.seconds)), escaped(stage.bound_by), escaped(with_range(stage.bytes.processed))}));
  return section;
}

Section costs(const JobReport& job) {
  Section section = table("Cost of", {"item", "quantity", "unit price", "cost"});
  for (const CostRow& line : job.cost_lines)
    section.rows.push_back(
        row({escaped(line.item), escaped(fmt::format("{} {}", with_range(line.quantity), line.unit)),
             line.unit_price ? escaped(figure(Dollars{*line.unit_price})) : "unknown", cell(line.cost)}));
  if (!job.cost_lines.empty())
    section.rows.push_back(row({"**total**", "", "", escaped(cost_in_words(job.cost, job.cost_at_least))}));
  return section;
}

Section assumptions(const JobReport& job) {
  Section section = table("Assumptions of", {"name", "value", "origin", "source", "moves the time by"});
  for (const Assumption& each : job.assumptions)
    section.rows.push_back(
        row({name(each.name), escaped(value_of(each)), escaped(each.origin),
             each.source.empty() ? "" : name(each.source), escaped(figure(Seconds{each.influence}))}));
  return section;
}

}  // namespace sizer::markdown
