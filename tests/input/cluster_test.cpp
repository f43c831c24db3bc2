// Clusters: written out, named, counted; how executors are packed on a node.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "catch.h"
#include "sizer/estimate.h"
#include "sizer/input.h"

namespace {

using namespace sizer;
using namespace sizer::literals;
using Catch::Matchers::Contains;

std::string text_on(const std::string& cluster) {
  return "engine: spark\ninputs: {a: {size: 1 TB}}\nsteps: [write: ]\ncluster: " + cluster + "\n";
}
Cluster cluster(const std::string& text) {
  return read_job(text_on(text), "job.yaml").cluster;
}

Diagnostic fault(const std::string& text) {
  try {
    cluster(text);
  } catch (const InputError& error) {
    REQUIRE(error.diagnostics.size() == 1);
    return error.diagnostics.front();
  }
  FAIL("was read");
  return {};
}

Machine node(double vcpus, Bytes memory) {
  Machine machine;
  machine.vcpus = vcpus;
  machine.memory = memory;
  return machine;
}

}  // namespace

TEST_CASE("a cluster is written out with all its keys", "[cluster]") {
  const Cluster c = cluster(
      "{nodes: 8, vcpus: 16, memory: 64 GiB, network: 10 Gbps, price: $1.5/h, local_disk: {count: 2, size: 300 GB, "
      "read: 1 GB/s, write: 500 MB/s}, "
      "gpus: 1, gpu: T4, gpu_memory: 16 GiB, storage: hdfs, tuning: tuned, executors: {per_node: 3, cores: 5, memory: "
      "17 GiB, overhead: 2 GiB}, "
      "usable_cpus: 14, driver: m5.xlarge, spark: {codec: zstd}, ray: {partitions: 50}}");
  CHECK(c.nodes == 8);
  CHECK(c.name == "8 x 16 vCPU, 64 GiB");
  CHECK(c.machine.network == Rate{1.25e9});
  CHECK(c.machine.price == Price{1.5});
  CHECK(c.machine.source == "job.yaml:4");
  CHECK(c.machine.disk.count == 2);
  CHECK(c.machine.disk.write == Rate{500e6});
  CHECK(c.machine.gpu_memory == 16_GiB);
  CHECK(c.storage == Storage::hdfs);
  CHECK(c.tuning == Tuning::tuned);
  CHECK(c.executors.cores == 5);
  CHECK(c.executors.overhead == 2_GiB);
  CHECK(c.usable_cpus == 14);
  CHECK(c.driver->name == "m5.xlarge");
  CHECK(c.spark.codec == Codec::zstd);
  CHECK(c.ray.partitions == 50);
}

TEST_CASE("a machine of the catalogue may be overridden key by key", "[cluster]") {
  const Cluster c = cluster("{nodes: 4, machine: m5d.4xlarge, memory: 64 GB, local_disk: {read: 2 GB/s}}");
  CHECK(c.machine.name == "m5d.4xlarge");
  CHECK(c.machine.memory == 64_GB);
  CHECK(c.machine.disk.count == 2);
  CHECK(c.machine.disk.size == 300_GB);
  CHECK(c.machine.disk.read == Rate{2e9});
  CHECK(c.machine.price == Price{0.904});
  CHECK(c.machine.price_date == "2026-07-20");
}

TEST_CASE("a number of machines is a cluster", "[cluster]") {
  for (const char* text : {"20 x m5d.4xlarge", "20x m5d.4xlarge", "'20  x  m5d.4xlarge'"}) {
    const Cluster c = cluster(text);
    CHECK(c.name == "20 x m5d.4xlarge");
    CHECK(c.nodes == 20);
    CHECK(c.usable_cpus == 15);
    CHECK(c.storage == Storage::object_store);
    CHECK_FALSE(c.driver);
  }
}

