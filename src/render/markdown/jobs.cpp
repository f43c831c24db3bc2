// Jobs in Markdown: one row each, and their stages, costs and assumptions.
#include <fmt/format.h>

#include <algorithm>

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

Section jobs(const Result& result) {
  const bool monthly =
      std::ranges::any_of(result.jobs, [](const JobReport& job) { return job.metrics.usd_per_month.has_value(); });
  std::vector<std::string> columns = {"job", "can run", "time", "cost", "processed", "plan", "on"};
  if (monthly) columns.insert(columns.begin() + 4, "a month");
  Section section = table("Jobs", columns);
  const auto add = [&](std::vector<std::string> cells, const std::optional<Range<double>>& usd_per_month) {
    if (monthly) cells.insert(cells.begin() + 4, usd_per_month ? escaped(in_kind<Dollars>(*usd_per_month)) : "");
    section.rows.push_back(row(cells));
  };
  std::vector<const JobReport*> sorted;
  sorted.reserve(result.jobs.size());
  for (const JobReport& job : result.jobs) sorted.push_back(&job);
  std::ranges::stable_sort(sorted, {}, [&](const JobReport* job) { return passes(*job, result.gates); });
  for (const JobReport* each : sorted) {
    const JobReport& job = *each;
    add({name(job.name), job.feasible ? "yes" : "**no**", escaped(with_range(job.wall_clock)),
         escaped(cost_in_words(job.cost, job.cost_at_least)), escaped(with_range(job.bytes.processed)),
         escaped(job.engine + ", " + job.plan), name(where_it_runs(job))},
        job.metrics.usd_per_month);
  }
  if (result.total) {
    const Sequence& all = *result.total;
    add({fmt::format("**all {} jobs**", all.jobs), all.feasible ? "yes" : "**no**", escaped(with_range(all.wall_clock)),
         escaped(cost_in_words(all.cost, all.cost_at_least)), escaped(with_range(all.processed)), "", ""},
        all.usd_per_month);
  }
  return section;
}

Section stages(const JobReport& job) {
  Section section = table("Stages of", {"", "stage", "tasks", "time", "bound by", "processed"});
  for (const StageRow& stage : job.stages)
    section.rows.push_back(
        row({fmt::format("{}", section.rows.size()), escaped(stage.name), escaped(count(stage.tasks)),
             escaped(with_range(stage.seconds)), escaped(stage.bound_by ? name_of(*stage.bound_by) : ""),
             escaped(with_range(stage.bytes.processed))}));
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
