// How fast a search over all common machine types is: candidates a second, what a second core brings, and what a
// candidate costs against one three-case estimate measured in the same run.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sizer/input.h"
#include "sizer/sizing.h"

namespace {

using namespace sizer;
using Clock = std::chrono::steady_clock;

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

/// The shortest of a few runs.
template <class Work>
double seconds_of(Work work, int runs = 3) {
  double best = 1e300;
  for (int i = 0; i < runs; ++i) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main() {
  Job job = read_job(join_job, "join.yaml");
  job.spark = job.own_spark;
  const Constants constants;
  Space space;
  for (const Machine& machine : built_in_catalogue().common_machines()) {
    if (!machine.price) continue;
    Cluster cluster;
    cluster.machine = machine;
    built_in_catalogue().price_cluster(cluster);
    space.clusters.push_back(std::move(cluster));
  }
  double candidates = 0;
  const auto search = [&](unsigned threads) {
    return seconds_of([&] {
      SearchOptions options;
      options.threads = threads;
      candidates = size(job, space, {.deadline = Seconds{1800}}, constants, options).candidates;
    });
  };
  const double one = search(1), two = search(2);
  constexpr int repeats = 20'000;
  double total = 0;
  const double estimates = seconds_of([&] {
    for (int i = 0; i < repeats; ++i) total += estimate(job, job.cluster, constants).typical.bill.total.value;
  });
  const double full = estimates / repeats;
  fmt::print("{:.0f} candidates: {:.2f} s on one core, {:.2f} s on two ({:.2f} times as fast)\n", candidates, one, two,
             one / two);
  fmt::print("{:.0f} candidates a second on one core, {:.0f} on two\n", candidates / one, candidates / two);
  fmt::print("a candidate takes {:.2f} us on one core, {:.2f} of a three-case estimate ({:.2f} us)\n",
             one / candidates * 1e6, one / candidates / full, full * 1e6);
  return total > 0 ? 0 : 1;
}
