// Plans join by join: what is searched, what is said of each, and what the command line fixes.
#include "sizer/joins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "generated_job.h"
#include "policy_samples.h"
#include "program.h"
#include "sized.h"
#include "sizer/comparison.h"
#include "sizer/report.h"

using namespace sizer;
using namespace sizer::literals;
using Catch::Matchers::Contains;

namespace {

using PlansJson = nlohmann::json;

/// A fact table with a large and a small dimension; `joins` is set of the first.
std::string two_dimensions(const std::string& first = "", const std::string& second = "") {
  return samples::on_spark(
      "  facts: {size: 1 TB, rows: 5G}\n  customers: {size: 50 GB, rows: 200M}\n  products: {size: 100 MB, rows: 1M}\n",
      "  - join: {with: customers, keys: customer_id" + first +
          "}\n    name: prod\n  - join: {with: products, keys: "
          "product_id" +
          second + "}\n  - write: 120 GB\n");
}

/// A star of so many dimensions, the first ones large.
std::string many_dimensions(int count) {
  std::string inputs = "  facts: {size: 1 TB, rows: 5G}\n", steps;
  for (int i = 0; i < count; ++i) {
    inputs += fmt::format("  d{}: {{size: {}, rows: 1M}}\n", i, i % 2 == 0 ? "40 GB" : "80 MB");
    steps += fmt::format("  - join: {{with: d{0}, keys: k{0}}}\n", i);
  }
  return samples::on_spark(inputs, steps + "  - write: 1 GB\n");
}

JoinPlan best_of(const Job& job) {
  const Constants constants;
  const ConstantValues& k = constants.at(Case::typical);
  return best_joins(job, job.cluster, account(job, k, Case::typical), k, Case::typical, joins_of(job));
}

PlansJson compared_in_json(const std::string& job, std::vector<std::string> flags) {
  const Folder folder;
  flags.insert(flags.begin(), {"compare", folder.file("job.yaml", job), "-f", "json", "--draws", "20"});
  const Ran ran = sizer_with(flags);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return PlansJson::parse(ran.out)["comparisons"][0];
}

double seconds_of(const PlansJson& candidate) {
  return candidate["wall_clock_seconds"]["typical"].get<double>();
}

const PlansJson* way_named(const PlansJson& comparison, const std::string& name) {
  for (const PlansJson& each : comparison["candidates"])
    if (each["name"] == name) return &each;
  return nullptr;
}

std::string all_notes(const PlansJson& comparison) {
  std::string notes;
  for (const PlansJson& each : comparison["notes"]) notes += each.get<std::string>() + "\n";
  return notes;
}

}  // namespace

TEST_CASE("one join is broadcast and another sort-merged where that is best", "[joins]") {
  const Job job = sized::job(two_dimensions());
  const JoinPlan best = best_of(job);
  REQUIRE(best.joins.size() == 2);
  CHECK(best.left_out == 0);
  CHECK(best.joins[0].strategy != JoinStrategy::broadcast);
  CHECK(best.joins[1].strategy == JoinStrategy::broadcast);
  const Estimate mixed = sized::typical(with_joins(job, best.joins));
  CHECK(std::string(joins_in_words(mixed.plan)) == "mixed");
  for (const JoinStrategy one : {JoinStrategy::broadcast, JoinStrategy::sort_merge, JoinStrategy::shuffle_hash}) {
    const Estimate same = sized::typical(with_joins(job, {{0, one}, {1, one}}));
    CHECK((sized::infeasible(same) || mixed.timeline.duration < same.timeline.duration));
  }
}

TEST_CASE("join by join is never worse than the job as it is", "[joins][law]") {
  for (unsigned seed = 0; seed < generated::seeds(200); ++seed) {
    const Job job = generated::job(seed);
    if (job.engine->settings != SettingsOf::spark) continue;
    INFO("seed " << seed);
    const Estimate now = sized::typical(job), then = sized::typical(with_joins(job, best_of(job).joins));
    CHECK((sized::infeasible(now) || !sized::infeasible(then)));
    if (!sized::infeasible(now) && !sized::infeasible(then)) CHECK(then.timeline.duration <= now.timeline.duration);
  }
}

TEST_CASE("of very many joins the largest are tried, and the rest is told", "[joins]") {
  const JoinPlan best = best_of(sized::job(many_dimensions(25)));
  CHECK(best.joins.size() == most_joins_tried);
  CHECK(best.left_out == 13);
  CHECK_THAT(all_notes(compared_in_json(many_dimensions(14), {})), Contains("of 14 joins, the 12"));
}

TEST_CASE("a comparison tries a plan join by join, and says what it is", "[joins][compare][cli]") {
  const PlansJson comparison = compared_in_json(two_dimensions(), {});
  REQUIRE(way_named(comparison, "mixed") != nullptr);
  CHECK(comparison["candidates"][0]["name"] == "mixed");
  CHECK(comparison["candidates"][0]["plan"] == "mixed");
  CHECK_THAT(all_notes(comparison), Contains("mixed: prod by ") && Contains("join by broadcast"));
  CHECK(comparison["broadcast_limits"]["join"] == "prod");
  REQUIRE(comparison["more_broadcast_limits"].size() == 1);
  CHECK(comparison["more_broadcast_limits"][0]["table"] == "products");
  // With one join there is nothing to mix.
  const PlansJson one = compared_in_json(samples::broadcast_of("{size: 100 MB, rows: 1M}"), {});
  CHECK(one["candidates"].size() == 3);
  CHECK(one["more_broadcast_limits"].empty());
}

