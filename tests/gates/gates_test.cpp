// Gates: verdicts over (low, typical, p90, high) against limits, who wins where several limits are set, and exceptions.
#include "sizer/gate.h"
#include "text/pattern.h"

#include <algorithm>

#include <utility>

#include "catch.h"

using namespace sizer;

namespace {

/// A job with the figures 10, 20, p90 30, 40 in everything.
JobReport some_job() {
  JobReport job;
  job.name = "nightly clicks";
  job.file = "jobs/nightly.yaml";
  job.labels = {{"team", "growth"}};
  job.wall_clock = {{10}, {20}, {40}};
  job.cost = Range<Dollars>{{10}, {20}, {40}};
  job.bytes.processed = job.bytes.shuffle_write = job.bytes.spill_write = {{10}, {20}, {40}};
  job.percentiles.wall_clock = {{12}, {21}, {30}};
  job.percentiles.cost = Quantiles<Dollars>{{12}, {21}, {30}};
  job.percentiles.processed = job.percentiles.shuffle_write = job.percentiles.spill_write = {{12}, {21}, {30}};
  return job;
}

Limit limit(GateId id, double value) {
  Limit made;
  made.id = id;
  made.value = value;
  made.source = "sizer.yaml:3:5";
  return made;
}

Rules rules_of(std::vector<Limit> limits, GateOn on = GateOn::typical) {
  Rules rules;
  rules.gate_on = on;
  rules.budgets.emplace_back().limits = std::move(limits);
  return rules;
}

Gate only(const std::vector<Gate>& gates) {
  REQUIRE(gates.size() == 1);
  return gates.front();
}

Limit increase(const Increase& allowed) {
  Limit made = limit(GateId::max_increase, 0);
  made.increase = allowed;
  made.increase.text = "as allowed";
  return made;
}

/// The verdict on a job whose cost and time have grown by `factor`.
Verdict grown(double factor, const Increase& allowed) {
  const JobReport before = some_job();
  JobReport now = some_job();
  now.wall_clock = {{10 * factor}, {20 * factor}, {40 * factor}};
  now.cost = Range<Dollars>{{10 * factor}, {20 * factor}, {40 * factor}};
  return only(gates(now, rules_of({increase(allowed)}), &before)).verdict;
}

bool any_broken(std::vector<Gate> made, bool strict) {
  judge(made, strict);
  return std::ranges::any_of(made, &Gate::breaks);
}

}  // namespace

TEST_CASE("a verdict compares the figure that was asked for, and is sure only where the high end is below", "[gates]") {
  const auto [limit_value, typical, p90, high] = GENERATE(table<double, Verdict, Verdict, Verdict>({
      {5, Verdict::fail, Verdict::fail, Verdict::fail},
      {19.9, Verdict::fail, Verdict::fail, Verdict::fail},
      {20, Verdict::inconclusive, Verdict::fail, Verdict::fail},
      {29.9, Verdict::inconclusive, Verdict::fail, Verdict::fail},
      {30, Verdict::inconclusive, Verdict::inconclusive, Verdict::fail},
      {39.9, Verdict::inconclusive, Verdict::inconclusive, Verdict::fail},
      {40, Verdict::pass, Verdict::pass, Verdict::pass},
      {1000, Verdict::pass, Verdict::pass, Verdict::pass},
  }));
  CAPTURE(limit_value);
  for (const GateId id :
       {GateId::max_cost, GateId::max_time, GateId::max_bytes, GateId::max_shuffle, GateId::max_spill}) {
    CHECK(only(gates(some_job(), rules_of({limit(id, limit_value)}, GateOn::typical))).verdict == typical);
    CHECK(only(gates(some_job(), rules_of({limit(id, limit_value)}, GateOn::p90))).verdict == p90);
    CHECK(only(gates(some_job(), rules_of({limit(id, limit_value)}, GateOn::high))).verdict == high);
  }
}

TEST_CASE("a gate says estimate, range, limit, margin and who set the limit", "[gates]") {
  const Gate gate = only(gates(some_job(), rules_of({limit(GateId::max_cost, 15)})));
  CHECK(gate.limit == 15);
  CHECK(gate.actual == Range<double>{10, 20, 40});
  CHECK(gate.decided_by == 20);
  CHECK(gate.margin == -5);
  CHECK(gate.source == "sizer.yaml:3:5");
  CHECK(gate.message == "$20.00 ($10.00 to $40.00); typical $20.00 is $5.00 above the limit of $15.00");
}

TEST_CASE("an unknown cost cannot be told, and a partial one is at least what is known", "[gates]") {
  JobReport unknown = some_job();
  unknown.cost.reset();
  CHECK(only(gates(unknown, rules_of({limit(GateId::max_cost, 1000)}))).verdict == Verdict::inconclusive);
  CHECK_FALSE(only(gates(unknown, rules_of({limit(GateId::max_cost, 1000)}))).actual);
  JobReport partial = some_job();
  partial.cost_partial = true;
  partial.cost_at_least = std::exchange(partial.cost, std::nullopt);
  CHECK(only(gates(partial, rules_of({limit(GateId::max_cost, 1000)}))).verdict == Verdict::inconclusive);
  CHECK(only(gates(partial, rules_of({limit(GateId::max_cost, 5)}))).verdict == Verdict::fail);
}

TEST_CASE("what cannot be told breaks nothing, unless one is strict", "[gates]") {
  const std::vector<Gate> open = gates(some_job(), rules_of({limit(GateId::max_cost, 25)}));
  CHECK_FALSE(any_broken(open, false));
  CHECK(any_broken(open, true));
  CHECK(any_broken(gates(some_job(), rules_of({limit(GateId::max_cost, 15)})), false));
  CHECK_FALSE(any_broken({}, true));
}

