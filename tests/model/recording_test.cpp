// Measured tasks, scheduled again: on the slots that they had, on others, and for other sizes.
#include <fmt/format.h>

#include "catch.h"
#include "sizer/estimate.h"
#include "sizer/input.h"

using namespace sizer;

namespace {

RecordedStage stage(std::vector<RecordedTasks> tasks, std::vector<int> reads = {}, double gap = 0) {
  RecordedStage made;
  made.name = "stage";
  made.reads = std::move(reads);
  made.tasks = std::move(tasks);
  made.gap = Seconds{gap};
  return made;
}

Recording recording(std::vector<RecordedStage> stages, double slots = 4) {
  Recording run;
  run.slots = slots;
  run.stages = std::move(stages);
  run.groups = {"stage"};
  return run;
}

double seconds(const Recording& run, double slots, TaskOrder order = TaskOrder::mixed, double growth = 1) {
  return run.replay(slots, order, std::vector<double>(run.stages.size(), growth)).duration.value;
}

const char* const recorded_job = R"(
engine: spark
cluster: {nodes: 2, vcpus: 4, memory: 32 GiB, network: 10 Gbps, executors: {per_node: 1, cores: 4}}
inputs:
  clicks: {size: 8 GB}
steps:
  - aggregate: {keys: customer_id, groups: 2M}
measured:
  application: app-1
  wall_clock: 41 s
  after_last_task: 1 s
  slots: 8
  ramp: [{at: 0 s, slots: 4}, {at: 10 s, slots: 8}]
  sizes: {clicks: 8 GB}
  stages:
    - {name: scan, gap: 10 s, tasks: [16], each: [5 s], input: clicks, input_read: 8 GB, shuffle_write: 2 GB}
    - {name: count, reads: [0], gap: 1 s, tasks: [8], each: [10 s], shuffle_read: 2 GB, output_write: 1 GB}
)";

Estimate estimated(const std::string& text, const std::string& overriding = "", const std::string& value = "") {
  ReadOptions how;
  if (!overriding.empty()) how.overrides.push_back({overriding, value});
  const Job job = read_job(text, "job.yaml", how);
  return estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
}

}  // namespace

TEST_CASE("tasks fill the slots wave after wave, and stages wait for what they read", "[recording]") {
  CHECK(seconds(recording({stage({{8, Seconds{2}}})}), 4) == Approx(4));
  CHECK(seconds(recording({stage({{9, Seconds{2}}})}), 4) == Approx(6));
  CHECK(seconds(recording({stage({{4, Seconds{2}}}), stage({{4, Seconds{3}}}, {0}, 0.5)}), 4) == Approx(5.5));
  // Stages that do not wait for each other share the slots.
  CHECK(seconds(recording({stage({{4, Seconds{2}}}), stage({{4, Seconds{2}}})}), 8) == Approx(2));
}

TEST_CASE("the driver's gaps and the tail stay, however many slots there are", "[recording]") {
  Recording run = recording({stage({{100, Seconds{1}}}, {}, 7), stage({{1, Seconds{2}}}, {0}, 3)});
  run.tail = Seconds{1};
  CHECK(seconds(run, 100) == Approx(7 + 1 + 3 + 2 + 1));
  CHECK(seconds(run, 1e6) == Approx(14));
}

TEST_CASE("more slots never make it longer than fewer by more than a task, and never shorter than the path",
          "[recording][laws]") {
  Recording run =
      recording({stage({{40, Seconds{1}}, {7, Seconds{3}}, {1, Seconds{9}}}), stage({{30, Seconds{2}}}, {0})});
  for (const TaskOrder order : {TaskOrder::longest_first, TaskOrder::mixed, TaskOrder::longest_last}) {
    double before = 1e9;
    for (int slots = 1; slots <= 128; slots *= 2) {
      const double now = seconds(run, slots, order);
      CHECK(now <= before + 1e-9);
      CHECK(now >= 9 + 2);
      CHECK(now * slots >= 40 + 21 + 9 + 60);
      before = now;
    }
  }
  CHECK(seconds(run, 8, TaskOrder::longest_first) <= seconds(run, 8, TaskOrder::longest_last));
}

TEST_CASE("slots come up as they did, in proportion", "[recording]") {
  Recording run = recording({stage({{8, Seconds{1}}})}, 4);
  run.ramp = {{Seconds{5}, 2}, {Seconds{6}, 4}};
  CHECK(seconds(run, 4) == Approx(8));    // 2 from 5 s on, 4 from 6 s on
  CHECK(seconds(run, 8) == Approx(7));    // 4, then 8
  run.ramp.push_back({Seconds{6.5}, 0});  // all gone, with two tasks left: they do not wait for ever
  CHECK(seconds(run, 4) == Approx(8));
}

