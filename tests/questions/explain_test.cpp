// Where a number comes from, and what moves it.
#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "catch.h"
#include "generated_job.h"
#include "sized.h"
#include "sizer/explanation.h"

using namespace sizer;
using sized::shipped;

namespace {

JobReport report(const Job& job) {
  const Constants constants;
  return make_report(job, constants, estimate(job, job.cluster, constants), {50, 0});
}

double sum_of(const std::vector<Derivation>& parts) {
  double sum = 0;
  for (const Derivation& part : parts) sum += part.value;
  return sum;
}

double product_of(const std::vector<Derivation>& parts) {
  double product = 1;
  for (const Derivation& part : parts) product *= part.divides ? 1 / part.value : part.value;
  return product;
}

/// Slot time, slots, tasks, and where there are several, the longest as a multiple of the mean.
double makespan(const std::vector<Derivation>& parts) {
  const double work = parts[0].value, slots = parts[1].value, tasks = parts[2].value, mean = work / tasks;
  const double stretch = parts.size() > 3 ? parts[3].value : 1;
  return std::max(mean * std::ceil(tasks / slots), work / std::min(tasks, slots) + mean * (stretch - 1));
}

/// What is received and sent, then the links.
double on_links(const std::vector<Derivation>& parts) {
  double most = 0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) most = std::max(most, parts[i].value);
  return most / parts.back().value;
}

/// What is read and written, then the speeds.
double on_disks(const std::vector<Derivation>& parts) {
  double seconds = 0;
  for (std::size_t i = 0, n = parts.size() / 2; i < n; ++i) seconds += parts[i].value / parts[i + n].value;
  return seconds;
}

/// The value that a node's formula makes of its parts; empty: it has none, or they are only what it depends on.
std::optional<double> made_of(const Derivation& node) {
  if (node.parts.empty()) return std::nullopt;
  if (node.made == Made::sum) return sum_of(node.parts);
  if (node.made == Made::product) return product_of(node.parts);
  if (node.name.ends_with(" in its slots")) return makespan(node.parts);
  if (node.name.ends_with(".busy.network")) return on_links(node.parts);
  if (node.name.ends_with(".busy.disk")) return on_disks(node.parts);
  if (node.name == "hours paid") return sum_of(node.parts) / 3600;
  return std::nullopt;
}

/// Whatever a formula makes of the parts of a node is its value; bytes of a stage are whole.
void check_parts(const Derivation& node, double tolerance = 1e-6) {
  INFO(node.name << ": " << node.formula);
  const double rounding = node.unit == "B" ? 0.5 : 0;
  if (const std::optional<double> made = made_of(node))
    CHECK(*made == Approx(node.value).epsilon(tolerance).margin(rounding));
  for (const Derivation& part : node.parts) check_parts(part, tolerance);
}

int count_made(const Derivation& node, Made made) {
  int count = node.made == made && !node.parts.empty() ? 1 : 0;
  for (const Derivation& part : node.parts) count += count_made(part, made);
  return count;
}

void each_leaf(const Derivation& node, const std::function<void(const Derivation&)>& visit) {
  if (node.parts.empty()) visit(node);
  for (const Derivation& part : node.parts) each_leaf(part, visit);
}

}  // namespace

TEST_CASE("a derivation gives the number of the report", "[explain]") {
  const Constants constants;
  for (const char* name : {"spark-join-sort-merge", "spark-dedup", "spark-skewed-join", "spark-spilling-aggregation",
                           "ray-gpu-inference", "ray-features", "ray-actor-pipeline", "ray-external-api"}) {
    const Job job = shipped(name);
    const JobReport shown = report(job);
    CAPTURE(name);
    const auto value = [&](const std::string& path) { return derive(job, constants, path, 2)->value; };
    CHECK(value("wall_clock_seconds") == Approx(shown.wall_clock.typical.value));
    CHECK(value("wall_clock_seconds.typical") == Approx(shown.wall_clock.typical.value));
    CHECK_FALSE(derive(job, constants, "wall_clock_seconds.low", 2));
    CHECK_FALSE(derive(job, constants, "wall_clock_seconds.high", 2));
    CHECK(value("cost_usd") == Approx(shown.cost->typical.value));
    CHECK(value("bytes.processed") == Approx(shown.bytes.processed.typical.value));
    CHECK(value("stages[0].seconds") == Approx(shown.stages[0].seconds.typical.value));
  }
}

