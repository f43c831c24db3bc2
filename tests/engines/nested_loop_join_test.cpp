// Joins without equal keys: which side is broadcast, when tasks multiply, and what is read again.
#include <cmath>
#include <string>

#include "catch.h"
#include "sized.h"
#include "sizer/report.h"

using namespace sizer;
using sized::bytes;
using sized::exchanges;
using sized::infeasible;
using sized::notes;
using sized::typical;

namespace {

/// Half a million events against a million sessions, or a hundred of them.
std::string loops(const std::string& keys, const std::string& sessions = "{size: 1 GB, rows: 1M}",
                  const std::string& settings = "", const std::string& then = "") {
  return "engine: spark\ncluster: spark-baseline\n" + settings +
         "inputs:\n  events: {size: 20 GB, rows: 500k}\n  sessions: " + sessions +
         "\nsteps:\n  - nested_loop_join: {with: sessions" + keys + "}\n" + then + "  - write: {ratio: 0.5}\n";
}

const std::string few = "{size: 10 kB, rows: 100}";

/// The stage that joins, by what it is called.
const Stage* joined_by(const Estimate& e, std::string_view act) {
  for (const Stage& stage : e.plan.stages)
    for (const Part& part : stage.parts)
      if (part.act.name() == act) return &stage;
  return nullptr;
}

const char* const loop = "BroadcastNestedLoopJoin";
const char* const product = "CartesianProduct";

}  // namespace

TEST_CASE("a side below the threshold is broadcast, and the other stays where it is", "[spark][nested_loops]") {
  const Estimate e = typical(loops("", few));
  REQUIRE(joined_by(e, loop) != nullptr);
  CHECK(exchanges(e) == 0);
  CHECK(bytes(e).input_read.value == Approx(20e9 + 10e3));
  CHECK_FALSE(infeasible(e));
}

TEST_CASE("of an inner join without a small side each pair of partitions is a task, which reads both",
          "[spark][nested_loops]") {
  const Estimate e = typical(loops(""));
  const Stage* const joins = joined_by(e, product);
  REQUIRE(joins != nullptr);
  const double of_events = typical(loops("", few)).plan.stages.back().tasks;
  const double of_sessions = joins->tasks / of_events;
  CHECK(of_sessions == std::floor(of_sessions));
  CHECK(of_sessions > 1);
  CHECK(bytes(e).input_read.value == Approx(20e9 * of_sessions + 1e9 * of_events));
}

TEST_CASE("a cartesian product reads a shuffle again for each partition of the other side", "[spark][nested_loops]") {
  const Estimate e = typical(
      "engine: spark\ncluster: spark-baseline\nspark: {adaptive: false, shuffle_partitions: 30}\n"
      "inputs:\n  events: {size: 20 GB, rows: 500k}\n  sessions: {size: 1 GB, rows: 1M}\n"
      "steps:\n  - dedup: {keys: k, keeps: 1}\n  - nested_loop_join: {with: sessions}\n  - write: {}\n");
  const Stage* const joins = joined_by(e, product);
  REQUIRE(joins != nullptr);
  CHECK(joins->bytes.shuffle_read.value == Approx(bytes(e).shuffle_write.value * joins->tasks / 30));
}

TEST_CASE("other joins broadcast the side that suits them, however large", "[spark][nested_loops]") {
  const std::string large = "{size: 500 GB, rows: 5G}";
  for (const char* type : {"left", "semi", "anti", "existence", "full"}) {
    INFO(type);
    const Estimate e = typical(loops(", type: " + std::string(type), large));
    CHECK(joined_by(e, loop) != nullptr);
    CHECK(infeasible(e));
  }
  CHECK(notes(typical(loops(", type: left", large)), NoteCode::broadcast_too_large));
  // A right join sends its left side; a full one the smaller.
  CHECK(joined_by(typical(loops(", type: right", large)), loop)->bytes.input_read.value == Approx(500e9));
}

TEST_CASE("what is asked for is done where it can be", "[spark][nested_loops]") {
  CHECK(joined_by(typical(loops(", strategy: cartesian", few)), product) != nullptr);
  CHECK(joined_by(typical(loops(", strategy: broadcast")), loop) != nullptr);
}

