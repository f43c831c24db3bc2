// What doubling and tenfolding a workload, its nodes or its machines does: the answer moves as physics says.
#include <cmath>

#include "catch.h"
#include "sized.h"

using namespace sizer;
using sized::workload;

namespace {

double seconds(const Estimate& e) {
  return e.timeline.duration.value;
}
double work(const Estimate& e) {
  return (e.timeline.duration - e.plan.startup).value;
}

const char* const spark_jobs[] = {"spark-join-sort-merge", "spark-dedup", "spark-global-sort",
                                  "spark-spilling-aggregation"};

std::vector<Override> times(const std::string& name, double factor) {
  const Job job = read_job(read_file(std::string(SIZER_SOURCE_DIR) + "/workloads/" + name + ".yaml"), name);
  std::vector<Override> changes;
  for (const Input& input : job.inputs) {
    changes.push_back({"inputs." + input.name + ".size", std::to_string(input.size->typical.value * factor) + " B"});
    if (input.rows)
      changes.push_back({"inputs." + input.name + ".rows", std::to_string(input.rows->typical.value * factor)});
  }
  return changes;
}

}  // namespace

TEST_CASE("twice and ten times the data takes about twice and ten times as long", "[physics]") {
  for (const std::string name : spark_jobs) {
    INFO(name);
    const double once = work(workload(name));
    CHECK(work(workload(name, times(name, 2))) / once > 1.5);
    CHECK(work(workload(name, times(name, 2))) / once < 3.2);
    CHECK(work(workload(name, times(name, 10))) / once > 7);
    CHECK(work(workload(name, times(name, 10))) / once < 25);  // what no longer fits in memory spills
  }
}

TEST_CASE("twice the nodes nearly halve the work of a large job, and never lengthen it", "[physics]") {
  for (const std::string name : spark_jobs) {
    INFO(name);
    const Job job = read_job(read_file(std::string(SIZER_SOURCE_DIR) + "/workloads/" + name + ".yaml"), name);
    const double once = work(sized::typical(job));
    Job doubled = job;
    doubled.cluster.nodes *= 2;
    const double twice = work(sized::typical(doubled));
    CHECK(twice < once);
    CHECK(once / twice < 2.5);
    doubled.cluster.nodes = job.cluster.nodes * 10;
    CHECK(work(sized::typical(doubled)) <= twice);
  }
}

TEST_CASE("start-up and the driver set a floor under any number of nodes", "[physics]") {
  const double many = seconds(workload("spark-dedup", {{"cluster", "2000 x m5d.4xlarge"}}));
  CHECK(many > 30);
}

TEST_CASE("more machines cost more money for a job that they hardly speed up", "[physics]") {
  const auto dollars = [](const char* cluster) {
    return workload("ray-external-api", {{"cluster", cluster}}).bill.total.value;
  };
  CHECK(dollars("40 x m5.4xlarge") > 5 * dollars("4 x m5.4xlarge"));
}

TEST_CASE("memory that shrinks makes a sort spill and last longer", "[physics]") {
  const auto with_heap = [](const char* heap) {
    return workload("spark-join-sort-merge",
                    {{"cluster", std::string("{nodes: 20, machine: m5d.4xlarge, executors: {per_node: 5, cores: 3, "
                                             "memory: ") +
                                     heap + ", overhead: 1 GB}, spark: {shuffle_partitions: 2000}}"}});
  };
  CHECK(sized::bytes(with_heap("10 GB")).spill_write.value == 0);
  CHECK(sized::bytes(with_heap("4 GB")).spill_write.value > 100e9);
  CHECK(seconds(with_heap("4 GB")) > 1.3 * seconds(with_heap("10 GB")));
}

TEST_CASE("ten times the rows take ten times as long to score", "[physics]") {
  const auto scored = [](const char* rows, const char* size) {
    return work(workload("ray-gpu-inference", {{"inputs.rows.rows", rows}, {"inputs.rows.size", size}}));
  };
  CHECK(scored("5G", "5 TB") / scored("500M", "500 GB") == Approx(10).epsilon(0.05));
}

TEST_CASE("a cluster that is better run is faster, in the order tuned, typical, untuned", "[physics]") {
  const auto run = [](const char* tuning) {
    return seconds(workload("spark-dedup",
                            {{"cluster", std::string("{nodes: 20, machine: m5d.4xlarge, tuning: ") + tuning + "}"}}));
  };
  CHECK(run("tuned") < run("typical"));
  CHECK(run("typical") < run("untuned"));
}

TEST_CASE("what is done three times asks for three times as much, but a task holds no more at once", "[physics]") {
  const Job job = read_job(read_file(std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml"), "join");
  const Stage stage = sized::typical(job).plan.stages.back();
  Demand thrice = stage.demand, added = stage.demand;
  thrice *= 3;
  added += stage.demand;
  added += stage.demand;
  CHECK(thrice.cpu.value == Approx(added.cpu.value));
  CHECK(thrice.disk_read.value == Approx(added.disk_read.value));
  CHECK(thrice.store_puts == Approx(added.store_puts));
  CHECK(thrice.task_memory == stage.demand.task_memory);
  StageBytes bytes = stage.bytes;
  bytes *= 3;
  CHECK(bytes.processed().value == Approx(3 * stage.bytes.processed().value));
}

TEST_CASE("a stage of more work than any number holds never ends, and takes nothing from the others", "[physics]") {
  const Job job = read_job(read_file(std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml"), "join");
  const Constants constants;
  const ConstantValues& k = constants.at(Case::typical);
  Plan plan = estimate(job, job.cluster, k, Case::typical).plan;
  const Capacity have = capacity(job.cluster, *job.engine, k);
  const Timeline alone = schedule(plan, have, k);
  plan.stages.insert(plan.stages.begin(), plan.stages.front());  // it would be served first
  plan.stages.front().demand.cpu = CoreSeconds{INFINITY};
  plan.stages.front().after.clear();
  for (std::size_t i = 1; i < plan.stages.size(); ++i)
    for (int& before : plan.stages[i].after) ++before;
  const Timeline together = schedule(plan, have, k);
  for (std::size_t i = 0; i < alone.stages.size(); ++i) {
    CHECK(together.stages[i + 1].start == alone.stages[i].start);
    CHECK(together.stages[i + 1].end == alone.stages[i].end);
  }
}
