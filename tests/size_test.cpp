// The search for the best cluster: right against brute force, lawful on generated jobs, and reproducible.
#include <algorithm>
#include <cmath>

#include "catch.h"
#include "generated_job.h"
#include "program.h"
#include "search/evaluate.h"
#include "search/shapes.h"
#include "search/space.h"
#include "sized.h"
#include "sizer/sizing.h"

namespace {

using namespace sizer;
using search::Point;

const Constants& constants() {
  static const Constants table;
  return table;
}

/// A small space of machines that differ in everything.
Space small_space(const std::vector<std::string>& machines, int least = 2, int most = 9) {
  Space space;
  for (const std::string& name : machines) {
    Cluster cluster;
    cluster.machine = find_machine(name, {});
    built_in_catalogue().price_cluster(cluster);
    space.clusters.push_back(cluster);
  }
  space.least_nodes = least;
  space.most_nodes = most;
  return space;
}

const std::vector<std::string> few = {"m5.xlarge", "m6i.4xlarge", "r5d.2xlarge", "g4dn.xlarge"};

Job job_of(unsigned seed) {
  Job job = generated::job(seed);
  job.spark = job.own_spark;
  return job;
}

Job customer_metrics() {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml";
  Job job = read_job(read_file(path), path);
  for (Step& step : job.steps)
    if (auto* join = std::get_if<Join>(&step.op)) join->strategy = JoinStrategy::automatic;
  job.spark = job.own_spark;
  return job;
}

/// Every candidate by the plain façade, one at a time.
std::vector<Point> brute_force(const Job& job, const Space& space, Case c) {
  const search::Candidates candidates(job, space, constants());
  std::vector<Point> all;
  for (std::int64_t i = 0; i < candidates.size(); ++i) {
    const search::Block& block = candidates.block_of(i);
    const Cluster cluster = candidates.cluster_of(block, candidates.nodes_of(i));
    const Estimate made = estimate(candidates.way(block).job, cluster, constants().at(c), c);
    if (sized::infeasible(made) || made.bill.partial) continue;
    all.push_back({made.timeline.duration.value, made.bill.total.value, i});
  }
  return all;
}

bool dominates(double seconds, double dollars, double other_seconds, double other_dollars) {
  return seconds <= other_seconds && dollars <= other_dollars && (seconds < other_seconds || dollars < other_dollars);
}

double cheapest_within(const std::vector<Point>& all, double deadline) {
  double least = INFINITY;
  for (const Point& each : all)
    if (each.seconds <= deadline) least = std::min(least, each.dollars);
  return least;
}

}  // namespace

TEST_CASE("the search finds what trying every cluster one by one finds", "[size]") {
  int answered = 0;
  for (unsigned seed = 0; seed < generated::seeds(60); ++seed) {
    const Job job = job_of(seed);
    const Space space = small_space(few, 1, 5);
    for (const Confidence confidence : {Confidence::typical, Confidence::high}) {
      const std::vector<Point> all =
          brute_force(job, space, confidence == Confidence::high ? Case::worst : Case::typical);
      const Sizing free = size(job, space, {.confidence = confidence}, constants());
      CAPTURE(seed, name_of(confidence));
      REQUIRE(free.feasible == static_cast<double>(all.size()));
      REQUIRE(free.winner.has_value() == !all.empty());
      if (all.empty()) continue;
      CHECK(free.winner->dollars.value == cheapest_within(all, INFINITY));
      // A deadline in the middle of what there is.
      std::vector<double> times;
      for (const Point& each : all) times.push_back(each.seconds);
      std::ranges::sort(times);
      const double deadline = times[times.size() / 3];
      const Sizing held = size(job, space, {.deadline = Seconds{deadline}, .confidence = confidence}, constants());
      REQUIRE(held.winner);
      CHECK(held.winner->dollars.value == cheapest_within(all, deadline));
      CHECK(held.winner->seconds.value <= deadline);
      const Sizing fastest = size(job, space, {.objective = Objective::time, .confidence = confidence}, constants());
      CHECK(fastest.winner->seconds.value == times.front());
      ++answered;
    }
  }
  CHECK(answered > generated::seeds(30));
}

