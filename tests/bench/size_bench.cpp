// How fast a search over all common machine types is: candidates a second, what a second core brings, and what a
// candidate costs against one three-case estimate measured in the same run; and what a chain of 25 joins takes against
// one of them.
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

/// 1 TB joined with so many tables of 50 GB, each by a key of its own.
Job chain_of_joins(int joins) {
  std::string inputs = "  clicks: {size: 1 TB, rows: 5G}\n", steps;
  for (int i = 0; i < joins; ++i) {
    inputs += fmt::format("  table{}: {{size: 50 GB, rows: 200M}}\n", i);
    steps += fmt::format("  - {{join: {{with: table{}, keys: k{}}}{}}}\n", i, i, i == 0 ? ", from: clicks" : "");
  }
  const std::string text =
      fmt::format("engine: spark\ncluster: spark-baseline\ninputs:\n{}steps:\n{}  - write: 1 GB\n", inputs, steps);
  Job job = read_job(text, "chain.yaml");
  job.spark = job.own_spark;
  return job;
}

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
  const auto search = [&](const Job& of, unsigned threads) {
    return seconds_of([&] {
      SearchOptions options;
      options.threads = threads;
      candidates = size(of, space, {.deadline = Seconds{1800}}, constants, options).candidates;
    });
  };
  const double one_join = search(chain_of_joins(1), 2), of_one = candidates;
  const double many_joins = search(chain_of_joins(25), 2), of_many = candidates;
  fmt::print(
      "a chain of 25 joins takes {:.1f} times as long as one join: {:.2f} s of {:.0f} candidates, {:.2f} s of {:.0f}\n",
      many_joins / one_join, many_joins, of_many, one_join, of_one);
  const double one = search(job, 1), two = search(job, 2);
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
