// What all policies found in a job, each with its severity, its place and what its remedy would bring; worst first.
#include <algorithm>
#include <cassert>

#include "report/finding.h"
#include "sizer/policy.h"

namespace sizer::report {
namespace {

bool noted(const Plan& plan, const Note& note) {
  return std::ranges::any_of(plan.notes, [&](const Note& n) { return n.code == note.code && n.step == note.step; });
}

/// Empty when the remedy would not save what it must.
std::optional<Reason> told(const Situation& s, Finding found) {
  const Policy* policy = find_policy(found.code);
  assert(policy != nullptr && "every code that is found is in policies.inc");
  if (!found.gain) found.gain = best_gain(s.now(), found.changes, s.k());
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

bool same(const Reason& a, const Reason& b) {
  return a.code == b.code && a.message == b.message;
}

}  // namespace

std::string path_of(const Job& job, int step, const std::string& key) {
  const std::string path = "steps." + job.steps[static_cast<std::size_t>(step)].name;
  return key.empty() ? path : path + "." + key;
}

std::vector<Reason> reasons(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case) {
  const Situation s{job, constants, by_case};
  std::vector<Reason> all;
  const auto add = [&](std::optional<Reason> reason) {
    if (!reason || std::ranges::any_of(all, [&](const Reason& r) { return same(r, *reason); })) return;
    all.push_back(std::move(*reason));
  };
  for (const Note& note : by_case.typical.plan.notes)
    if (std::optional<Finding> found = of_note(s, Case::typical, note)) add(told(s, std::move(*found)));
  for (const Note& note : by_case.worst.plan.notes) {
    if (noted(by_case.typical.plan, note)) continue;
    if (std::optional<Finding> found = of_note(s, Case::worst, note)) add(told_of_worst(s, std::move(*found)));
  }
  Findings more;
  for (const auto find : {find_in_files, find_in_partitions, find_in_shuffles, find_in_user_code, find_in_whole_job})
    find(s, more);
  for (Finding& found : more) add(told(s, std::move(found)));
  std::ranges::stable_sort(all, {}, rank);
  return all;
}

}  // namespace sizer::report
