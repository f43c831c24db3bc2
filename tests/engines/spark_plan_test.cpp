// Spark's plans: which exchanges, which join, how many tasks, what spills, what fails.
#include <algorithm>

#include "catch.h"
#include "sized.h"

using namespace sizer;
using sized::bytes;
using sized::exchanges;
using sized::infeasible;
using sized::notes;
using sized::typical;
using What = ExchangeNote::What;

namespace {

std::string spark(const std::string& steps, const std::string& settings = "") {
  return "engine: spark\ncluster: spark-baseline\n" + settings +
         "inputs:\n  a: {size: 100 GB, rows: 500M}\n  b: {size: 60 GB, rows: 300M}\nsteps:\n" + steps +
         "  - write: {ratio: 0.5}\n";
}

const std::string join_on_k = "  - join: {with: b, 'on': k, type: TYPE}\n";

std::string join_of(const std::string& type, const std::string& then) {
  std::string text = join_on_k;
  text.replace(text.find("TYPE"), 4, type);
  return spark(text + then);
}

}  // namespace

TEST_CASE("a group-by on the key of an inner join needs no exchange of its own", "[spark]") {
  const Estimate e = typical(join_of("inner", "  - aggregate: {keys: k, groups: 1M}\n"));
  CHECK(exchanges(e) == 2);
  CHECK(exchanges(e, What::reused) == 1);
}

TEST_CASE("a group-by on the key and more needs no exchange either, one on another key does", "[spark]") {
  CHECK(exchanges(typical(join_of("inner", "  - aggregate: {keys: [k, x], groups: 1M}\n"))) == 2);
  CHECK(exchanges(typical(join_of("inner", "  - aggregate: {keys: x, groups: 1M}\n"))) == 3);
}

TEST_CASE("a full outer join leaves no partitioning to reuse", "[spark]") {
  CHECK(exchanges(typical(join_of("full", "  - aggregate: {keys: k, groups: 1M}\n"))) == 3);
}

TEST_CASE("a left join keeps the left side's partitioning and loses the right side's name", "[spark]") {
  const std::string text = "  - join: {with: b, 'on': k, right_on: j, type: left}\n";
  CHECK(exchanges(typical(spark(text + "  - aggregate: {keys: k, groups: 1M}\n"))) == 2);
  CHECK(exchanges(typical(spark(text + "  - aggregate: {keys: j, groups: 1M}\n"))) == 3);
}

TEST_CASE("an existence join keeps the left side's rows and partitioning, and a word for what it found", "[spark]") {
  const Estimate e = typical(join_of("existence", "  - aggregate: {keys: k, groups: 1M}\n"));
  CHECK(exchanges(e) == 2);  // the aggregate needs none: rows lie by the left side's key (TPC-DS q35)
  const Flow &left = e.ledger.inputs[0], &out = e.ledger.steps[0];
  CHECK(out.rows == left.rows);
  CHECK(out.memory == left.memory + left.rows * Bytes{8});
  CHECK(out.shuffled == left.shuffled);
}

TEST_CASE("an existence join broadcasts its right side alone, however small the left one is", "[spark]") {
  const std::string head = "engine: spark\ncluster: spark-baseline\ninputs:\n";
  const std::string join = "steps:\n  - join: {with: b, keys: k, type: existence}\n  - write: {}\n";
  CHECK(exchanges(typical(head + "  a: {size: 100 GB}\n  b: {size: 1 MB}\n" + join)) == 0);
  CHECK(exchanges(typical(head + "  a: {size: 1 MB}\n  b: {size: 100 GB}\n" + join)) == 2);
}

TEST_CASE("the hot key of an existence join is not cut into pieces", "[spark]") {
  const auto split = [](const std::string& type) {
    const Estimate e = typical(spark("  - join: {with: b, keys: k, hot_key_share: 0.1, type: " + type + "}\n"));
    return std::ranges::any_of(e.plan.notes, [](const Note& note) { return note.code == NoteCode::skew_split; });
  };
  CHECK(split("semi"));
  CHECK(!split("existence"));
}

TEST_CASE("reuse of partitioning can be switched off", "[spark]") {
  const std::string text = join_of("inner", "  - aggregate: {keys: k, groups: 1M}\n");
  CHECK(exchanges(typical("spark: {reuse_partitioning: never}\n" + text)) == 3);
}

TEST_CASE("tables bucketed by the join key are joined without an exchange", "[spark]") {
  const Estimate e = typical(
      "engine: spark\ncluster: spark-baseline\ninputs:\n"
      "  a: {size: 100 GB, bucketed_by: k, buckets: 256}\n  b: {size: 60 GB, bucketed_by: k, buckets: 256}\n"
      "steps:\n  - join: {with: b, 'on': k}\n  - write: {}\n");
  CHECK(exchanges(e) == 0);
  CHECK(bytes(e).shuffle_write.value == 0);
}

