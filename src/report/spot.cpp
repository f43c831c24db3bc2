// What it means for a run that its workers may be taken away: time lost, chances, and what it saves.
#include <algorithm>
#include <cmath>

#include "report/parts.h"

namespace sizer::report {
namespace {

/// Of the job's budget.
std::optional<Seconds> deadline_of(const Job& job) {
  if (!job.budget) return std::nullopt;
  for (const Limit& limit : job.budget->limits)
    if (limit.id == GateId::max_time) return Seconds{limit.value};
  return std::nullopt;
}

ByCase<Estimate> on_demand(const Job& job, const Constants& constants) {
  Cluster steady = job.cluster;
  steady.pricing = Pricing::on_demand;
  return estimate(job, steady, constants);
}

/// The chance of more than `most` events of which `expected` are expected (Poisson).
double chance_of_more(double most, double expected) {
  double left = 1, term = std::exp(-expected);
  for (int n = 0; n <= most && left > 0; ++n) {
    left -= term;
    term *= expected / (n + 1);
  }
  return std::clamp(left, 0.0, 1.0);
}

/// Of one draw: it is late when more interruptions come than there is time for.
double chance_of_late(double seconds, const Interruptions& drawn, double deadline) {
  const double steady = seconds - drawn.lost().value;
  if (steady > deadline) return 1;
  if (drawn.lost_each <= Seconds{}) return 0;
  return chance_of_more(std::floor((deadline - steady) / drawn.lost_each.value), drawn.expected);
}

/// The rate at which what spot saves is lost again, in interruptions a node-hour: what a run costs grows with the time
/// that is lost.
std::optional<double> break_even(const Job& job, const Constants& constants, const Estimate& spot,
                                 const Estimate& steady) {
  const double rate = constants.at(Case::typical).interruption_rate;
  const double lost = spot.timeline.interruptions.lost().value;
  if (spot.bill.partial || steady.bill.partial || rate <= 0 || lost <= 0) return std::nullopt;
  const auto hour = hourly_cost(job.cluster, constants.at(Case::typical));
  const double lost_dollars = hour->value * lost / seconds_an_hour;
  const double saved = steady.bill.total.value - (spot.bill.total.value - lost_dollars);
  if (saved <= 0) return 0;
  return rate * saved / lost_dollars;
}

}  // namespace

SpotRisk spot_risk(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case, const Drawn& drawn,
                   std::optional<Seconds> deadline) {
  const auto ranged = [&](auto get) {
    return fold(get(by_case.best.timeline.interruptions), get(by_case.typical.timeline.interruptions),
                get(by_case.worst.timeline.interruptions));
  };
  SpotRisk risk;
  risk.interruptions = ranged([](const Interruptions& i) { return i.expected; });
  risk.lost_each = ranged([](const Interruptions& i) { return i.lost_each; });
  risk.lost = ranged([](const Interruptions& i) { return i.lost(); });
  // Of the same three cases: one or more of `expected` that come at random.
  risk.interrupted = ranged([](const Interruptions& i) { return -std::expm1(-i.expected); });
  risk.gives_up = ranged([](const Interruptions& i) { return i.gives_up; });
  risk.deadline = deadline ? deadline : deadline_of(job);
  double late = 0, late_steady = 0;
  const auto draws = static_cast<double>(drawn.seconds.size());
  for (std::size_t i = 0; i < drawn.seconds.size(); ++i) {
    const Interruptions& each = drawn.interruptions[i];
    if (!risk.deadline) break;
    late += chance_of_late(drawn.seconds[i], each, risk.deadline->value) / draws;
    late_steady += (drawn.seconds[i] - each.lost().value > risk.deadline->value) / draws;
  }
  if (risk.deadline) {
    risk.misses = late;
    risk.misses_on_demand = late_steady;
  }
  const ByCase<Estimate> steady = on_demand(job, constants);
  if (!steady.typical.bill.partial)
    risk.on_demand_cost = fold(steady.best.bill.total, steady.typical.bill.total, steady.worst.bill.total);
  risk.break_even = break_even(job, constants, by_case.typical, steady.typical);
  return risk;
}

}  // namespace sizer::report
