// Words of other tools as keys: the error says where a job file says the same.
#include "text/foreign_words.h"

#include <algorithm>
#include <string>

#include "catch.h"
#include "sizer/input.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

std::vector<Diagnostic> of_job(const std::string& top, const std::string& spark, const std::string& step) {
  try {
    read_job("engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 TB}}\nspark: {" + spark + "}\n" + top +
                 "\nsteps:\n  - {filter: 0.5, name: f}\n  - " + step + "\n",
             "job.yaml");
  } catch (const InputError& error) {
    return error.diagnostics;
  }
  return {};
}

}  // namespace

TEST_CASE("a key of Spark's own vocabulary points to where it is said here", "[foreign]") {
  struct Tried {
    const char *top, *spark, *step, *note;
  };
  const Tried tried = GENERATE(values<Tried>({
      {"", "executor_cores: 4", "write: 1 GB", "cluster: {executors: {cores: 4}}"},
      {"", "executor.memory: 16g", "write: 1 GB", "cluster: {executors: {memory: 16g}}"},
      {"", "spark.executor.memoryOverhead: 2g", "write: 1 GB", "executors: {overhead: 2g}"},
      {"", "dynamic_allocation: true", "write: 1 GB", "cluster: {nodes: 20}"},
      {"spark.dynamicAllocation.enabled: true", "", "write: 1 GB", "cluster: {nodes: 20}"},
      {"spark.sql.shuffle.partitions: 400", "", "write: 1 GB", "spark: {shuffle_partitions: 400}"},
      {"shuffle_partitions: 400", "", "write: 1 GB", "spark: {shuffle_partitions: 400}"},
      {"driver_memory: 4g", "", "write: 1 GB", "spark: {driver_memory: 4g}"},
      {"executors: {cores: 4}", "", "write: 1 GB", "cluster: {executors: {cores: 4, memory: 16g}}"},
      {"schedule: daily", "", "write: 1 GB", "runs_per_month: 30"},
      {"", "", "udf: my_function", "step `map: {language: python"},
      {"", "", "mapInPandas: {}", "step `map: {language: python"},
      {"", "", "write: {size: 1 GB, partitionBy: day}", "step `repartition` before"},
      {"", "", "groupBy: day", "step `aggregate: {keys: customer_id}`"},
      {"", "", "crossJoin: b", "step `nested_loop_join: {with: customers}`"},
      {"", "", "explode_outer: tags", "step `generate: 3.5`"},
      {"", "", "rollup: [country, city]", "step `expand: {rollup: [country, city]}`"},
      {"", "", "keep: [a, b]", "project: {width: 0.4}"},
      {"", "", "project: {keep: 0.5}", "project: {width: 0.4}"},
  }));
  const std::vector<Diagnostic> all = of_job(tried.top, tried.spark, tried.step);
  INFO(tried.top << " | " << tried.spark << " | " << tried.step);
  REQUIRE(all.size() == 1);
  CHECK(all[0].code == "SZ014");
  CHECK_THAT(all[0].note, Contains(tried.note));
}

TEST_CASE("what a foreign word points to is read as it is shown", "[foreign]") {
  CHECK(
      of_job("budget: {max_time: 30 min, max_cost: $40}\nruns_per_month: 30\npricing: spot\nlabels: {team: growth}",
             "shuffle_partitions: 400, driver_memory: 4g, max_result_size: 2g, advisory_partition_size: 64m, "
             "broadcast_timeout: 5m, codec: zstd, prefer_sort_merge: true, max_partition_bytes: 128m, skew_join: true",
             "aggregate: {keys: customer_id}")
          .empty());
  CHECK_NOTHROW(
      read_cluster("{nodes: 20, machine: m5d.4xlarge, driver: m5.xlarge, executors: {cores: 4, memory: 16g, "
                   "overhead: 2g, per_node: 3}}",
                   "cluster.yaml"));
  CHECK(said_here_by("no_such_key").empty());
}