TEST_CASE("no point of the front is beaten by any cluster, and every one that is unbeaten is on it", "[size]") {
  for (unsigned seed = 0; seed < generated::seeds(60); ++seed) {
    const Job job = job_of(seed);
    const Space space = small_space(few, 1, 5);
    const std::vector<Point> all = brute_force(job, space, Case::typical);
    const Sizing sizing = size(job, space, {}, constants());
    CAPTURE(seed);
    for (const FrontPoint& point : sizing.front)
      for (const Point& other : all)
        REQUIRE_FALSE(dominates(other.seconds, other.dollars, point.run.seconds.value, point.run.dollars.value));
    for (const Point& one : all) {
      if (std::ranges::any_of(all, [&](const Point& other) {
            return dominates(other.seconds, other.dollars, one.seconds, one.dollars);
          }))
        continue;
      CHECK(std::ranges::any_of(sizing.front, [&](const FrontPoint& point) {
        return point.run.seconds.value == one.seconds && point.run.dollars.value == one.dollars;
      }));
    }
    CHECK(std::ranges::count_if(sizing.front, &FrontPoint::knee) == (all.empty() ? 0 : 1));
  }
}

TEST_CASE("a tighter deadline is never cheaper, a smaller budget never faster", "[size]") {
  for (unsigned seed = 0; seed < generated::seeds(40); ++seed) {
    const Job job = job_of(seed);
    const Space space = small_space(few, 1, 6);
    CAPTURE(seed);
    double before = 0;
    for (const double deadline : {1e7, 1e5, 2e4, 5e3, 1e3, 300.0}) {
      const Sizing sizing = size(job, space, {.deadline = Seconds{deadline}}, constants());
      const double cost = sizing.winner ? sizing.winner->dollars.value : INFINITY;
      CHECK(cost >= before);
      before = cost;
    }
    before = 0;
    for (const double budget : {1e6, 1e3, 100.0, 10.0, 1.0, 0.1}) {
      const Sizing sizing = size(job, space, {.max_cost = Dollars{budget}, .objective = Objective::time}, constants());
      const double time = sizing.winner ? sizing.winner->seconds.value : INFINITY;
      CHECK(time >= before);
      before = time;
    }
  }
}

TEST_CASE("a larger space is never worse", "[size]") {
  for (unsigned seed = 0; seed < generated::seeds(40); ++seed) {
    const Job job = job_of(seed);
    CAPTURE(seed);
    for (const Objective objective : {Objective::cost, Objective::time, Objective::balanced}) {
      double before = INFINITY;
      const Space spaces[] = {small_space({"m5.xlarge"}, 2, 4), small_space({"m5.xlarge"}, 1, 8),
                              small_space({"m5.xlarge", "r5d.2xlarge"}, 1, 8), small_space(few, 1, 8)};
      for (const Space& space : spaces) {
        const Sizing sizing = size(job, space, {.objective = objective}, constants());
        double measure = INFINITY;
        if (sizing.winner) {
          const double seconds = sizing.winner->seconds.value, dollars = sizing.winner->dollars.value;
          measure = objective == Objective::cost ? dollars : objective == Objective::time ? seconds : seconds * dollars;
        }
        CHECK(measure <= before);
        before = measure;
      }
    }
  }
}

TEST_CASE("the answer does not depend on the number of threads", "[size]") {
  const Job job = customer_metrics();
  const Space space = small_space(few, 2, 30);
  SearchOptions one, four;
  one.threads = 1;
  four.threads = 4;
  const Sizing a = size(job, space, {.deadline = Seconds{3600}}, constants(), one);
  const Sizing b = size(job, space, {.deadline = Seconds{3600}}, constants(), four);
  REQUIRE(a.winner);
  REQUIRE(b.winner);
  CHECK(a.winner->cluster == b.winner->cluster);
  CHECK(a.winner->settings == b.winner->settings);
  REQUIRE(a.front.size() == b.front.size());
  for (std::size_t i = 0; i < a.front.size(); ++i) CHECK(a.front[i].run.cluster == b.front[i].run.cluster);
}