TEST_CASE("a side below the threshold is broadcast, one above is not", "[spark]") {
  const std::string text = spark("  - join: {with: b, 'on': k}\n");
  CHECK(typical(text, {{"inputs.b.size", "9 MB"}, {"inputs.b.rows", "40k"}}).plan.joins.at(0).strategy ==
        JoinStrategy::broadcast);
  CHECK(typical(text).plan.joins.at(0).strategy == JoinStrategy::sort_merge);
}

TEST_CASE("a filter does not make a side small at plan time, adaptive execution does at run time", "[spark]") {
  const std::string text = spark(
      "  - filter: 0.00002\n    from: b\n    name: few\n"
      "  - join: {with: few, 'on': k}\n    from: a\n");
  const Estimate e = typical(text);
  CHECK(e.plan.joins.at(0).strategy == JoinStrategy::broadcast);
  CHECK(notes(e, NoteCode::runtime_broadcast));
  CHECK(bytes(e).shuffle_write.value > 100e9);  // both sides have been written
  CHECK(typical("spark: {adaptive: false}\n" + text).plan.joins.at(0).strategy == JoinStrategy::sort_merge);
}

TEST_CASE("a broadcast of 50 GB is estimated, and marked infeasible for every limit that it breaks", "[spark]") {
  const Estimate e = sized::workload("spark-join-broadcast");
  CHECK(infeasible(e));
  for (const NoteCode code : {NoteCode::broadcast_too_large, NoteCode::broadcast_result_size,
                              NoteCode::broadcast_driver_memory, NoteCode::broadcast_executor_memory})
    CHECK(notes(e, code));
  CHECK_FALSE(notes(e, NoteCode::broadcast_too_many_rows));
  CHECK(bytes(e).shuffle_write.value < 1e12);
}

TEST_CASE("partial aggregation with few groups shuffles next to nothing, with unique groups all rows", "[spark]") {
  const auto written = [](const char* groups) {
    return bytes(typical(spark("  - aggregate: {keys: k, groups: " + std::string(groups) + ", width: 1}\n")))
        .shuffle_write.value;
  };
  CHECK(written("100") < 1e9);
  CHECK(written("500M") > 80e9);
  CHECK(written("10k") < written("1M"));
}

TEST_CASE("an aggregate of distinct values has two exchanges", "[spark]") {
  CHECK(exchanges(typical(spark("  - aggregate: {keys: k, groups: 1M, distinct: user}\n"))) == 2);
}

TEST_CASE("a dedup carries whole rows", "[spark]") {
  const Estimate e = typical(spark("  - dedup: {keys: k, keeps: 1}\n"));
  CHECK(exchanges(e) == 1);
  CHECK(bytes(e).shuffle_write.value == Approx(125e9).epsilon(0.01));
}

TEST_CASE("a global sort reads its input twice, a top k shuffles nothing", "[spark]") {
  const Estimate sorted = typical(spark("  - sort: {by: k}\n"));
  CHECK(bytes(sorted).input_read.value == Approx(200e9));
  CHECK(exchanges(sorted) == 1);
  const Estimate top = typical(spark("  - sort: {by: k, limit: 100}\n"));
  CHECK(bytes(top).input_read.value == Approx(100e9));
  CHECK(exchanges(top) == 0);
  CHECK(exchanges(typical(spark("  - sort: {by: k, scope: within_partitions}\n"))) == 0);
}

TEST_CASE("a window without keys runs in one task, one with keys in many", "[spark]") {
  const auto tasks = [](const Estimate& e) { return e.plan.stages.back().tasks; };
  CHECK(tasks(typical(spark("  - window: {order_by: t}\n"))) == 1);
  CHECK(tasks(typical(spark("  - window: {partition_by: k, order_by: t}\n"))) > 100);
}

TEST_CASE("adaptive execution merges small partitions and never adds any", "[spark]") {
  const auto tasks = [](const std::string& size, const std::string& partitions) {
    return typical(spark("  - exchange: {bytes: " + size + ", by: k}\n",
                         "spark: {shuffle_partitions: " + partitions + "}\n"))
        .plan.stages.back()
        .tasks;
  };
  CHECK(tasks("1 TB", "200") == 200);
  CHECK(tasks("1 GB", "2000") == Approx(300).margin(1));  // one a core
  CHECK(tasks("100 GB", "2000") == Approx(100e9 / 67108864).margin(1));
}

TEST_CASE("the hot key of a join is cut into pieces, unless a later step needs the partitioning", "[spark]") {
  const std::string hot = "  - join: {with: b, 'on': k, hot_key_share: 0.05}\n";
  CHECK(notes(typical(spark(hot)), NoteCode::skew_split));
  const Estimate kept = typical(spark(hot + "  - aggregate: {keys: k, groups: 1M}\n"));
  CHECK_FALSE(notes(kept, NoteCode::skew_split));
  CHECK(notes(kept, NoteCode::skew));
}