TEST_CASE("whatever the job, a derivation gives the number of the report", "[explain][law]") {
  const Constants constants;
  for (unsigned seed = 0; seed < generated::seeds(200); ++seed) {
    const Job job = generated::job(seed);
    const JobReport shown = make_summary(job, constants, estimate(job, job.cluster, constants));
    CAPTURE(seed);
    const auto value = [&](const std::string& path) { return derive(job, constants, path, 0)->value; };
    CHECK(value("wall_clock_seconds") == Approx(shown.wall_clock.typical.value));
    if (shown.cost) CHECK(value("cost_usd") == Approx(shown.cost->typical.value));
    CHECK(value("bytes.input_read") == shown.bytes.input_read.typical.value);
    CHECK(value("bytes.shuffle_write") == shown.bytes.shuffle_write.typical.value);
    CHECK(value("bytes.shuffle_read") == shown.bytes.shuffle_read.typical.value);
    CHECK(value("bytes.spill_write") == shown.bytes.spill_write.typical.value);
    CHECK(value("bytes.object_store") == shown.bytes.object_store.typical.value);
    CHECK(value("bytes.output_write") == shown.bytes.output_write.typical.value);
    CHECK(value("bytes.processed") == shown.bytes.processed.typical.value);
    const std::size_t stages =
        estimate(job, job.cluster, constants.at(Case::typical), Case::typical).plan.stages.size();
    for (std::size_t i = 0; i < stages; ++i)
      CHECK(value("stages[" + std::to_string(i) + "].seconds") == Approx(shown.stages[i].seconds.typical.value));
  }
}

TEST_CASE("every sum of a derivation is the sum of its parts", "[explain]") {
  const Constants constants;
  for (const char* name : {"spark-join-sort-merge", "spark-global-sort", "spark-skewed-join", "ray-features-actors",
                           "ray-gpu-inference", "ray-external-api"})
    for (const char* path : {"wall_clock_seconds", "cost_usd", "bytes.processed"}) {
      CAPTURE(name, path);
      check_parts(*derive(shipped(name), constants, path, 8));
    }
}

namespace {

/// Tails, steps and least times of billing, heads of their own or not, charges, zones, data that lies elsewhere, and
/// prices that are not known.
void bill_oddly(Cluster& cluster, unsigned seed) {
  generated::Draw draw(seed);
  Tariff& tariff = cluster.tariff;
  if (draw.chance(0.5)) tariff.idle_tail = Seconds{draw.decades(1, 7200)};
  if (draw.chance(0.5)) tariff.minimum = Seconds{draw.decades(60, 86400)};
  if (draw.chance(0.5)) tariff.granularity = Seconds{draw.decades(1, 3600)};
  if (draw.chance(0.5)) tariff.charges.push_back({"EMR", "instance-hour", 1, 1, {0.1, "a price"}});
  if (draw.chance(0.3)) tariff.charges.push_back({"units", "unit", 2, 3, {std::nullopt, "unknown"}});
  if (draw.chance(0.3)) tariff.cross_zone = {0.02, "a price"};
  if (draw.chance(0.5)) tariff.egress = {0.09, "a price"};
  if (draw.chance(0.5)) tariff.region_transfer = {0.02, "a price"};
  if (draw.chance(0.5)) tariff.get = UnitPrice{0.0004, "a price"};
  cluster.data_location = static_cast<DataLocation>(draw.below(3));
  cluster.zones = 1 + draw.below(3);
  if (draw.chance(0.7)) cluster.machine.price = Price{draw.decades(0.1, 10)};
  if (draw.chance(0.3)) cluster.driver_place = DriverPlace::on_worker;
  if (draw.chance(0.3)) cluster.pricing = Pricing::spot;
  if (draw.chance(0.7)) cluster.machine.spot = Range<Price>{{0.05}, {0.06}, {0.07}};
}

}  // namespace

TEST_CASE("the parts of every explanation make its figure, on any job and however it is billed", "[explain][law]") {
  const Constants constants;
  int sums = 0, products = 0;
  for (unsigned seed = 0; seed < generated::seeds(40); ++seed) {
    Job job = generated::job(seed);
    bill_oddly(job.cluster, seed);
    CAPTURE(seed);
    for (const char* path : {"wall_clock_seconds", "cost_usd", "bytes.processed"}) {
      const Derivation made = *derive(job, constants, path, 9);
      check_parts(made, 1e-5);
      sums += count_made(made, Made::sum);
      products += count_made(made, Made::product);
    }
  }
  CHECK(sums > 200);
  CHECK(products > 200);
}

TEST_CASE("the parts of what a stage keeps busy make its time, on any job", "[explain][law]") {
  const Constants constants;
  for (unsigned seed = 0; seed < generated::seeds(40); ++seed) {
    const Job job = generated::job(seed);
    const std::size_t stages =
        estimate(job, job.cluster, constants.at(Case::typical), Case::typical).plan.stages.size();
    for (std::size_t i = 0; i < stages; ++i)
      for (const char* resource : {"cpu", "object_store", "disk", "network", "gpu", "external"}) {
        const std::string path = "stages[" + std::to_string(i) + "].busy." + resource;
        CAPTURE(seed, path);
        check_parts(*derive(job, constants, path, 3), 1e-5);
      }
  }
}