TEST_CASE("a scan that grows has more tasks, what reads its shuffle has longer ones", "[recording]") {
  RecordedStage scan = stage({{8, Seconds{2}}});
  scan.input = 0;
  scan.input_read = Bytes{8e9};
  Recording run = recording({scan, stage({{4, Seconds{3}}}, {0})});
  run.sizes = {Bytes{8e9}};
  CHECK(run.growth({2}) == std::vector<double>{2, 2});
  const Replay twice = run.replay(4, TaskOrder::mixed, run.growth({2}));
  CHECK(twice.stages[0].tasks == 16);
  CHECK(twice.stages[1].tasks == 4);
  CHECK(twice.duration.value == Approx(8 + 6));
}

TEST_CASE("a job that was measured takes the time of its tasks, and moves its bytes", "[recording]") {
  const Estimate as_it_ran = estimated(recorded_job);
  CHECK(as_it_ran.timeline.duration.value == Approx(10 + 10 + 1 + 10 + 1));
  REQUIRE(as_it_ran.plan.stages.size() == 2);
  CHECK(as_it_ran.plan.stages[0].bytes.input_read.value == 8e9);
  CHECK(as_it_ran.plan.stages[0].bytes.shuffle_write.value == 2e9);
  CHECK(as_it_ran.plan.stages[1].bytes.output_write.value == 1e9);
  const Estimate on_half = estimated(recorded_job, "cluster.nodes", "1");
  CHECK(on_half.timeline.duration.value == Approx(10 + 20 + 1 + 20 + 1));
  const Estimate twice = estimated(recorded_job, "inputs.clicks.size", "16 GB");
  CHECK(twice.timeline.duration.value == Approx(10 + 20 + 1 + 20 + 1));
  CHECK(twice.plan.stages[0].bytes.input_read.value == 16e9);
  const Estimate model = estimated(recorded_job, "measured", "null");
  CHECK(!model.plan.fixed);
  CHECK(model.plan.stages.size() == 2);
  CHECK(model.timeline.duration != as_it_ran.timeline.duration);
}

TEST_CASE("on other slots the range is wider than on those that were measured", "[recording]") {
  const auto width = [](const char* nodes) {
    ReadOptions how;
    how.overrides.push_back({"cluster.nodes", nodes});
    const Job job = read_job(recorded_job, "job.yaml", how);
    const ByCase<Estimate> made = estimate(job, job.cluster, Constants());
    return made.worst.timeline.duration / made.best.timeline.duration;
  };
  CHECK(width("2") > 1.1);
  CHECK(width("8") > width("2"));
}

TEST_CASE("what is wrong with measured stages is told where it stands", "[recording][wrong]") {
  const auto wrong = [](const std::string& path, const std::string& value) -> std::string {
    try {
      estimated(recorded_job, path, value);
    } catch (const InputError& error) {
      return error.diagnostics.front().message;
    }
    return {};
  };
  CHECK(wrong("measured.stages[1].reads", "[1]") == "measured.stages[1].reads: '1' is no number of a stage before it");
  CHECK(wrong("measured.stages[0].each", "[5 s, 6 s]") == "measured.stages[0]: 1 numbers of tasks and 2 times");
  CHECK(wrong("measured.stages[0].input", "orders") == "measured.stages[0]: the job has no input 'orders'");
  CHECK(wrong("measured.stages[0].tasks", "[1e12]").find("can be scheduled again") != std::string::npos);
  CHECK(wrong("measured.slots", "0").find("measured.slots") != std::string::npos);
  CHECK(wrong("engine", "ray").find("measured is of a run of Spark") != std::string::npos);
}

TEST_CASE("documents of a file are told apart, each on its own lines", "[recording][documents]") {
  const std::string two = "# head\na: 1\n---\n# second\nb: 2\n---\n# nothing\n";
  CHECK(documents_in(two) == 2);
  CHECK(documents_in("---\na: 1\n") == 1);
  CHECK(documents_in("") == 0);
  CHECK(document_of(two, 1) == "# head\na: 1\n");
  CHECK(document_of(two, 2) == "\n\n\n# second\nb: 2\n");
  CHECK(document_of(two, 3).empty());
}
