// Reports: totals, rows and sentences that follow from three estimates.
#include <algorithm>

#include "catch.h"
#include "generated_job.h"
#include "sized.h"
#include "sizer/report.h"

using namespace sizer;

namespace {

JobReport report_of(const Job& job) {
  const Constants constants;
  return make_report(job, constants, estimate(job, job.cluster, constants));
}

bool says(const JobReport& report, const std::string& code) {
  return std::ranges::any_of(report.reasons, [&](const Reason& r) { return r.code == code; });
}

}  // namespace

TEST_CASE("the total of each kind of bytes is the sum of the stages shown, to the byte", "[report][law]") {
  for (unsigned seed = 0; seed < generated::seeds(300); ++seed) {
    const JobReport report = report_of(generated::job(seed));
    INFO("seed " << seed);
    Bytes read{}, written{}, processed{};
    for (const StageRow& stage : report.stages) {
      read += stage.bytes.input_read.typical;
      written += stage.bytes.shuffle_write.typical;
      processed += stage.bytes.processed.typical;
    }
    CHECK(report.bytes.input_read.typical == read);
    CHECK(report.bytes.shuffle_write.typical == written);
    CHECK(report.bytes.processed.typical == processed);
  }
}

TEST_CASE("a case whose plan is another brings its stages, and the report says so", "[report]") {
  const JobReport report = report_of(
      sized::job("engine: spark\ncluster: 20 x m5d.4xlarge\ninputs:\n  a: {size: 1 TB}\n  b: {size: 1..100 MB}\n"
                 "steps:\n  - join: {with: b, 'on': k}\n  - write: 1 GB\n"));
  CHECK(says(report, "SZ130"));
  CHECK(std::ranges::any_of(report.stages, [](const StageRow& s) { return s.name.ends_with("(worst case only)"); }));
  CHECK(report.bytes.input_read.low.value > 1e12);
  CHECK(report.bytes.input_read.high.value < 1.2e12);
}

TEST_CASE("an input that no step reads is told, and costs nothing", "[report]") {
  const std::string text =
      "engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 GB}, b: {size: 1 PB}}\n"
      "steps: [{filter: 0.5}, {write: 1 GB}]\n";
  const JobReport report = report_of(sized::job(text));
  CHECK(says(report, "SZ134"));
  CHECK(report.wall_clock.high.value < 300);
}

TEST_CASE("what a broadcast must hold is what arrives at the join", "[report]") {
  const auto limits = [](const std::string& steps) {
    return *report_of(sized::job("engine: spark\ncluster: spark-baseline\n"
                                 "inputs: {a: {size: 1 TB}, b: {size: 50 GB}}\nsteps:\n" +
                                 steps + "  - write: 1 GB\n"))
                .broadcast;
  };
  const BroadcastLimits all = limits("  - join: {with: b, on: k}\n    from: a\n");
  const BroadcastLimits few =
      limits("  - filter: 0.01\n    from: b\n    name: few\n  - join: {with: few, on: k}\n    from: a\n");
  CHECK(few.memory.typical.value == Approx(all.memory.typical.value * 0.01));
  CHECK(few.largest_safe.value_or(few.size).value > all.largest_safe.value().value);
}

TEST_CASE("a broadcast has a largest safe size below the one at which it stops paying", "[report]") {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-broadcast.yaml";
  const JobReport report = report_of(read_job(read_file(path), path));
  REQUIRE(report.broadcast.has_value());
  REQUIRE(report.broadcast->largest_safe.has_value());
  REQUIRE(report.broadcast->break_even.has_value());
  CHECK(*report.broadcast->largest_safe < *report.broadcast->break_even);
  CHECK(*report.broadcast->largest_safe < report.broadcast->size);
  CHECK_FALSE(report.feasible);
}
