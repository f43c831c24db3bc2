// What all policies found in a job, each with its severity, its place and what its remedy would bring; worst first.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "report/finding.h"
#include "sizer/policy.h"

namespace sizer::report {
namespace {

/// Empty when the remedy would not save what it must.
std::optional<Reason> told(const Situation& s, Finding found) {
  const Policy* policy = find_policy(found.code);
  assert(policy != nullptr && "every code that is found is in policies.inc");
  if (!found.gain) found.gain = best_gain(s.now(), found.changes, s.trials);
  const Seconds least = s.now().timeline.duration * found.must_save;
  if (found.must_save > 0 && (!found.gain || found.gain->time < least)) return std::nullopt;
  Reason reason{found.code, policy->severity, std::move(found.message), std::move(found.remedy)};
  reason.place = place_of(s.job, found.at);
  reason.gain = std::move(found.gain);
  return reason;
}

/// What holds in the worst case only stops nothing.
std::optional<Reason> told_of_worst(const Situation& s, Finding found) {
  found.message = "in the worst case, " + found.message;
  if (!feasible(s.now())) found.changes.clear();  // what makes the plan run is told with its errors
  std::optional<Reason> reason = told(s, std::move(found));
  if (reason && reason->severity == "error") reason->severity = "warning";
  return reason;
}

int rank(const Reason& reason) {
  return reason.severity == "error" ? 0 : reason.severity == "warning" ? 1 : 2;
}

/// A job of very many steps: what its remedies would bring is not known for all of them.
std::optional<Finding> untried(const Trials& trials) {
  if (trials.left_out() == 0) return std::nullopt;
  Finding some;
  some.code = "SZ150";
  some.message = fmt::format(
      "{} remedies were tried; {} more of this job's many were not, and those that are told "
      "only where they pay are left out",
      trials.most(), trials.left_out());
  some.remedy = "estimate parts of the job by themselves";
  return some;
}

}  // namespace

Reason untried_unknowns(std::size_t count) {
  Reason reason;
  reason.code = "SZ150";
  reason.severity = find_policy(reason.code)->severity;
  reason.message = fmt::format(
      "{} more of the ranges that the job gives were not tried by themselves: those that are listed are the widest, by "
      "the bytes that they are about",
      count);
  reason.remedy = "estimate parts of the job by themselves";
  return reason;
}

std::string path_of(const Job& job, int step, const std::string& key) {
  return path_of(job.steps[static_cast<std::size_t>(step)], key);
}

std::vector<Reason> reasons(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case) {
  const LookedUp typical(job, by_case.typical), worst(job, by_case.worst);
  Trials trials(job, constants);
  const Situation s{job, constants, by_case, typical, worst, trials};
  std::vector<Reason> all;
  std::set<std::pair<std::string, std::string>> told_before;
  const auto add = [&](std::optional<Reason> reason) {
    if (reason && told_before.emplace(reason->code, reason->message).second) all.push_back(std::move(*reason));
  };
  for (const Note& note : by_case.typical.plan.notes)
    if (std::optional<Finding> found = of_note(s, Case::typical, note)) add(told(s, std::move(*found)));
  for (const Note& note : by_case.worst.plan.notes) {
    if (typical.note(note.code, note.step)) continue;
    if (std::optional<Finding> found = of_note(s, Case::worst, note)) add(told_of_worst(s, std::move(*found)));
  }
  Findings more;
  for (const auto find : {find_in_files, find_in_partitions, find_in_shuffles, find_in_user_code, find_in_whole_job})
    find(s, more);
  for (Finding& found : more) add(told(s, std::move(found)));
  if (std::optional<Finding> some = untried(trials)) add(told(s, std::move(*some)));
  std::ranges::stable_sort(all, {}, rank);
  return all;
}

}  // namespace sizer::report