TEST_CASE("grouping sets multiply rows and end their partitioning: rollup, cube, or any number", "[spark]") {
  const auto rows = [](const char* sets) {
    return typical(spark("  - expand: {" + std::string(sets) + "}\n")).ledger.steps[0].rows.value;
  };
  CHECK(rows("rollup: [k, d]") == Approx(3 * 500e6));
  CHECK(rows("cube: [k, d, e]") == Approx(8 * 500e6));
  CHECK(rows("sets: 5") == Approx(5 * 500e6));
  const Estimate e = typical(
      spark("  - dedup: {keys: k}\n  - expand: {rollup: [k, d]}\n  - aggregate: {keys: [d, k, id], groups: 1M}\n"));
  CHECK(exchanges(e) == 2);
  const Flow &in = e.ledger.steps[0], &out = e.ledger.steps[1];
  CHECK(out.memory.value == Approx((in.memory * 3 + in.rows * 3 * Bytes{8}).value));
  // No later step needs the join's partitioning: the skewed partitions are cut.
  const std::string hot = "  - join: {with: b, keys: k, hot_key_share: 0.05}\n";
  const std::string grouped = "  - aggregate: {keys: k, groups: 1M}\n";
  CHECK(notes(typical(spark(hot + "  - expand: 3\n" + grouped)), NoteCode::skew_split));
  CHECK_FALSE(notes(typical(spark(hot + grouped)), NoteCode::skew_split));
}

TEST_CASE("explode makes a row of each element where the rows lie, and keeps those without when it is outer",
          "[spark]") {
  const auto rows = [](const char* keys) {
    return typical(spark("  - generate: {" + std::string(keys) + "}\n")).ledger.steps[0].rows.value;
  };
  CHECK(rows("rows_out: 3.5") == Approx(3.5 * 500e6));
  CHECK(rows("rows_out: 0.4") == Approx(0.4 * 500e6));
  CHECK(rows("rows_out: 0.4, outer: true") == Approx(500e6));
  const Estimate e = typical(spark("  - dedup: {keys: k}\n  - generate: 3.5\n  - aggregate: {keys: k, groups: 1M}\n"));
  CHECK(exchanges(e) == 1);
  CHECK(exchanges(e, What::reused) == 1);
}

TEST_CASE("fewer partitions than memory allows make a sort spill, more do not", "[spark]") {
  const auto spilled = [](const char* partitions) {
    return bytes(typical(spark("  - join: {with: b, 'on': k}\n",
                               "spark: {shuffle_partitions: " + std::string(partitions) + "}\n")))
        .spill_write.value;
  };
  CHECK(spilled("20") > 10e9);
  CHECK(spilled("2000") == 0);
}

TEST_CASE("given shuffle bytes replace the model's figure", "[spark]") {
  const Estimate e = typical(spark("  - dedup: {keys: k}\n    shuffle: 42 GB\n"));
  CHECK(bytes(e).shuffle_write.value == Approx(42e9));
  CHECK(exchanges(e, What::given) == 1);
  CHECK(bytes(typical(spark("  - dedup: {keys: k}\n    shuffle: 2\n"))).shuffle_write.value == Approx(200e9));
}

TEST_CASE("small inputs are cut so that every core gets some", "[spark]") {
  const auto tasks = [](const char* size) {
    return typical(spark("  - filter: 0.5\n"), {{"inputs.a.size", size}}).plan.stages.front().tasks;
  };
  CHECK(tasks("8 GB") == Approx(300).epsilon(0.05));
  CHECK(tasks("1 TB") == Approx(1e12 / 134217728 * 1.03).epsilon(0.02));
}

TEST_CASE("executors that do not fit on their nodes are told", "[spark]") {
  CHECK(
      notes(typical(spark("  - filter: 0.5\n"),
                    {{"cluster", "{nodes: 4, machine: m5.xlarge, executors: {per_node: 2, cores: 2, memory: 12 GB}}"}}),
            NoteCode::executor_does_not_fit));
}

TEST_CASE("Python is charged for the columns that are its arguments", "[spark]") {
  const auto seconds = [](const std::string& keys) {
    return typical(spark("  - map: {language: python" + keys + "}\n")).timeline.duration.value;
  };
  CHECK(seconds(", arguments: 0.1") < seconds("") / 2);
  CHECK(seconds(", arguments: 1") == Approx(seconds("")));
  // With a rate of its own the code takes as long, but less is sent to it.
  CHECK(seconds(", rows_per_second: 50k rows/s, arguments: 0.1") < seconds(", rows_per_second: 50k rows/s"));
}
