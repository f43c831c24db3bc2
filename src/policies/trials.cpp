// A job is changed and estimated again.
#include "policies/trials.h"

#include <algorithm>
#include <utility>

namespace sizer::policies {
namespace {

/// True when `gain` is above the noise: time saved, or money saved at no loss of time.
bool pays(const Gain& gain, const Estimate& now) {
  const Seconds least = now.timeline.duration * noticeable;
  if (gain.time >= least) return true;
  return gain.cost && now.bill.total.value > 0 && *gain.cost >= now.bill.total * noticeable &&
         gain.time >= Seconds{} - least;
}

}  // namespace

int most_tries(const Job& job, int most) {
  constexpr int steps_at_most = 100, least = 10;
  const int steps = std::max(static_cast<int>(job.steps.size()), steps_at_most);
  return std::max(least, most * steps_at_most / steps);
}

Trials::Trials(const Job& job, const Constants& constants)
    : job_(job), constants_(constants), most_(most_tries(job, 1000)) {
  job_.places.clear();
  job_.written.clear();
}

bool Trials::begin() {
  if (done_ >= most_) {
    ++left_out_;
    return false;
  }
  ++done_;
  return true;
}

Job Trials::changed(const Change& change) const {
  Job job = job_;
  change.edit(job);
  return job;
}

Estimate Trials::typical(const Change& change) const {
  const Job job = changed(change);
  return estimate(job, job.cluster, constants_.at(Case::typical), Case::typical);
}

bool Trials::always_feasible(const Change& change) const {
  const Job job = changed(change);
  return std::ranges::all_of(all_cases,
                             [&](Case c) { return feasible(estimate(job, job.cluster, constants_.at(c), c)); });
}

bool feasible(const Estimate& estimate) {
  return std::ranges::none_of(estimate.plan.notes, &Note::infeasible);
}

Gain difference(const Change& change, const Estimate& now, const Estimate& then) {
  Gain gain{.change = in_words(change), .settings = change.settings};
  gain.time = now.timeline.duration - then.timeline.duration;
  if (!now.bill.partial && !then.bill.partial) gain.cost = now.bill.total - then.bill.total;
  return gain;
}

std::optional<Gain> best_gain(const Estimate& now, const std::vector<Change>& changes, Trials& trials) {
  std::optional<Gain> best;
  bool mends = false;
  for (const Change& change : changes) {
    if (!trials.begin()) continue;
    const Estimate then = trials.typical(change);
    const bool mending = !feasible(now) && feasible(then);
    if (feasible(now) && !feasible(then)) continue;
    Gain gain = difference(change, now, then);
    gain.makes_feasible = mending;
    if (!mending && (mends || !pays(gain, now))) continue;
    if (best && mends == mending && gain.time <= best->time) continue;
    best = std::move(gain);
    mends = mending;
  }
  return best;
}

}  // namespace sizer::policies
