// The answer of a result in a sentence or two, for the top of a page.
#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/phrases.h"

namespace sizer {
namespace {

std::string of_job(const JobReport& job) {
  if (!job.feasible) {
    const auto error = std::ranges::find(job.reasons, Severity::error, &Reason::severity);
    return fmt::format("It cannot run like this{}", error == job.reasons.end() ? "." : ": " + error->message);
  }
  std::string words =
      fmt::format("It can run: {}, cost {}, on {} × {}", with_range(job.wall_clock),
                  cost_in_words(job.cost, job.cost_at_least), job.nodes, job.machine.empty() ? "node" : job.machine);
  return words + longest_is_bound_by(job.bound_by) + ".";
}

std::string of_jobs(const Result& result) {
  const auto broken = static_cast<std::size_t>(
      std::ranges::count_if(result.jobs, [&](const JobReport& job) { return !passes(job, result.gates); }));
  std::string words =
      broken == 0 ? fmt::format("All {} jobs pass", result.jobs.size())
                  : fmt::format("{} of {} jobs {} a look", broken, result.jobs.size(), broken == 1 ? "needs" : "need");
  if (result.total) words += "; " + in_words(*result.total);
  return words + ".";
}

std::string of_gates(const std::vector<Gate>& gates) {
  const auto broken = std::ranges::find(gates, Standing::fail, standing_of);
  if (broken == gates.end()) return {};
  return fmt::format(" {} breaks {}: {}.", broken->job, broken->id, broken->message);
}

std::string of_comparison(const Comparison& comparison) {
  if (comparison.candidates.empty()) return "There is no way to run it.";
  const Candidate& best = comparison.candidates.front();
  if (!best.possible || !best.feasible) return "It can run in none of these ways.";
  return fmt::format("Least {} with {}: {}.", comparison.sorted_by, best.name, figures_of(best));
}

std::string of_difference(const Difference& difference) {
  const auto same = [](const JobDifference& job) { return job.status == "unchanged"; };
  const auto changed = static_cast<std::size_t>(
      std::ranges::count_if(difference.jobs, [&](const JobDifference& job) { return !same(job); }));
  if (changed == 0) return "Nothing changes.";
  if (changed > 1) return fmt::format("{} of {} jobs change.", changed, difference.jobs.size());
  const JobDifference& job = *std::ranges::find_if_not(difference.jobs, same);
  std::string words = job.name + (job.status == "changed" ? " changes" : " was " + job.status);
  const char* before = " by ";
  for (const FigureChange& figure : job.figures) {
    if (figure.figure != "wall_clock_seconds" && figure.figure != "cost_usd") continue;
    words += before + change_in_unit(figure.change, figure.unit);
    before = ", ";
  }
  return words + ".";
}

std::string of_sizing(const Sizing& sizing) {
  if (!sizing.winner) return answer_in_words(sizing) + ".";
  return fmt::format("The best that keeps the limits: {}{}.", answer_in_words(sizing),
                     longest_is_bound_by(sizing.winner->bound_by));
}

}  // namespace

std::string answer_in_words(const Result& result) {
  if (result.jobs.size() == 1) return of_job(result.jobs.front()) + of_gates(result.gates);
  if (!result.jobs.empty()) return of_jobs(result) + of_gates(result.gates);
  if (result.difference) return of_difference(*result.difference) + of_gates(result.gates);
  if (!result.comparisons.empty()) return of_comparison(result.comparisons.front());
  if (const std::vector<const Sizing*> all = sizings_of(result); !all.empty()) return of_sizing(*all.front());
  return {};
}

}  // namespace sizer
