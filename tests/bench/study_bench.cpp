// What several estimates of one job cost, as multiples of a full (three-case) estimate measured in the same run.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "sizer/comparison.h"
#include "sizer/explanation.h"
#include "sizer/input.h"
#include "sizer/report.h"

namespace {

using namespace sizer;

constexpr const char* join_job = R"(
engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB, rows: 5G, shuffle_ratio: 1.0..1.25}
  customers: {size: 50 GB, rows: 200M, shuffle_ratio: 1}
steps:
  - join: {with: customers, on: customer_id, matches: 1}
  - aggregate: {keys: customer_id, groups: 200M, width: 0.296..0.424}
  - write: 120 GB
)";

/// The quickest of several runs, in milliseconds: what is slower is the machine's other work.
double milliseconds(int runs, const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e300;
  for (int i = 0; i < runs; ++i) {
    const Clock::time_point start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return best;
}

std::vector<Way> ways_of(const Job& job) {
  std::vector<Way> ways;
  for (int nodes = 5; nodes <= 100; nodes += 5)
    for (const JoinStrategy strategy :
         {JoinStrategy::broadcast, JoinStrategy::sort_merge, JoinStrategy::shuffle_hash}) {
      Way way;
      way.job = job;
      way.job.cluster.nodes = nodes;
      std::get<Join>(way.job.steps[0].op).strategy = strategy;
      ways.push_back(std::move(way));
    }
  return ways;
}

void print(const char* what, double time, double estimate) {
  fmt::print("{:<58} {:>9.3f} ms {:>9.0f} estimates\n", what, time, time / estimate);
}

}  // namespace

int main() {
  const Job job = read_job(join_job, "join.yaml");
  const Constants constants;
  const Drawing drawing;
  std::size_t sink = 0;
  const double estimate_time = milliseconds(5,
                                            [&] {
                                              for (int i = 0; i < 1000; ++i)
                                                sink +=
                                                    estimate(job, job.cluster, constants).typical.plan.stages.size();
                                            }) /
                               1000;
  print("one full estimate", estimate_time, estimate_time);
  print("report with 1,000 draws",
        milliseconds(
            10,
            [&] { sink += make_report(job, constants, estimate(job, job.cluster, constants), drawing).stages.size(); }),
        estimate_time);
  print("compare of 3 plans x 20 clusters, 1,000 draws each",
        milliseconds(10, [&] { sink += compare(ways_of(job), constants, drawing, "time").candidates.size(); }),
        estimate_time);
  print("explain --sensitivity with 1,000 draws",
        milliseconds(10,
                     [&] {
                       sink += sensitivity_of(job, constants, 10).influences.size();
                       sink += draw(job, draw_constants(constants, drawing), drawing).seconds.size();
                     }),
        estimate_time);
  print("explain cost_usd, all levels",
        milliseconds(10, [&] { sink += derive(job, constants, "cost_usd", 12)->parts.size(); }), estimate_time);
  return sink == 0 ? 1 : 0;
}