TEST_CASE("what is no cluster is refused with a word that helps", "[cluster]") {
  CHECK_THAT(fault("0 x m5d.4xlarge").message, Contains("between 1 and 1000000"));
  CHECK(fault("2000000 x m5d.4xlarge").code == "SZ018");
  CHECK(fault("20 x m5d.4xlage").suggestion == "did you mean 'm5d.4xlarge'?");
  CHECK(fault("m5d.4xlarge").suggestion == "did you mean '10 x m5d.4xlarge'?");
  CHECK(fault("ray-gpu-base").suggestion.empty());
  CHECK(fault("{nodes: 0, vcpus: 4, memory: 8 GiB}").code == "SZ018");
  CHECK(fault("{nodes: -3, vcpus: 4, memory: 8 GiB}").code == "SZ018");
  CHECK(fault("{vcpus: 4, memory: 8 GiB}").code == "SZ011");
  CHECK(fault("{nodes: 3, vcpus: 4}").code == "SZ011");
  CHECK(fault("{nodes: 3, vcpus: 4, memory: 8 GiB, usable_cpus: 5}").code == "SZ020");
  CHECK(fault("{nodes: 3, vcpus: 4, memory: 8 GiB, gpu: T4}").code == "SZ020");
  CHECK(fault("{nodes: 3, vcpus: 4, memory: 8 GiB, local_disk: {read: 1 GB/s}}").code == "SZ011");
  CHECK(fault("[1, 2]").code == "SZ012");
}

TEST_CASE("executors take nearly all of a node, and never more", "[cluster][law]") {
  const double vcpus = GENERATE(1, 2, 4, 8, 12, 16, 22, 32, 36, 48, 64, 96, 192);
  const Bytes memory = 1_GiB * GENERATE(0.5, 1.0, 4.0, 8.0, 64.0, 1000.0);
  const Executors e = pack_executors(node(vcpus, memory));
  INFO(vcpus << " vCPUs: " << e.per_node << " x " << e.cores);
  CHECK(e.per_node >= 1);
  CHECK(e.cores >= 1);
  CHECK(e.cores <= 5);
  CHECK(e.per_node * e.cores <= vcpus);
  CHECK(e.per_node * e.cores >= vcpus - 4);
  CHECK(e.memory.value > 0);
  CHECK(e.overhead.value > 0);
  CHECK((e.memory + e.overhead) * e.per_node <= memory);
}

TEST_CASE("a node of sixteen vCPUs holds five executors of three cores", "[cluster]") {
  const Executors e = pack_executors(node(16, 64_GB));
  CHECK(e.per_node == 5);
  CHECK(e.cores == 3);
  CHECK(e.memory.value == Approx(64e9 * 0.94 / 5 / 1.1));
}

TEST_CASE("executors given in part are packed around what is given", "[cluster]") {
  const auto executors = [](const std::string& text) {
    return cluster("{nodes: 2, vcpus: 16, memory: 64 GiB, executors: " + text + "}").executors;
  };
  CHECK(executors("{per_node: 3}").cores == 5);
  CHECK(executors("{cores: 5}").per_node == 3);
  CHECK(executors("{memory: 8 GiB}").per_node == 5);
  CHECK(executors("{memory: 8 GiB}").overhead.value == Approx(0.8 * 1073741824));
  CHECK(executors("{per_node: 1, cores: 15}").memory > 50_GB);
}

TEST_CASE("the baselines are those of the reference", "[cluster]") {
  const Cluster spark = find_cluster("spark-baseline", {});
  CHECK(spark.nodes * spark.executors.per_node * spark.executors.cores == 300);
  CHECK(spark.nodes * spark.executors.per_node * spark.executors.memory == 1000_GB);
  CHECK(spark.machine.vcpus == 16);
  CHECK(spark.machine.memory == 64_GB);
  CHECK(spark.machine.network == Rate{1.25e9});
  CHECK(spark.machine.price == Price{0.904});
  CHECK(spark.spark.shuffle_partitions == 2000);
  CHECK(spark.spark.adaptive == true);
  const Cluster ray = find_cluster("ray-cpu-baseline", {});
  CHECK(ray.nodes * ray.usable_cpus == 300);
  const Cluster gpu = find_cluster("ray-gpu-baseline", {});
  CHECK(gpu.nodes * gpu.machine.gpus == 4);
  CHECK(gpu.machine.vcpus == 8);
  CHECK(gpu.machine.memory == 64_GB);
  CHECK(gpu.machine.gpu_memory == 16_GiB);
  CHECK(gpu.machine.price == Price{1.212});
}

// ---- One machine ----------------------------------------------------------------------------------------------------

