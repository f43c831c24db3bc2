// The sentence at the top of a Markdown document.
#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/markdown/sections.h"
#include "render/phrases.h"

namespace sizer::markdown {
namespace {

std::string jobs_in_words(std::size_t count) {
  return count == 1 ? "1 job" : fmt::format("{} jobs", count);
}

std::string of_jobs(const Result& result) {
  const auto feasible = static_cast<std::size_t>(std::ranges::count(result.jobs, true, &JobReport::feasible));
  std::string text;
  if (result.jobs.size() == 1) {
    const JobReport& job = result.jobs.front();
    text = fmt::format("{} {}: {}", name(job.name), job.feasible ? "can run" : "cannot run like this",
                       escaped(figures_of(job)));
  } else if (feasible == result.jobs.size()) {
    text = jobs_in_words(feasible) + ", all can run";
  } else {
    text =
        fmt::format("{} of {} cannot run like this", result.jobs.size() - feasible, jobs_in_words(result.jobs.size()));
  }
  const std::string gates = count_of(result.gates);
  if (gates.empty()) return text;
  text += "; gates: " + gates;
  const auto broken = std::ranges::find(result.gates, Standing::fail, standing_of);
  if (broken != result.gates.end())
    text += fmt::format(". {} breaks {}: {}", name(broken->job), name(broken->id), escaped(broken->message));
  return text;
}

/// "changes by +3.2 min, +$1.20": time and cost only, the rest stands in the table.
std::string of_change(const JobDifference& job) {
  std::string text = name(job.name) + (job.status == "changed" ? " changes" : " was " + job.status);
  const char* before = " by ";
  for (const FigureChange& figure : job.figures) {
    const bool told = figure.figure == "wall_clock_seconds" || figure.figure == "cost_usd";
    if (!told || job.status != "changed") continue;
    text += before + escaped(change_in_unit(figure.change, figure.unit));
    before = ", ";
  }
  return job.base_feasible && !job.head_feasible ? text + ", and cannot run any more" : text;
}

std::string of_difference(const Difference& difference) {
  const auto same = [](const JobDifference& job) { return job.status == "unchanged"; };
  const auto changed = difference.jobs.size() - static_cast<std::size_t>(std::ranges::count_if(difference.jobs, same));
  const std::string sides = fmt::format("{} → {}", name(difference.base), name(difference.head));
  if (changed == 0) return fmt::format("nothing changes in {} ({})", jobs_in_words(difference.jobs.size()), sides);
  if (changed > 1) return fmt::format("{} of {} change ({})", changed, jobs_in_words(difference.jobs.size()), sides);
  return fmt::format("{} ({})", of_change(*std::ranges::find_if_not(difference.jobs, same)), sides);
}

std::string of_comparison(const Comparison& comparison) {
  if (comparison.candidates.empty()) return "no way to run " + name(comparison.job);
  const Candidate& best = comparison.candidates.front();
  if (!best.possible || !best.feasible) return fmt::format("{} can run in none of these ways", name(comparison.job));
  return fmt::format("{}: least {} with {}", name(comparison.job), escaped(comparison.sorted_by), name(best.name));
}

std::string of_sizing(const Sizing& sizing) {
  if (!sizing.winner) return fmt::format("{}: nothing that was searched keeps the limits", name(sizing.job));
  return fmt::format("{}: {} in {}, for {}", name(sizing.job), name(sizing.winner->name),
                     escaped(with_range(sizing.winner->wall_clock)), escaped(with_range(sizing.winner->cost)));
}

std::string of_explanations(const std::vector<Explanation>& explanations) {
  const Explanation& first = explanations.front();
  return fmt::format("where {} of {} comes from", first.path.empty() ? "the estimate" : name(first.path),
                     name(first.job));
}

}  // namespace

std::string headline(const Result& result) {
  const auto failed = std::ranges::count(result.diagnostics, Severity::error, &Diagnostic::severity);
  std::string text;
  if (result.difference)
    text = of_difference(*result.difference);
  else if (result.sizing)
    text = of_sizing(*result.sizing);
  else if (!result.comparisons.empty())
    text = of_comparison(result.comparisons.front());
  else if (!result.explanations.empty() && result.jobs.empty())
    text = of_explanations(result.explanations);
  else
    text = of_jobs(result);
  if (failed > 0) text += fmt::format("; {} error{} in the input", failed, failed == 1 ? "" : "s");
  return text;
}

}  // namespace sizer::markdown