TEST_CASE("what --vary or --set says of a join is not said again by a plan", "[joins][compare][cli]") {
  const std::string job = two_dimensions();
  const PlansJson varied = compared_in_json(job, {"--vary", "steps.prod.join.strategy=shuffle_hash,sort_merge"});
  std::vector<double> times;
  for (const PlansJson& each : varied["candidates"]) times.push_back(seconds_of(each));
  std::ranges::sort(times);
  CHECK(std::ranges::adjacent_find(times) == times.end());
  for (const PlansJson& each : varied["candidates"]) {
    const std::string strategy = each["varied"][0]["value"], other = each["name"];
    const Estimate alone = sized::typical(
        job, {{"steps.prod.strategy", strategy}, {"steps.join.strategy", other.substr(0, other.find(','))}});
    CHECK(seconds_of(each) == Approx(alone.timeline.duration.value));
  }
  const PlansJson fixed =
      compared_in_json(job, {"--set", "steps.prod.strategy=sort_merge", "--set", "steps.join.strategy=broadcast"});
  REQUIRE(fixed["candidates"].size() == 1);
  CHECK(fixed["candidates"][0]["plan"] == "mixed");
}

TEST_CASE("a threshold that varies is compared by what Spark chooses, and equal ways are told",
          "[joins][compare][cli]") {
  const PlansJson varied = compared_in_json(two_dimensions(), {"--vary", "spark.broadcast_threshold=1 MB,200 MB"});
  const PlansJson* const low = way_named(varied, "auto, spark.broadcast_threshold = 1 MB");
  const PlansJson* const high = way_named(varied, "auto, spark.broadcast_threshold = 200 MB");
  REQUIRE(low != nullptr);
  REQUIRE(high != nullptr);
  CHECK(seconds_of(*high) < seconds_of(*low));
  CHECK_THAT(all_notes(varied), Contains("plan the same") && Contains("spark.broadcast_threshold"));
}

TEST_CASE("what a broadcast is said to be is what is read of the table", "[joins][report]") {
  const Job job =
      sized::job(samples::on_spark("  facts: {size: 20 TB, rows: 50G, columns_read: 0.2}\n"
                                   "  history: {size: 800 GB, rows: 4G, partitions_read: 0.01, columns_read: 0.5}\n",
                                   "  - join: {with: history, keys: k}\n  - write: 1 GB\n"));
  const Constants constants;
  const std::vector<BroadcastLimits> limits = broadcast_limits_of(job, constants);
  REQUIRE(limits.size() == 1);
  CHECK(limits[0].size.value == Approx(4e9));
  REQUIRE(limits[0].largest_safe);
  // As large a table, read whole, has the same limits.
  const Job whole = sized::job(
      samples::on_spark("  facts: {size: 20 TB, rows: 50G, columns_read: 0.2}\n  history: {size: 4 GB, rows: 40M}\n",
                        "  - join: {with: history, keys: k}\n  - write: 1 GB\n"));
  CHECK(broadcast_limits_of(whole, constants)[0].largest_safe->value ==
        Approx(limits[0].largest_safe->value).epsilon(0.01));
}

TEST_CASE("a choice between engines says how little is known of one", "[compare][cli]") {
  const PlansJson both =
      compared_in_json(two_dimensions(), {"--engine", "spark,ray", "--set", "cluster=20 x m5d.4xlarge"});
  CHECK_THAT(all_notes(both), Contains("ray: ") && Contains("no measured run with join"));
  for (const PlansJson& each : both["candidates"])
    CHECK_THAT(each["evidence"].get<std::string>(), Contains(each["engine"] == "ray" ? "join 0" : "join 1"));
  CHECK_THAT(all_notes(compared_in_json(two_dimensions(), {})), !Contains("no measured run"));
  CHECK(measured_runs(engines::spark, "sort") > 100);
  CHECK(measured_runs(engines::ray, "aggregate") == 0);
}

TEST_CASE("the measured runs that are counted are those of docs/accuracy.md", "[compare][docs]") {
  struct Family {
    std::string name;
    int runs;
  };
  std::vector<Family> families;
#define EVIDENCE(family, engine, runs, kinds) families.push_back({family, runs});
#include "questions/compare/evidence.inc"
#undef EVIDENCE
  std::map<std::string, int> counted;
  for (const Family& each : families) counted[each.name] += each.runs;
  const std::string page = read_file(std::string(SIZER_SOURCE_DIR) + "/docs/accuracy.md");
  for (const auto& [name, runs] : counted) {
    INFO(name);
    const std::size_t row = page.find("| " + name + " | ");
    REQUIRE(row != std::string::npos);
    int all = 0, expressed = 0;
    REQUIRE(std::sscanf(page.c_str() + row + name.size() + 4, " %d | %d |", &all, &expressed) == 2);
    CHECK(runs == expressed);
  }
}
