// Ways of a job side by side, and what tells two states of one apart.
#include <algorithm>
#include <cmath>

#include "catch.h"
#include "generated_job.h"
#include "sized.h"
#include "sizer/comparison.h"
#include "sizer/difference.h"

using namespace sizer;
using sized::shipped;

namespace {

Way way(Job job, const std::string& name) {
  Way made;
  made.job = std::move(job);
  made.shown.name = name;
  return made;
}

Comparison compared(std::vector<Way> ways, const std::string& by = "time") {
  return compare(std::move(ways), Constants(), {200, 0}, by);
}

const Candidate& named(const Comparison& comparison, const std::string& name) {
  for (const Candidate& each : comparison.candidates)
    if (each.name == name) return each;
  FAIL("no candidate " << name);
  return comparison.candidates.front();
}

JobDifference differing(const Job& base, const Job& head, const Constants& then = {}, const Constants& now = {}) {
  const auto state = [](const Job& job, const Constants& constants) {
    return State{&job, &constants, make_report(job, constants, estimate(job, job.cluster, constants), {50, 0}), {}};
  };
  return differ(state(base, then), state(head, now), {50, 0});
}

const FigureChange& figure(const JobDifference& difference, const std::string& name) {
  for (const FigureChange& each : difference.figures)
    if (each.figure == name) return each;
  FAIL("no figure " << name);
  return difference.figures.front();
}

double part(const FigureChange& change, Cause cause) {
  return change.parts[static_cast<std::size_t>(cause)].value_or(NAN);
}

}  // namespace

TEST_CASE("the reference join saves by broadcasting what the source document promises", "[compare]") {
  const Comparison made = compared(
      {way(shipped("spark-join-sort-merge"), "sort_merge"), way(shipped("spark-join-broadcast"), "broadcast")});
  REQUIRE(made.pairs.size() == 1);
  const Pair& pair = made.pairs.front();
  CHECK(made.candidates[static_cast<std::size_t>(pair.first)].name == "broadcast");
  CHECK(pair.shuffle_saved.p50.value > 1e12);
  CHECK(pair.shuffle_saved.p50.value < 2e12);
  CHECK(pair.time_saved.p90.value > 10 * 60);
  CHECK(pair.time_saved.p50.value > 8 * 60);
  CHECK(named(made, "sort_merge").feasible);
  CHECK_FALSE(named(made, "broadcast").feasible);
  CHECK(made.candidates.front().name == "sort_merge");  // what cannot run comes last, however fast
}

TEST_CASE("under shared draws the ratio of two ways is far narrower than their ranges", "[compare]") {
  const Comparison made =
      compared({way(shipped("spark-join-sort-merge"), "a"), way(shipped("spark-join-broadcast"), "b")});
  const Quantiles<Ratio> ratio = made.pairs.front().time_ratio;
  const Range<Seconds> a = made.candidates[0].wall_clock, b = made.candidates[1].wall_clock;
  CHECK(ratio.p90 / ratio.p10 < (a.high / b.low) / (a.low / b.high) / 4);
}

TEST_CASE("a way against itself saves nothing in any draw", "[compare]") {
  const Comparison made = compared({way(shipped("spark-dedup"), "a"), way(shipped("spark-dedup"), "b")});
  CHECK(made.pairs.front().time_ratio == Quantiles<Ratio>{1, 1, 1});
  CHECK(made.pairs.front().time_saved == Quantiles<Seconds>{});
  CHECK(made.pairs.front().faster == 0);
}

TEST_CASE("ways are ranked by what was asked for", "[compare]") {
  const auto ways = [] {
    return std::vector<Way>{way(shipped("spark-dedup", {{"cluster", "10 x m5d.4xlarge"}}), "few"),
                            way(shipped("spark-dedup", {{"cluster", "80 x m5d.4xlarge"}}), "many")};
  };
  CHECK(compared(ways(), "time").candidates.front().name == "many");
  CHECK(compared(ways(), "cost").candidates.front().name == "few");
  for (const Candidate& each : compared(ways()).candidates) CHECK(each.on_front);
}