TEST_CASE("the node-hours of an idle tail, a least time and a step of billing are its parts", "[explain]") {
  Job job = shipped("spark-dedup", {{"cluster", "{nodes: 1, machine: m5d.4xlarge, idle_tail: 20 min}"}});
  job.cluster.tariff.granularity = Seconds{3600};
  const Derivation cost = *derive(job, Constants(), "cost_usd", 6);
  const Derivation* paid = nullptr;
  std::function<void(const Derivation&)> look = [&](const Derivation& node) {
    if (node.name == "time paid") paid = &node;
    for (const Derivation& part : node.parts) look(part);
  };
  look(cost);
  REQUIRE(paid != nullptr);
  std::vector<std::string> names;
  for (const Derivation& part : paid->parts) names.push_back(part.name);
  CHECK(names == std::vector<std::string>{"wall_clock_seconds", "node_boot", "idle after the job",
                                          "up to a whole step of billing, 60 min"});
  CHECK(std::fmod(paid->value, 3600) == Approx(0).margin(1e-6));
}

TEST_CASE("every leaf is a line of the file, an entry of the catalogue, a constant with its source, or a default",
          "[explain]") {
  const Job job = shipped("spark-join-sort-merge");
  int given = 0, constants_found = 0, catalogue = 0;
  each_leaf(*derive(job, Constants(), "cost_usd", 12), [&](const Derivation& leaf) {
    CAPTURE(leaf.name, leaf.origin, leaf.source, leaf.value);
    CHECK(leaf.origin != "derived");
    if (leaf.origin != "remainder") CHECK_FALSE(leaf.source.empty());
    given += leaf.origin == "given" && leaf.source.find("spark-join-sort-merge.yaml:") != std::string::npos;
    constants_found += leaf.origin == "constant" && leaf.source.starts_with("docs/sources.md#");
    catalogue += leaf.origin == "catalogue";
  });
  CHECK(given > 5);
  CHECK(constants_found > 10);
  CHECK(catalogue > 2);
}

TEST_CASE("a number that nobody knows has no derivation", "[explain]") {
  const Job job = shipped("spark-dedup");
  for (const char* path : {"", "wall", "stages[99].seconds", "stages[0].nothing", "stages[x].seconds", "bytes."})
    CHECK_FALSE(derive(job, Constants(), path, 3));
  for (const std::string& path : derivable(job, Constants())) CHECK(derive(job, Constants(), path, 1));
}

TEST_CASE("what moves the time most comes first, and its ends are those of two estimates", "[sensitivity]") {
  const Job job = sized::job(R"(
engine: spark
cluster: spark-baseline
inputs: {clicks: {size: 100..900 GB, rows: 5G, shuffle_ratio: 1}}
steps: [{dedup: {keys: id, keeps: 1}}, {write: {ratio: 1}}]
)");
  const Sensitivity made = sensitivity_of(job, Constants(), 5);
  REQUIRE(made.influences.size() == 5);
  CHECK(made.influences[0].name == "inputs.clicks.size");
  CHECK(made.influences[0].source == "test.yaml:4:25");
  for (std::size_t i = 1; i < made.influences.size(); ++i)
    CHECK(made.influences[i].spread <= made.influences[i - 1].spread);
  Job small = job;
  small.inputs[0].size = exactly(Bytes{100e9});
  CHECK(made.influences[0].time.low == sized::typical(small).timeline.duration);
}

TEST_CASE("the cost has a ranking of its own, and none where a price is unknown", "[sensitivity]") {
  Job job = shipped("spark-join-sort-merge");
  const Sensitivity made = sensitivity_of(job, Constants(), 20, "cost_usd");
  CHECK(made.of == "cost_usd");
  const auto spread = [](const Influence& each) { return std::abs((each.cost->high - each.cost->low).value); };
  CHECK(spread(made.influences.front()) > spread(made.influences.back()));
  job.cluster.machine.price.reset();
  const Sensitivity unpriced = sensitivity_of(job, Constants(), 20, "cost_usd");
  CHECK(unpriced.of == "wall_clock_seconds");
  for (const Influence& each : unpriced.influences) CHECK_FALSE(each.cost);
  const Derivation cost = *derive(job, Constants(), "cost_usd", 2);
  CHECK(cost.formula == "unknown: the sum of the lines that have a price is the least that it can be");
  CHECK(cost.parts.front().shown == "unknown");
  CHECK(cost.parts.front().value == 0);
}

TEST_CASE("the best measurement is the one that leaves least open", "[sensitivity]") {
  const Job job = sized::job(R"(
engine: spark
cluster: spark-baseline
inputs: {events: {size: 1 TB}}
steps: [{aggregate: {keys: user}}, {write: {ratio: 1}}]
)");
  const Sensitivity made = sensitivity_of(job, Constants(), 20);
  REQUIRE_FALSE(made.measurements.empty());
  const auto width = [](const Range<Seconds>& r) { return r.high - r.low; };
  for (std::size_t i = 1; i < made.measurements.size(); ++i)
    CHECK(width(made.measurements[i - 1].after) <= width(made.measurements[i].after));
  for (const Measurement& each : made.measurements) CHECK(width(each.after) < width(each.before));
  CHECK(made.measurements.front().advice == "give `width` of the step aggregate");
  CHECK(made.measurements[1].advice == "give `reduction` of the step aggregate");
}
