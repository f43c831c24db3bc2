// Ray's plans: what is fused, what crosses the object store, what stops the stream, what does not fit.
#include "catch.h"
#include "sized.h"

using namespace sizer;
using sized::bytes;
using sized::infeasible;
using sized::notes;
using sized::typical;

namespace {

std::string ray(const std::string& steps, const std::string& cluster = "ray-cpu-baseline") {
  return "engine: ray\ncluster: " + cluster + "\ninputs:\n  a: {size: 100 GB, rows: 100M, row_width: 2 kB}\nsteps:\n" +
         steps + "  - write: {ratio: 0.5}\n";
}

double operators(const Estimate& e) {
  return static_cast<double>(e.plan.stages.size());
}

}  // namespace

TEST_CASE("a read, a map over whole blocks and a write are one operator", "[ray]") {
  const Estimate e = typical(ray("  - map: {quality: vectorized}\n"));
  CHECK(operators(e) == 1);
  CHECK(bytes(e).object_store_put.value == 0);
}

TEST_CASE("an explicit batch size after a read breaks the fusion, and all Arrow bytes cross the edge", "[ray]") {
  const Estimate e = typical(ray("  - map: {quality: vectorized, batch_size: 1024}\n"));
  CHECK(operators(e) == 2);
  CHECK(bytes(e).object_store_put.value == Approx(200e9));
  CHECK(bytes(e).object_store.value < 100e9);
  CHECK(operators(typical("ray: {version: 2.40}\n" + ray("  - map: {quality: vectorized, batch_size: 1024}\n"))) == 1);
}

TEST_CASE("explode is a map over Arrow blocks: fused with its read, and paid by the bytes that leave it", "[ray]") {
  const auto work = [](const char* rows) {
    return typical(ray("  - generate: {width: 0.5, rows_out: " + std::string(rows) + "}\n  - sort: {by: k}\n"))
        .plan.stages.front();
  };
  const Stage short_arrays = work("1"), long_arrays = work("21");
  CHECK(short_arrays.parts.front().act == Act::scan);
  CHECK(short_arrays.parts.back().act == Act("Generate"));
  CHECK((long_arrays.demand.cpu - short_arrays.demand.cpu).value > 2000e9 * 0.6e-9);
}

TEST_CASE("what follows an actor pool is not fused with it", "[ray]") {
  CHECK(operators(typical(ray("  - map: {actors: 20}\n"))) == 2);
}

TEST_CASE("a GPU stage is fed by CPU stages through the object store", "[ray]") {
  const Estimate e = sized::workload("ray-gpu-inference");
  CHECK(operators(e) == 3);
  CHECK(e.timeline.stages[1].bound == Bound::gpu);
  CHECK_FALSE(infeasible(e));
}

TEST_CASE("streaming operators run at once: the whole lasts as long as the busiest, not as long as the sum", "[ray]") {
  const Estimate e = sized::workload("ray-actor-pipeline");
  double sum = 0, longest = 0;
  for (const StageTime& stage : e.timeline.stages) {
    sum += stage.alone.value;
    longest = std::max(longest, stage.alone.value);
  }
  const double ran = (e.timeline.duration - e.plan.startup).value;
  CHECK(ran < sum * 0.9);
  CHECK(ran >= longest * 0.999);
}

TEST_CASE("a group-by is a barrier of at most 128 aggregators", "[ray]") {
  const Estimate e = typical(ray("  - aggregate: {keys: k, groups: 50M, width: 0.5}\n"));
  CHECK(e.plan.stages[2].slots == 128);
  CHECK(e.plan.stages[2].after.size() == 1);
  CHECK(e.timeline.stages[2].start >= e.timeline.stages[1].end);
}

TEST_CASE("a shuffle larger than the object store spills to disk", "[ray]") {
  CHECK(bytes(typical(ray("  - sort: {by: k}\n"))).spill_write.value == 0);
  CHECK(bytes(typical(ray("  - sort: {by: k}\n"), {{"inputs.a.rows", "1G"}})).spill_write.value > 1e12);
}