namespace {

struct DriverCase {
  const char* text;
  DriverPlace place;
  const char* machine;  ///< of the driver; empty: the workers'
  bool paid;            ///< beside the workers
};

Bill bill_on(const std::string& engine, const std::string& text) {
  std::string job = text_on(text);
  job.replace(job.find("spark"), 5, engine);
  const Job read = read_job(job, "job.yaml");
  return estimate(read, read.cluster, Constants().at(Case::typical), Case::typical).bill;
}

double hours_of_nodes(const Bill& bill) {
  double hours = 0;
  for (const BillLine& line : bill.lines)
    if (line.item == BillItem::workers || line.item == BillItem::driver) hours += line.quantity;
  return hours;
}

}  // namespace

TEST_CASE("a cluster of one node is one machine, unless a driver is given a node of its own", "[cluster][driver]") {
  const DriverCase cases[] = {
      {"{nodes: 1, machine: m5d.4xlarge}", DriverPlace::on_worker, "", false},
      {"1 x m5d.4xlarge", DriverPlace::on_worker, "", false},
      {"{nodes: 1, machine: g5.2xlarge}", DriverPlace::on_worker, "", false},
      {"{nodes: 1, machine: m5d.4xlarge, driver: own_node}", DriverPlace::own_node, "", true},
      {"{nodes: 1, machine: m5d.4xlarge, driver: m5.xlarge}", DriverPlace::own_node, "m5.xlarge", true},
      {"{nodes: 2, machine: m5d.4xlarge}", DriverPlace::own_node, "", true},
      {"{nodes: 4, machine: m5d.4xlarge, driver: on_worker}", DriverPlace::on_worker, "", false},
      {"{nodes: 1, machine: m5d.4xlarge, driver: local}", DriverPlace::local, "", false},
      {"{nodes: 2, machine: g5.2xlarge, driver: own_node}", DriverPlace::own_node, "g5.2xlarge", true},
      {"{nodes: 2, machine: g5.2xlarge, driver: g5.2xlarge}", DriverPlace::own_node, "g5.2xlarge", true},
  };
  for (const DriverCase& each : cases) {
    INFO(each.text);
    const Cluster c = cluster(each.text);
    CHECK(c.driver_place == each.place);
    CHECK(has_driver_node(c) == each.paid);
    CHECK(driver_machine(c).name == (*each.machine ? each.machine : c.machine.name));
    for (const char* engine : {"spark", "ray"}) {
      if (each.place == DriverPlace::local && engine == std::string("ray")) continue;
      const Bill bill = bill_on(engine, each.text);
      const double workers = bill.lines.front().quantity;
      CHECK(hours_of_nodes(bill) == Approx(workers * (c.nodes + (each.paid ? 1 : 0)) / c.nodes));
    }
  }
}

TEST_CASE("a head is no GPU machine unless it is asked for", "[cluster][driver]") {
  for (const char* text : {"4 x g5.2xlarge", "ray-gpu-baseline", "2 x g2-standard-8", "2 x Standard_NC24ads_A100_v4",
                           "{nodes: 2, vcpus: 8, memory: 64 GB, gpus: 1}"}) {
    INFO(text);
    const Cluster c = cluster(text);
    CHECK(c.machine.gpus > 0);
    CHECK(driver_machine(c).gpus == 0);
    CHECK(driver_machine(c).price);
  }
}

TEST_CASE("a driver on the worker takes memory of the executors, and no core", "[cluster][driver]") {
  const Cluster apart = cluster("{nodes: 1, machine: m5d.4xlarge, driver: own_node}");
  const Cluster beside = cluster("{nodes: 1, machine: m5d.4xlarge, spark: {driver_memory: 8 GiB}}");
  CHECK(engines::spark.slots(beside) == engines::spark.slots(apart));
  const auto all = [](const Cluster& c) { return (c.executors.memory + c.executors.overhead) * c.executors.per_node; };
  CHECK((all(apart) - all(beside)).value == Approx((8_GiB * 1.1).value));
  const Job own = read_job(text_on("1 x m5d.4xlarge") + "spark: {driver_memory: 8 GiB}\n", "job.yaml");
  CHECK(own.cluster.executors.memory == beside.executors.memory);
  const Cluster given =
      cluster("{nodes: 1, machine: m5d.4xlarge, executors: {per_node: 1, cores: 15, memory: 50 GiB}}");
  CHECK(given.executors.memory == 50_GiB);
}