TEST_CASE("adaptive execution broadcasts a side that comes small out of an exchange", "[spark][nested_loops]") {
  const auto job = [](const char* adaptive) {
    return "engine: spark\ncluster: spark-baseline\nspark: {adaptive: " + std::string(adaptive) +
           "}\ninputs:\n  events: {size: 20 GB, rows: 500k}\n  sessions: {size: 1 GB, rows: 1M}\n"
           "steps:\n  - aggregate: {keys: k, groups: 10}\n    from: sessions\n    name: few\n"
           "  - nested_loop_join: {}\n    from: [events, few]\n  - write: {}\n";
  };
  CHECK(joined_by(typical(job("true")), loop) != nullptr);
  CHECK(joined_by(typical(job("false")), product) != nullptr);
}

TEST_CASE("a side that does not suit the join is asked twice, and its partitioning is lost", "[spark][nested_loops]") {
  const std::string grouped = "  - aggregate: {keys: k, groups: 1M}\n";
  const auto after_dedup = [&](const std::string& keys) {
    return typical("engine: spark\ncluster: spark-baseline\ninputs:\n  events: {size: 20 GB, rows: 500k}\n  few: " +
                   few + "\nsteps:\n  - dedup: {keys: k}\n  - nested_loop_join: {with: few" + keys + "}\n" + grouped +
                   "  - write: {}\n");
  };
  for (const char* type : {"inner", "cross", "left", "semi", "anti", "existence"})
    CHECK(exchanges(after_dedup(", type: " + std::string(type))) == 1);
  CHECK(exchanges(after_dedup(", type: full")) == 2);
  CHECK(exchanges(after_dedup(", type: right")) == 2);
  const Estimate full = after_dedup(", type: full");
  CHECK(joined_by(full, loop)->bytes.shuffle_read.value ==
        Approx(2 * full.plan.stages.front().bytes.shuffle_write.value));
}

TEST_CASE("the rows of nested loops: each pair of a cross join, else as many as match, no more than pairs",
          "[ledger][nested_loops]") {
  const auto rows = [](const std::string& keys, const std::string& sessions = few) {
    return typical(loops(keys, sessions)).ledger.steps.front().rows.value;
  };
  CHECK(rows(", type: cross") == Approx(500e3 * 100));
  CHECK(rows(", matches: 3") == Approx(1.5e6));
  CHECK(rows(", matches: 3000") == Approx(500e3 * 100));
  CHECK(rows(", type: left, matches: 0.1") == Approx(500e3));
  CHECK(rows(", type: right, matches: 0.00001") == Approx(100));
  CHECK(rows(", type: semi, matches: 0.2") == Approx(100e3));
  CHECK(rows(", type: existence") == Approx(500e3));
}

TEST_CASE("a plan whose only joins are nested loops is called by them", "[spark][nested_loops]") {
  const Job job = sized::job(loops("", few));
  const Constants constants;
  CHECK(make_report(job, constants, estimate(job, job.cluster, constants)).plan == "nested_loops");
}

TEST_CASE("pairs cost what they were measured to, by the way of the join", "[spark][nested_loops]") {
  const auto cpu = [](const std::string& keys, const std::string& sessions) {
    return typical(loops(keys, sessions)).plan.stages.back().demand.cpu.value;
  };
  const auto of_pairs = [&](const std::string& keys) {
    return cpu(keys, "{size: 120 MB, rows: 240k}") - cpu(keys, "{size: 20 MB, rows: 40k}");
  };
  const double pairs = 500e3 * 200e3;
  CHECK(of_pairs(", matches: 1, strategy: broadcast") == Approx(pairs * 2e-9).epsilon(0.01));
  CHECK(of_pairs(", matches: 1, type: full, strategy: broadcast") == Approx(pairs * 10e-9).epsilon(0.01));
  CHECK(cpu(", matches: 1, strategy: cartesian", "{size: 100 MB, rows: 200k}") > pairs * 30e-9);
}