TEST_CASE("GPUs asked of a cluster without any, or for a model too large for them, make the plan infeasible", "[ray]") {
  const std::string step = "  - inference: {device: gpu, model_size: 2 GB}\n";
  CHECK(notes(typical(ray(step)), NoteCode::no_gpu));
  CHECK_FALSE(infeasible(typical(ray(step, "ray-gpu-baseline"))));
  CHECK(notes(typical(ray(step, "ray-gpu-baseline"), {{"steps[0].inference.model_size", "20 GB"}}),
              NoteCode::gpu_memory));
}

TEST_CASE("a service's cap bounds the job, whatever the cluster", "[ray]") {
  const Estimate small = sized::workload("ray-external-api");
  const Estimate large = sized::workload("ray-external-api", {{"cluster", "40 x m5.4xlarge"}});
  CHECK(small.timeline.duration.value == Approx(large.timeline.duration.value).epsilon(0.15));
  CHECK(small.timeline.duration.value > 40e6 / 100 / 500);
}

TEST_CASE("state that does not fit in the actors' memory is told", "[ray]") {
  const std::string step = "  - keyed_state: {keys: k, shards: 200, state: 50 GB}\n";
  CHECK_FALSE(infeasible(typical(ray(step))));
  CHECK(notes(typical(ray(step), {{"steps[0].keyed_state.state", "5 TB"}}), NoteCode::keyed_state_memory));
}

TEST_CASE("actors of several CPUs compute on all of them", "[ray]") {
  const auto slots = [](const char* pool) {
    const Estimate made = typical(ray(std::string("  - inference: {") + pool + "}\n"));
    double most = 0;
    for (const Stage& stage : made.plan.stages)
      for (const Part& part : stage.parts)
        if (part.act == Act::inference) most = stage.slots;
    return most;
  };
  CHECK(slots("actors: 4, cpus: 1") == 4);
  CHECK(slots("actors: 4, cpus: 5") == 20);
  CHECK(slots("actors: 4, cpus: 0.5") == 4);
  CHECK(typical(ray("  - inference: {actors: 4, cpus: 5}\n")).timeline.duration <
        typical(ray("  - inference: {actors: 4}\n")).timeline.duration);
}

TEST_CASE("partitions that a step asks for are cut, whatever the settings say", "[ray]") {
  const auto tasks = [](const std::string& step) {
    const Estimate made = typical(ray(step));
    for (const Stage& stage : made.plan.stages)
      for (const Part& part : stage.parts)
        if (part.act == Act::exchange_read) return stage.tasks;
    return 0.0;
  };
  CHECK(tasks("  - repartition: {by: k, partitions: 321}\n") == 321);
  CHECK(tasks("  - exchange: {by: k, bytes: 1 TB, partitions: 321}\n") == 321);
  CHECK(tasks("  - exchange: {bytes: 1 TB}\n") > 1);
}

TEST_CASE("the usual rate of a named GPU is scaled from the class that it was measured on", "[ray]") {
  const auto seconds = [](const char* gpu) {
    return sized::typical(
               read_job("engine: ray\ncluster: {nodes: 4, vcpus: 8, memory: 64 GB, gpus: 1, gpu: " + std::string(gpu) +
                            "}\ninputs: {a: {size: 100 GB, rows: 1G}}\nsteps: [{inference: {device: gpu}}, {write: 1 "
                            "GB}]\n",
                        "job.yaml"))
        .timeline.duration;
  };
  CHECK(seconds("H100") < seconds("A100"));
  CHECK(seconds("A100") < seconds("A10G"));
  CHECK(seconds("A10G") < seconds("T4"));
  CHECK(seconds("'T4/A10 class'") == seconds("something of ours"));
}
