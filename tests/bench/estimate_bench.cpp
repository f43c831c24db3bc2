// How many full estimates (best, typical and worst case) a second, and what reading a job costs.
#include <benchmark/benchmark.h>

#include <string>

#include "sizer/estimate.h"
#include "sizer/input.h"

namespace sizer {
namespace {

const std::string three_steps = R"(
engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB}
  customers: {size: 50 GB}
steps:
  - join: {with: customers, on: customer_id}
  - aggregate: {keys: customer_id, groups: 200M}
  - write: 120 GB
)";

/// Two joins, eight rounds of filter, window and aggregation, and the writing: thirty steps.
std::string thirty_steps() {
  std::string job = R"(
engine: spark
cluster: spark-baseline
inputs:
  events: {size: 2..3 TB, rows: 10G}
  users: {size: 80 GB}
  items: {size: 5 GB}
steps:
  - filter: 0.8
  - join: {with: users, on: user_id}
  - join: {with: items, on: item_id, strategy: broadcast}
  - project: 0.5
)";
  for (int round = 0; round < 8; ++round) {
    const std::string key = "key_" + std::to_string(round);
    job += "  - filter: 0.9\n";
    job += "  - window: {partition_by: " + key + ", order_by: time}\n";
    job += "  - aggregate: {keys: " + key + ", reduction: 0.7, width: 1}\n";
  }
  return job + "  - sort: {by: time}\n  - write: {ratio: 0.5}\n";
}

void read(benchmark::State& state, const std::string& text) {
  for (auto _ : state) benchmark::DoNotOptimize(read_job(text, "job.yaml"));
}

void full_estimate(benchmark::State& state, const std::string& text) {
  const Job job = read_job(text, "job.yaml");
  const Constants constants;
  for (auto _ : state) benchmark::DoNotOptimize(estimate(job, job.cluster, constants));
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(full_estimate, 3_steps, three_steps);
BENCHMARK_CAPTURE(full_estimate, 30_steps, thirty_steps());
BENCHMARK_CAPTURE(read, 3_steps, three_steps)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(read, 30_steps, thirty_steps())->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sizer
