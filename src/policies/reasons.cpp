// What all rules found in a job, each with its severity, its place and what its remedy would bring; worst first.
#include "policies/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "policies/rules.h"

namespace sizer::policies {
namespace {

/// Null: what was noted is told with something else.
const Rule* rule_of(NoteCode note) {
  const auto found = std::ranges::find(rules(), note, &Rule::note);
  return found == rules().end() ? nullptr : &*found;
}

/// What was found, and of which policy.
struct Found {
  const Policy* policy;
  Finding finding;
};

Found found_by(const Rule& rule, Finding finding) {
  const Policy* const policy = *finding.code ? find_policy(finding.code) : &rule.policy;
  assert(policy != nullptr && "every code that is found is in rules.inc");
  return {policy, std::move(finding)};
}

std::optional<Found> of_note(const Situation& s, Case c, const Note& note) {
  const Rule* const rule = rule_of(note.code);
  if (!rule) return std::nullopt;
  std::optional<Finding> finding = rule->of_note({s, c, note, note.step < 0 ? s.job.name : s.step(note.step).name});
  if (!finding) return std::nullopt;
  return found_by(*rule, std::move(*finding));
}

std::vector<Found> all_found(const Situation& s) {
  std::vector<Found> all;
  const Rule* before = nullptr;
  for (const Rule& rule : rules()) {
    Findings findings;
    if (rule.find && (!before || before->find != rule.find)) rule.find(s, findings);
    for (Finding& finding : findings) all.push_back(found_by(rule, std::move(finding)));
    before = &rule;
  }
  return all;
}

/// Empty when the remedy would not save what it must.
std::optional<Reason> told(const Situation& s, Found what) {
  Finding& found = what.finding;
  if (!found.gain) found.gain = best_gain(s.now(), found.changes, s.trials);
  const Seconds least = s.now().timeline.duration * found.must_save;
  if (found.must_save > 0 && (!found.gain || found.gain->time < least)) return std::nullopt;
  Reason reason{what.policy->code, what.policy->severity, std::move(found.message), std::move(found.remedy)};
  reason.place = place_of(s.job, found.at);
  reason.gain = std::move(found.gain);
  return reason;
}

/// What holds in the worst case only stops nothing.
std::optional<Reason> told_of_worst(const Situation& s, Found found) {
  found.finding.message = "in the worst case, " + found.finding.message;
  if (!feasible(s.now())) found.finding.changes.clear();  // what makes the plan run is told with its errors
  std::optional<Reason> reason = told(s, std::move(found));
  if (reason && reason->severity == Severity::error) reason->severity = Severity::warning;
  return reason;
}

Reason not_all_tried(std::string message) {
  const Policy* const policy = find_policy("SZ150");
  return {policy->code, policy->severity, std::move(message), "estimate parts of the job by themselves"};
}

/// A job of very many steps: what its remedies would bring is not known for all of them.
Reason untried_remedies(const Trials& trials) {
  return not_all_tried(fmt::format(
      "{} remedies were tried; {} more of this job's many were not, and those that are told only where they "
      "pay are left out",
      trials.most(), trials.left_out()));
}

}  // namespace

Reason untried_unknowns(std::size_t count) {
  return not_all_tried(fmt::format(
      "{} more of the ranges that the job gives were not tried by themselves: those that are listed are the widest, by "
      "the bytes that they are about",
      count));
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
    if (std::optional<Found> found = of_note(s, Case::typical, note)) add(told(s, std::move(*found)));
  for (const Note& note : by_case.worst.plan.notes) {
    if (typical.note(note.code, note.step)) continue;
    if (std::optional<Found> found = of_note(s, Case::worst, note)) add(told_of_worst(s, std::move(*found)));
  }
  for (Found& found : all_found(s)) add(told(s, std::move(found)));
  if (trials.left_out() > 0) add(untried_remedies(trials));
  std::ranges::stable_sort(all, {}, &Reason::severity);
  return all;
}

}  // namespace sizer::policies
