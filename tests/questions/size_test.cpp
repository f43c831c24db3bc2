// The search for the best cluster: right against brute force, lawful on generated jobs, and reproducible.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "catch.h"
#include "generated_job.h"
#include "program.h"
#include "questions/size/elastic.h"
#include "questions/size/evaluate.h"
#include "questions/size/gpus.h"
#include "questions/size/shapes.h"
#include "questions/size/space.h"
#include "render/phrases.h"
#include "sized.h"
#include "sizer/sizing.h"

namespace {

using namespace sizer;
using sizing::Point;

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
  const sizing::Candidates candidates(job, space, constants());
  std::vector<Point> all;
  for (std::int64_t i = 0; i < candidates.size(); ++i) {
    const sizing::Block& block = candidates.block_of(i);
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
  unsigned answered = 0;
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

TEST_CASE("what is counted, chosen and told under p90 is of p90", "[size]") {
  const Job job = customer_metrics();
  const Space space = small_space(few, 2, 30);
  const Sizing free = size(job, space, {.confidence = Confidence::p90}, constants());
  REQUIRE(free.winner);
  CHECK(free.drawn > 1);
  CHECK(free.within == free.drawn);
  const Seconds deadline = free.front.back().run.seconds * 1.2;
  const Sizing held = size(job, space, {.deadline = deadline, .confidence = Confidence::p90}, constants());
  REQUIRE(held.winner);
  CHECK(held.drawn == free.drawn);
  CHECK(held.within >= 1);
  CHECK(held.within < held.drawn);
  CHECK(held.winner->seconds <= deadline);
  CHECK(held.winner->seconds > held.winner->wall_clock.typical);
  CHECK(held.why.front().find(fmt::format("{:.0f} of them keep the limits at p90", held.within)) != std::string::npos);
  for (const Relaxation& each : held.relaxed)
    if (each.limit == "deadline") CHECK(each.cost.value <= 0);
  CHECK(size(job, space, {}, constants()).drawn == 0);
}

TEST_CASE("several joins are sized with a plan join by join, too", "[size]") {
  Job job = sized::job(
      "engine: spark\ncluster: spark-baseline\n"
      "inputs: {facts: {size: 1 TB, rows: 5G}, customers: {size: 50 GB, rows: 200M}, products: {size: 100 MB, rows: "
      "1M}}\n"
      "steps:\n- join: {with: customers, keys: c}\n- join: {with: products, keys: p}\n- write: 120 GB\n");
  const Sizing sizing = size(job, small_space(few, 8, 12), {}, constants());
  REQUIRE(sizing.winner);
  CHECK(sizing.winner->plan == "mixed");
  // The plan that is searched for each way is near linear in the joins, never a product of their strategies.
  std::string inputs = "facts: {size: 10 GB, rows: 50M}", steps;
  for (int i = 0; i < 14; ++i) {
    inputs += fmt::format(", d{}: {{size: {}}}", i, i % 2 == 0 ? "4 GB" : "8 MB");
    steps += fmt::format("- join: {{with: d{0}, keys: k{0}}}\n", i);
  }
  job = sized::job("engine: spark\ncluster: spark-baseline\ninputs: {" + inputs + "}\nsteps:\n" + steps);
  CHECK(sizing::ways_of(job, constants()).size() <= 10);
  const Sizing many = size(job, small_space({"m5d.4xlarge"}, 8, 9), {}, constants());
  CHECK(
      std::ranges::any_of(many.notes, [](const std::string& note) { return note.starts_with("of 14 joins, the 12"); }));
}

TEST_CASE("the knee of the scaling curve is told only where the search went past it", "[size]") {
  const Job job = customer_metrics();
  const Sizing far = size(job, small_space({"m6g.4xlarge"}, 2, 200), {}, constants());
  REQUIRE(far.scaling);
  const int knee = far.scaling->knee, cheapest = far.scaling->cheapest;
  REQUIRE(knee > cheapest);
  REQUIRE(cheapest > 2);
  CHECK(scaling_in_words(*far.scaling) ==
        fmt::format("Past {} nodes, more cost more than they save; past {}, a percent more money buys less than a "
                    "percent of the time.",
                    cheapest, knee));
  const Sizing near = size(job, small_space({"m6g.4xlarge"}, 2, cheapest), {}, constants());
  REQUIRE(near.scaling);
  CHECK(near.scaling->knee == 0);
  CHECK(scaling_in_words(*near.scaling) ==
        fmt::format("Up to {0} nodes, more save what they cost; up to {0}, a percent more money still buys a percent "
                    "of the time.",
                    cheapest));
}

TEST_CASE("the price of a minute follows from the lines that are shown", "[size]") {
  const Space space = small_space(few, 1, 60);
  for (const bool whole : {false, true}) {
    SearchOptions options;
    options.whole_front = whole;
    const Sizing sizing = size(customer_metrics(), space, {.deadline = Seconds{3600}}, constants(), options);
    REQUIRE(sizing.front.size() > 12);
    const auto told = std::ranges::count_if(sizing.front, &FrontPoint::told);
    CHECK((whole ? told == static_cast<long>(sizing.front.size()) : told <= 15));
    const SizedRun* before = nullptr;
    bool winner_told = false;
    for (const FrontPoint& point : sizing.front) {
      CHECK(point.minute_price.has_value() == (before != nullptr));
      if (before != nullptr)
        CHECK(point.minute_price->value ==
              Approx((point.run.dollars - before->dollars).value / ((before->seconds - point.run.seconds).value / 60)));
      if (point.told) before = &point.run;
      if (point.knee) CHECK(point.told);
      winner_told = winner_told || (point.told && point.run.cluster == sizing.winner->cluster);
    }
    CHECK(sizing.front.front().told);
    CHECK(sizing.front.back().told);
    CHECK(winner_told);
  }
}

TEST_CASE("executors have two to eight cores, and one only where the node has no more", "[size]") {
  for (const Machine& machine : built_in_catalogue().machines()) {
    const ConstantValues& kept = constants().at(Case::typical);
    const int cores = room_on(machine, Manager::yarn, kept).cores;
    CAPTURE(machine.name, cores);
    for (const Executors& shape : sizing::executor_shapes(machine, Manager::yarn, kept)) {
      CHECK(shape.cores >= std::min(cores, 2));
      CHECK(shape.cores <= 8);
    }
  }
}

TEST_CASE("a GPU's throughput lies between its tensor arithmetic and its memory bandwidth", "[size][gpus]") {
  const std::vector<GpuModel> gpus = built_in_catalogue().gpus();
  for (const GpuModel& here : gpus) {
    CAPTURE(here.name);
    CHECK_FALSE(here.source.empty());
    for (const GpuModel& there : gpus) {
      const auto ratio = sizing::gpu_ratio(gpus, here.name, there.name, constants());
      const auto back = sizing::gpu_ratio(gpus, there.name, here.name, constants());
      REQUIRE(ratio);
      REQUIRE(back);
      CHECK(ratio->typical * back->typical == Approx(1));
      CHECK(ratio->low * back->high == Approx(1));
      const double arithmetic = here.teraflops / there.teraflops;
      const double memory = here.memory_bandwidth / there.memory_bandwidth;
      for (const double bound : {arithmetic, memory}) {
        CHECK(ratio->low <= bound);
        CHECK(ratio->high >= bound);
      }
    }
  }
  CHECK_FALSE(sizing::gpu_ratio(gpus, "Inferentia2", "T4", constants()));
  // Every GPU of the catalogue is either published or told of in the answer.
  for (const Machine& machine : built_in_catalogue().common_machines())
    if (machine.gpus > 0)
      CHECK((machine.gpu == "Inferentia2" || std::ranges::count(gpus, machine.gpu, &GpuModel::name)));
}

TEST_CASE("a rate that is given for a GPU replaces the scaled one, and one that is unknown leaves its machines out",
          "[size][gpus]") {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/workloads/ray-gpu-inference.yaml";
  const Job job = read_job(read_file(path), path);
  Space space = small_space({"g4dn.xlarge", "g6.xlarge", "inf2.xlarge"}, 2, 20);
  space.gpus = built_in_catalogue().gpus();
  const Sizing scaled = size(job, space, {}, constants());
  REQUIRE(scaled.gpu_rates.size() == 2);
  CHECK_FALSE(scaled.gpu_rates[0].given);
  CHECK(
      std::ranges::any_of(scaled.notes, [](const std::string& note) { return note.find("Inferentia2") != note.npos; }));

  space.gpu_rates = {{"Inferentia2", exactly(RowRate{1e6}), true}};
  const Sizing given = size(job, space, {}, constants());
  REQUIRE(given.winner);
  CHECK(given.winner->machine == "inf2.xlarge");
  CHECK(given.winner->dollars < scaled.winner->dollars);
}

TEST_CASE("machines with GPUs are searched only for jobs that use them, or when nothing else is named", "[size]") {
  const std::string job = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-dedup.yaml";
  const Ran both = sizer_with({"size", job, "--machine", "m5.4xlarge,g4dn.*", "--nodes", "4..8"});
  CHECK(both.code == 0);
  CHECK(both.out.find("with GPUs, which no step") != std::string::npos);
  CHECK(both.out.find("x g4dn") == std::string::npos);
  const Ran only = sizer_with({"size", job, "--machine", "g4dn.4xlarge", "--nodes", "4..8"});
  CHECK(only.code == 0);
  CHECK(only.out.find("x g4dn.4xlarge") != std::string::npos);
}

TEST_CASE("workers that come and go are never held longer than a fixed cluster, and shuffle files keep them",
          "[size][elastic]") {
  Job job = customer_metrics();
  Cluster cluster = small_space({"m5.4xlarge"}).clusters.front();
  cluster.nodes = 40;
  cluster.executors = pack_executors(cluster.machine);
  const Constants& k = constants();
  const auto from_two = sizing::autoscaling_of(job, cluster, 2, k, Case::typical);
  const auto from_all = sizing::autoscaling_of(job, cluster, 40, k, Case::typical);
  REQUIRE(from_two);
  REQUIRE(from_all);
  CHECK(from_two->least_nodes == 2);
  CHECK(from_two->node_hours <= from_two->node_hours_fixed);
  CHECK(from_two->node_hours >= 2 * from_two->node_hours_fixed / 40);
  // While the others boot: 90 s, less what the first two do of it.
  CHECK(from_two->lag.value == Approx(k.at(Case::typical).node_boot.value * 38 / 40));
  CHECK((from_two->wall_clock - from_two->lag).value == Approx(from_all->wall_clock.value));
  // All of them are there from the start: nothing is waited for, nothing saved.
  CHECK(from_all->lag.value == 0);
  CHECK(from_all->node_hours == Approx(from_all->node_hours_fixed));
  CHECK(from_all->saved.value == Approx(0).margin(1e-9));
}

TEST_CASE("shuffle files keep workers that have no task, and without a shuffle nothing does", "[size][elastic]") {
  // A wide stage whose files a single window task reads, for long.
  const auto held = [](const std::string& steps) {
    const Job job =
        sized::job("name: a\nengine: spark\ncluster: 40 x m5.4xlarge\ninputs:\n  t: {size: 1 TB}\nsteps:\n" + steps +
                   "  - write: 1 GB\n");
    const auto made = sizing::autoscaling_of(job, job.cluster, 2, constants(), Case::typical);
    REQUIRE(made);
    return *made;
  };
  const Autoscaling narrow = held("  - window: {order_by: t}\n");
  CHECK(narrow.node_hours_for_files > 0.5 * narrow.node_hours);
  const Autoscaling none = held("  - filter: {keeps: 0.5}\n");
  CHECK(none.node_hours_for_files == 0);
}

TEST_CASE("a cluster that is always up pays from the runs a day at which both cost the same", "[size][elastic]") {
  const Job job = customer_metrics();
  Cluster cluster = small_space({"m5.4xlarge"}).clusters.front();
  cluster.nodes = 20;
  cluster.executors = pack_executors(cluster.machine);
  const auto made = sizing::always_on_of(job, cluster, constants(), Case::typical);
  REQUIRE(made);
  REQUIRE(made->break_even_runs);
  CHECK(*made->break_even_runs * made->a_run.value == Approx(made->a_day.value));
  CHECK(made->a_day.value == Approx(24 * 21 * cluster.machine.price->value));  // 20 workers and a driver like them
  CHECK(made->most_runs * made->wall_clock.value == Approx(86400));
  cluster.machine.price.reset();
  CHECK_FALSE(sizing::always_on_of(job, cluster, constants(), Case::typical));
}

TEST_CASE("executors fit on their node with overhead and what the system keeps", "[size]") {
  for (const Machine& machine : built_in_catalogue().common_machines())
    for (const Manager manager : {Manager::yarn, Manager::kubernetes}) {
      const Room room = room_on(machine, manager, constants().at(Case::typical));
      const std::vector<Executors> shapes = sizing::executor_shapes(machine, manager, constants().at(Case::typical));
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
  const double kept =
      (machine.memory - room_on(machine, Manager::kubernetes, constants().at(Case::typical)).memory).value / 1073741824;
  CHECK(kept == Approx(1 + 0.8 + 0.8 + 0.06 * 48 + 100.0 / 1024));
  CHECK(room_on(machine, Manager::kubernetes, constants().at(Case::typical)).cores == 15);
}
