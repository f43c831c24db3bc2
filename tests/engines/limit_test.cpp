// Steps that leave rows or partitions out, put them into another order, or side by side.
#include <string>

#include "catch.h"
#include "sized.h"

using namespace sizer;
using sized::bytes;
using sized::exchanges;
using sized::notes;
using sized::typical;

namespace {

std::string job(const std::string& engine, const std::string& steps) {
  return "engine: " + engine + "\ncluster: " + engine + (engine == "ray" ? "-cpu" : "") +
         "-baseline\ninputs:\n  a: {size: 100 GB, rows: 500M}\n  b: {size: 60 GB, rows: 300M}\nsteps:\n" + steps +
         "  - write: {ratio: 1}\n";
}

}  // namespace

TEST_CASE("a limit sends the first rows of each task to one, which takes what it needs", "[spark][limit]") {
  const Estimate e = typical(job("spark", "  - limit: 1000\n"));
  REQUIRE(e.plan.stages.size() == 2);
  const Stage &scan = e.plan.stages.front(), &last = e.plan.stages.back();
  const double tasks = scan.tasks;
  REQUIRE(e.plan.exchanges.size() == 1);
  CHECK(e.plan.exchanges.front().rows.value == Approx(1000 * tasks));
  CHECK(last.tasks == 1);
  CHECK(last.bytes.shuffle_read.value == Approx(scan.bytes.shuffle_write.value / tasks));
  CHECK(e.ledger.steps.back().rows.value == Approx(1000));
  // Files are read by row groups, rows are made until there are enough.
  CHECK(scan.bytes.input_read.value == Approx(100e9));
  CHECK(scan.demand.cpu < 0.1 * typical(job("spark", "  - filter: 1\n")).plan.stages.front().demand.cpu);
}

TEST_CASE("behind a limit nothing is shuffled again: all rows lie in one task", "[spark][limit]") {
  CHECK(exchanges(typical(job("spark", "  - limit: 1000\n  - aggregate: {keys: k, groups: 10}\n"))) == 1);
}

TEST_CASE("a limit above all rows lets them all through", "[spark][ray][limit]") {
  const Estimate e = typical(job("spark", "  - limit: 1T\n"));
  CHECK(e.plan.exchanges.front().rows.value == Approx(500e6));
  CHECK(bytes(e).shuffle_read.value == Approx(bytes(e).shuffle_write.value));
  CHECK(bytes(typical(job("ray", "  - limit: 1T\n"))).input_read.value == Approx(100e9));
}

TEST_CASE("Ray stops reading when it has enough rows, but for the reads that are under way", "[ray][limit]") {
  const Estimate all = typical(job("ray", "  - filter: 1\n")), some = typical(job("ray", "  - limit: 1000\n"));
  CHECK(bytes(some).input_read < bytes(all).input_read);
  CHECK(bytes(some).input_read.value > 0);
  CHECK(some.timeline.duration < all.timeline.duration);
}

TEST_CASE("a limit behind an exchange saves nothing of what was read before it", "[spark][limit]") {
  const std::string sorts = "  - sort: ts\n", groups = "  - aggregate: {keys: k, groups: 400M}\n";
  for (const std::string& before : {sorts, groups}) {
    const Estimate without = typical(job("spark", before)), with = typical(job("spark", before + "  - limit: 10\n"));
    CHECK(bytes(with).input_read == bytes(without).input_read);
    CHECK(bytes(with).shuffle_write >= bytes(without).shuffle_write);
  }
}

TEST_CASE("coalesce makes fewer tasks of the same stage, and never more", "[spark][coalesce]") {
  const Estimate none = typical(job("spark", "  - filter: 1\n"));
  const Estimate few = typical(job("spark", "  - coalesce: 10\n")),
                 many = typical(job("spark", "  - coalesce: 1000000\n"));
  CHECK(exchanges(few) == 0);
  CHECK(few.plan.stages.size() == none.plan.stages.size());
  CHECK(few.plan.stages.front().tasks == 10);
  CHECK(many.plan.stages.front().tasks == none.plan.stages.front().tasks);
  CHECK(few.timeline.duration > none.timeline.duration);
  CHECK_FALSE(notes(few, NoteCode::single_task));
  CHECK(notes(typical(job("spark", "  - coalesce: 1\n")), NoteCode::single_task));
}

TEST_CASE("Spark forgets by what rows lie together when partitions are put together", "[spark][coalesce]") {
  const std::string grouped = "  - aggregate: {keys: k, groups: 1M}\n", again = "  - dedup: {keys: [k, d]}\n";
  CHECK(exchanges(typical(job("spark", grouped + again))) == 1);
  CHECK(exchanges(typical(job("spark", grouped + "  - coalesce: 7\n" + again))) == 2);
  CHECK(exchanges(typical(job("spark", grouped + "  - coalesce: 1\n" + again))) == 1);
}

TEST_CASE("Ray puts blocks together without a barrier", "[ray][coalesce]") {
  const Estimate e = typical(job("ray", "  - coalesce: 10\n"));
  REQUIRE(e.plan.stages.size() == 3);  // read, put together, write
  CHECK(e.plan.stages[1].tasks == 10);
  CHECK(e.plan.stages.front().group == e.plan.stages[1].group);
  CHECK(exchanges(e) == 0);
}

TEST_CASE("Spark shuffles at random by sorting by a number of chance", "[spark][random_shuffle]") {
  const Estimate sorts = typical(job("spark", "  - sort: ts\n")),
                 deals = typical(job("spark", "  - random_shuffle:\n"));
  CHECK(exchanges(deals) == 1);
  CHECK(deals.plan.exchanges.front().kind == Partitioned::range);
  CHECK(deals.plan.exchanges.front().raw.value == Approx(sorts.plan.exchanges.front().raw.value + 8 * 500e6));
  CHECK(notes(deals, NoteCode::sampled_twice));
}

TEST_CASE("Ray deals all rows out to all tasks", "[ray][random_shuffle]") {
  const Estimate e = typical(job("ray", "  - random_shuffle: {}\n"));
  REQUIRE(e.plan.exchanges.size() == 1);
  CHECK(e.plan.exchanges.front().kind == Partitioned::round_robin);
  CHECK(e.plan.exchanges.front().bytes == e.ledger.inputs.front().memory);
  CHECK(e.plan.stages.front().group != e.plan.stages.back().group);
}

TEST_CASE("a zip has the columns of both sides and the rows of the shorter", "[ray][zip]") {
  const Estimate e = typical(job("ray", "  - zip: b\n"));
  const Flow &a = e.ledger.inputs[0], &b = e.ledger.inputs[1], &out = e.ledger.steps[0];
  CHECK(out.rows == b.rows);
  CHECK(out.memory.value == Approx(a.memory.value * 0.6 + b.memory.value));
  CHECK(exchanges(e) == 0);
}