TEST_CASE("what another way beats in time and cost is not on the front", "[compare]") {
  const Comparison made = compared({way(shipped("spark-dedup"), "as it is"),
                                    way(shipped("spark-dedup", {{"inputs.events.size", "900 GB"}}), "larger")});
  CHECK(named(made, "as it is").on_front);
  CHECK_FALSE(named(made, "larger").on_front);
}

TEST_CASE("nothing is said of a job that is the same", "[diff]") {
  for (unsigned seed = 0; seed < generated::seeds(200); ++seed) {
    const Job job = generated::job(seed);
    CAPTURE(seed);
    const JobDifference made = differing(job, job);
    CHECK(made.status == "unchanged");
    for (const FigureChange& each : made.figures)
      for (const std::optional<double>& cause : each.parts) CHECK(cause.value_or(0) == 0);
  }
}

TEST_CASE("the causes of a change add up to it", "[diff][law]") {
  for (unsigned seed = 0; seed < generated::seeds(300); ++seed) {
    const Job base = generated::job(seed);
    Job head = generated::job(seed + 1000);
    if (generated::is_product(base)) generated::make_small(head);  // of which one plan on the way makes products too
    CAPTURE(seed);
    for (const FigureChange& each : differing(base, head).figures) {
      if (!each.change) continue;
      double sum = 0;
      for (const std::optional<double>& cause : each.parts) sum += cause.value_or(NAN);
      CHECK(sum == Approx(*each.change).epsilon(1e-6).margin(1e-6 * std::abs(each.head->typical)));
    }
  }
}

TEST_CASE("a change is put down to what caused it", "[diff]") {
  const Job base = shipped("spark-join-sort-merge");
  const auto only = [&](const Job& head, const std::string& name, Cause cause) {
    const JobDifference made = differing(base, head);
    const FigureChange& change = figure(made, name);
    for (int i = 0; i < cause_count; ++i) {
      CAPTURE(i);
      if (static_cast<Cause>(i) == cause)
        CHECK(part(change, cause) != 0);
      else
        CHECK(part(change, static_cast<Cause>(i)) == 0);
    }
  };
  only(shipped("spark-join-sort-merge", {{"inputs.clicks.size", "2 TB"}}), "processed_bytes", Cause::data);
  only(shipped("spark-join-sort-merge", {{"steps[0].join.strategy", "shuffle_hash"}}), "wall_clock_seconds",
       Cause::plan);
  Job larger = base;
  larger.cluster.nodes = 30;
  only(larger, "wall_clock_seconds", Cause::cluster);
  Job dearer = base;
  dearer.cluster.machine.price = Price{2};
  only(dearer, "cost_usd", Cause::price);
}

TEST_CASE("settings that come with a cluster are put down to the cluster", "[diff]") {
  const Job base = shipped("spark-join-sort-merge");
  const Job head = shipped("spark-join-sort-merge", {{"cluster", "20 x m5d.4xlarge"}});
  CHECK(part(figure(differing(base, head), "wall_clock_seconds"), Cause::plan) == 0);
}

TEST_CASE("other constants are another model", "[diff]") {
  const Job job = shipped("spark-dedup");
  Constants slower;
  for (std::size_t id = 0; id < constant_count; ++id)
    if (std::string(constant_table()[id].name) == "exchange_write_byte") slower.set(id, exactly(60e-9));
  const FigureChange change = figure(differing(job, job, Constants(), slower), "wall_clock_seconds");
  CHECK(part(change, Cause::model) == Approx(*change.change));
  CHECK(*change.change > 0);
}

TEST_CASE("what is new and what is gone is told in the words of the file", "[diff]") {
  const JobDifference made =
      differing(shipped("spark-join-sort-merge"), shipped("spark-join-sort-merge", {{"inputs.clicks.size", "2 TB"}}));
  CHECK(made.changes == std::vector<std::string>{"inputs.clicks.size: 1 TB -> 2 TB"});
  CHECK(made.status == "changed");
}