TEST_CASE("executors fit on their node with overhead and what the system keeps", "[size]") {
  for (const Machine& machine : built_in_catalogue().machines())
    for (const Manager manager : {Manager::yarn, Manager::kubernetes}) {
      const search::Room room = search::room_on(machine, manager);
      const std::vector<Executors> shapes = search::executor_shapes(machine, manager);
      CAPTURE(machine.name, name_of(manager));
      REQUIRE_FALSE(shapes.empty());
      CHECK(room.memory < machine.memory);
      for (const Executors& shape : shapes) {
        CHECK(shape.per_node * shape.cores <= room.cores);
        CHECK((shape.memory + shape.overhead) * shape.per_node <= room.memory);
        CHECK(shape.overhead >= shape.memory * 0.0999);
      }
    }
}

TEST_CASE("a managed Kubernetes node keeps more of a small node than of a large one", "[size]") {
  // By the documented steps: 8 GiB of m5.large-sized nodes lose 1.8 GiB, 64 GiB lose 5.48 GiB, each and 100 MiB.
  Machine machine;
  machine.vcpus = 16;
  machine.memory = Bytes{64.0 * 1073741824};
  const double kept = (machine.memory - search::room_on(machine, Manager::kubernetes).memory).value / 1073741824;
  CHECK(kept == Approx(1 + 0.8 + 0.8 + 0.06 * 48 + 100.0 / 1024));
  CHECK(search::room_on(machine, Manager::kubernetes).cores == 15);
}

TEST_CASE("what the answer says to write gives the estimate that it shows", "[size]") {
  const Ran sized =
      sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--deadline",
                  "40 min", "--machine", "m5d*,r6i*", "--nodes", "2..60", "--format", "json"});
  REQUIRE(sized.code == 0);
  const auto value = [&](const std::string& path) {
    Ran one = sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--deadline",
                          "40 min", "--machine", "m5d*,r6i*", "--nodes", "2..60", "--get", path});
    return one.out.substr(0, one.out.size() - 1);
  };
  const Ran again =
      sizer_with({"estimate", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--set",
                  "cluster=" + value("sizing.winner.cluster"), "--get", "jobs[0].wall_clock_seconds.typical"});
  REQUIRE(again.code == 0);
  CHECK(again.out == value("sizing.winner.wall_clock_seconds.typical") + "\n");
}

TEST_CASE("where nothing keeps the deadline the exit code is 1 and the nearest miss is told", "[size]") {
  const Ran ran = sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml",
                              "--deadline", "10 s", "--machine", "m5.*", "--nodes", "2..20"});
  CHECK(ran.code == 1);
  CHECK(ran.out.find("NOTHING KEEPS THE LIMITS") != std::string::npos);
  CHECK(ran.out.find("What comes nearest: ") != std::string::npos);
}

TEST_CASE("flags of size that make no sense are refused with what was expected", "[size]") {
  const std::string job = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml";
  const auto refused = [&](const std::vector<std::string>& flags, const std::string& words) {
    std::vector<std::string> args = {"size", job};
    args.insert(args.end(), flags.begin(), flags.end());
    const Ran ran = sizer_with(args);
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.err.find(words) != std::string::npos);
  };
  refused({"--nodes", "20..2"}, "expected a range");
  refused({"--nodes", "many"}, "expected a range");
  refused({"--machine", "m5d.4xlage"}, "did you mean 'm5d.4xlarge'");
  refused({"--cloud", "awz"}, "did you mean 'aws'");
  refused({"--cloud", "gcp", "--machine", "m5*"}, "no machine type");
  refused({"--objective", "speed"}, "cost");
  refused({"--deadline", "soon"}, "--deadline");
}