TEST_CASE("executors that leave the driver no room on their node cannot run", "[cluster][driver]") {
  const auto fits = [](const char* driver) {
    const Job job =
        read_job(text_on("{nodes: 1, vcpus: 16, memory: 64 GiB, executors: {per_node: 1, cores: 15, memory: "
                         "50 GiB}, spark: {driver_memory: " +
                         std::string(driver) + "}}"),
                 "job.yaml");
    const Estimate made = estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
    return std::ranges::none_of(made.plan.notes,
                                [](const Note& note) { return note.code == NoteCode::executor_does_not_fit; });
  };
  CHECK(fits("4 GiB"));
  CHECK_FALSE(fits("20 GiB"));
}

TEST_CASE("local mode has the slots and the one heap that it is given", "[cluster][driver]") {
  const Cluster c =
      cluster("{nodes: 1, vcpus: 8, memory: 128 GiB, driver: local, executors: {cores: 8, memory: 64 GiB}}");
  CHECK(c.executors.per_node == 1);
  CHECK(engines::spark.slots(c) == 8);
  CHECK(c.executors.memory == 64_GiB);
  CHECK(c.executors.overhead == Bytes{});
  const Cluster by_driver = cluster("{nodes: 1, machine: m5d.4xlarge, driver: local, spark: {driver_memory: 40 GiB}}");
  CHECK(by_driver.executors.memory == 40_GiB);
  CHECK(engines::spark.slots(by_driver) == 16);
  const Job job = read_job(
      text_on("{nodes: 1, machine: m5d.4xlarge, driver: local}") + "spark: {driver_memory: 9 GiB}\n", "job.yaml");
  CHECK(job.cluster.executors.memory == 9_GiB);
}

TEST_CASE("what cannot be one machine, or a driver, is refused", "[cluster][driver]") {
  CHECK(fault("{nodes: 2, machine: m5d.4xlarge, driver: local}").code == "SZ020");
  CHECK(fault("{nodes: 1, machine: m5d.4xlarge, driver: local, executors: {per_node: 2, cores: 4}}").code == "SZ020");
  CHECK(
      fault(
          "{nodes: 1, machine: m5d.4xlarge, driver: local, executors: {memory: 9 GiB}, spark: {driver_memory: 8 GiB}}")
          .code == "SZ020");
  CHECK(fault("{nodes: 0, machine: m5d.4xlarge}").code == "SZ018");
  CHECK(fault("0 x m5d.4xlarge").code == "SZ018");
  CHECK(fault("{nodes: 2, machine: m5d.4xlarge, driver: on_workr}").suggestion == "did you mean 'on_worker'?");
  CHECK_THROWS_AS(read_job("engine: ray\ninputs: {a: {size: 1 TB}}\nsteps: [write: ]\ncluster: {nodes: 1, machine: "
                           "m5d.4xlarge, driver: local}\n",
                           "job.yaml"),
                  InputError);
}

TEST_CASE("platforms charge one machine once", "[cluster][driver]") {
  const auto units = [](const char* text) {
    const Cluster c = cluster(text);
    return c.tariff.charges.at(0).per_node * c.nodes + c.tariff.charges.at(0).fixed;
  };
  CHECK(units("{nodes: 1, machine: m5d.4xlarge, platform: emr}") == 1);
  CHECK(units("{nodes: 1, machine: m5d.4xlarge, platform: emr, driver: own_node}") == 2);
}

TEST_CASE("with the spot machine that the driver is on the job ends", "[cluster][driver][spot]") {
  const auto gives_up = [](const char* text) {
    const Job job = read_job(text_on(text), "job.yaml");
    const Estimate made = estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
    const Interruptions& each = made.timeline.interruptions;
    return std::pair(each.gives_up, -std::expm1(-each.expected));
  };
  const auto [alone, any] = gives_up("{nodes: 1, machine: m5d.4xlarge, pricing: spot}");
  CHECK(alone >= any * (1 - 1e-9));
  CHECK(gives_up("{nodes: 4, machine: m5d.4xlarge, pricing: spot}").first < 1e-6);
}