TEST_CASE("of several limits for one figure the first that matches counts", "[gates]") {
  Rules rules;
  Budget others, mine, all;
  others.jobs = "hourly*";
  others.limits = {limit(GateId::max_cost, 1)};
  mine.jobs = "night?y *";
  mine.labels = {{"team", "growth"}};
  mine.limits = {limit(GateId::max_cost, 100)};
  all.limits = {limit(GateId::max_cost, 2), limit(GateId::max_time, 3)};
  rules.budgets = {others, mine, all};
  const std::vector<Gate> made = gates(some_job(), rules);
  REQUIRE(made.size() == 2);
  CHECK(made[0].limit == 100);
  CHECK(made[1].id == "max_time");

  JobReport of_others = some_job();
  of_others.labels = {{"team", "ads"}};
  CHECK(gates(of_others, rules)[0].limit == 2);
}

TEST_CASE("a breach may be a warning", "[gates]") {
  Rules rules = rules_of({limit(GateId::max_cost, 1)});
  rules.budgets.front().warn = true;
  const std::vector<Gate> made = gates(some_job(), rules);
  CHECK(only(made).verdict == Verdict::fail);
  CHECK_FALSE(any_broken(made, true));
}

TEST_CASE("a plan that cannot run fails where it must be able to", "[gates]") {
  JobReport job = some_job();
  job.feasible = false;
  job.reasons = {{"SZ101", Severity::error, "the broadcast table is too large", "use sort_merge"}};
  const Gate gate = only(gates(job, rules_of({limit(GateId::require_feasible, 1)})));
  CHECK(gate.verdict == Verdict::fail);
  CHECK_THAT(gate.message, Catch::Matchers::Contains("too large"));
  CHECK(gates(job, rules_of({limit(GateId::require_feasible, 0)})).empty());
}

TEST_CASE("a policy is a gate for each finding of it", "[gates]") {
  JobReport job = some_job();
  job.reasons = {{"SZ118", Severity::warning, "a hot task", "salt"}, {"SZ118", Severity::warning, "another", "salt"}};
  Rules rules;
  rules.policies = {{"SZ118", PolicyLevel::error}, {"SZ120", PolicyLevel::error}};
  CHECK(gates(job, rules).size() == 2);
  CHECK(any_broken(gates(job, rules), false));
  rules.policies = {{"SZ118", PolicyLevel::warn}};
  CHECK_FALSE(any_broken(gates(job, rules), true));
  rules.policies = {{"SZ118", PolicyLevel::off}};
  CHECK(gates(job, rules).empty());
}

TEST_CASE("an exception holds up to its last day and for its jobs alone", "[gates]") {
  Rules rules = rules_of({limit(GateId::max_cost, 1)});
  rules.exceptions = {
      {.jobs = "nightly*", .gate = "max_cost", .reason = "moving", .owner = "ann", .expires = "2026-12-31"}};
  rules.today = "2026-12-31";
  const std::vector<Gate> held = gates(some_job(), rules);
  CHECK_FALSE(any_broken(held, true));
  CHECK(only(held).exception == "until 2026-12-31");
  CHECK(only(held).owner == "ann");

  rules.today = "2027-01-01";
  CHECK(any_broken(gates(some_job(), rules), false));
  CHECK_THAT(only(gates(some_job(), rules)).message, Catch::Matchers::Contains("ended on 2026-12-31"));

  rules.today = "2026-01-01";
  rules.exceptions[0].jobs = "hourly*";
  CHECK(any_broken(gates(some_job(), rules), false));
  rules.exceptions[0].jobs = "*";
  rules.exceptions[0].gate = "max_time";
  CHECK(any_broken(gates(some_job(), rules), false));
}

TEST_CASE("an increase is too much only when it passes every threshold that is given", "[gates]") {
  const Dollars five{5};
  CHECK(grown(1.0, {.share = 0.1}) == Verdict::pass);
  CHECK(grown(1.05, {.share = 0.1}) == Verdict::pass);
  CHECK(grown(1.2, {.share = 0.1}) == Verdict::fail);
  CHECK(grown(1.2, {.share = 0.1, .cost = five}) == Verdict::pass);  // $4 more
  CHECK(grown(1.3, {.share = 0.1, .cost = five}) == Verdict::fail);  // $6 more
  CHECK(grown(1.3, {.share = 0.5, .cost = five}) == Verdict::pass);
  CHECK(grown(1.3, {.cost = five}) == Verdict::fail);
  CHECK(grown(1.3, {.time = Seconds{7}}) == Verdict::pass);
  CHECK(grown(0.1, {.share = 0.0}) == Verdict::pass);
}

TEST_CASE("without figures from before an increase cannot be told", "[gates]") {
  const Rules rules = rules_of({increase({.share = 0.1})});
  CHECK(only(gates(some_job(), rules)).verdict == Verdict::inconclusive);
  JobReport unknown = some_job();
  unknown.cost.reset();
  const JobReport before = some_job();
  CHECK(only(gates(unknown, rules, &before)).verdict == Verdict::inconclusive);
}

TEST_CASE("patterns match names", "[gates]") {
  CHECK(matches("*", ""));
  CHECK(matches("*", "anything"));
  CHECK(matches("night*", "nightly"));
  CHECK(matches("*clicks*", "daily clicks, eu"));
  CHECK(matches("a?c", "abc"));
  CHECK(matches("*a*b*c", "xxaxxbxxbc"));
  CHECK_FALSE(matches("a?c", "ac"));
  CHECK_FALSE(matches("night", "nightly"));
  CHECK_FALSE(matches("", "x"));
  const std::string stars(50, '*'), as(200, 'a');
  CHECK_FALSE(matches(stars + "b", as));
}
