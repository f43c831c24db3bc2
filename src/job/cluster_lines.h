/// \file
/// A cluster as a file writes it, before a machine of the catalogue and the engine's packing fill in the rest; and what
/// may be written of it.
#pragma once

#include <optional>
#include <string>

#include "job/settings_lines.h"
#include "sizer/words.h"
#include "text/job_bounds.h"

namespace sizer {

struct WrittenDisk {
  std::optional<int> count{};
  std::optional<Bytes> size{};  ///< of one
  std::optional<Rate> read{}, write{};
};

/// What one node is, over what its machine is.
struct WrittenNode {
  std::optional<double> vcpus{};
  std::optional<Bytes> memory{};
  Stat<Ratio> vcpu_speed{};
  std::optional<Rate> network{};
  std::optional<Price> price{};
  Stat<Price> spot{};
  std::optional<WrittenDisk> local_disk{};
  std::optional<int> gpus{};
  std::optional<std::string> gpu{};
  std::optional<Bytes> gpu_memory{};
};

struct WrittenExecutors {
  std::optional<int> per_node{}, cores{};
  std::optional<Bytes> memory{}, overhead{};
};

struct WrittenCluster : WrittenNode {
  std::optional<int> nodes{};
  std::optional<std::string> machine{};
  std::optional<Fraction> reserved_discount{};
  std::optional<std::string> provider{};
  std::optional<Bytes> root_volume{};
  std::optional<Storage> storage{};
  std::optional<Tuning> tuning{};
  std::optional<WrittenExecutors> executors{};
  std::optional<double> usable_cpus{};
  std::optional<Pricing> pricing{};
  std::optional<std::string> platform{};
  std::optional<int> zones{};
  std::optional<DataLocation> data_location{};
  std::optional<Seconds> idle_tail{};
  std::optional<std::string> driver{};
  std::optional<SparkSettings> spark{};
  std::optional<RaySettings> ray{};
};

namespace measure {
inline constexpr Measure<double> vcpus{{Dimension::number, "16", false, true, bounds::most_vcpus}};
inline constexpr Measure<Seconds> seconds_or_none{{Dimension::seconds, "5 min", true}};
}  // namespace measure

namespace how {
inline constexpr Whole nodes{1, bounds::most_nodes};
inline constexpr Whole executor_cores{1, bounds::most_vcpus};
inline constexpr Whole devices{0, 1000};
inline constexpr Whole zones{1, 100};
}  // namespace how

void lines(Type<WrittenDisk>, auto& line) {
  line("count", &WrittenDisk::count, how::devices, {"How many disks a node has.", "the machine's, or 1", "[2]"});
  line("size", &WrittenDisk::size, measure::bytes, {"Size of one disk, in bytes.", "the machine's", R"(["300 GB"])"});
  line("read", &WrittenDisk::read, measure::rate,
       {"Reading speed of one disk, in bytes a second.", "the machine's, or that of a usual NVMe disk",
        R"(["1 GB/s"])"});
  line("write", &WrittenDisk::write, measure::rate,
       {"Writing speed of one disk, in bytes a second.", "the machine's, or that of a usual NVMe disk",
        R"(["500 MB/s"])"});
}

void lines(Type<WrittenNode>, auto& line) {
  using N = WrittenNode;
  line("vcpus", &N::vcpus, measure::vcpus, {"vCPUs of a node.", "the machine's", "[16]"});
  line("memory", &N::memory, measure::memory, {"Memory of a node, in bytes.", "the machine's", R"(["64 GB"])"});
  line("vcpu_speed", &N::vcpu_speed, measure::ratio,
       {"How fast a vCPU is with all of them busy, against one of m5d.", "the machine's, or 1",
        R"([1.35, "1.2..1.5"])"});
  line("network", &N::network, measure::network,
       {"Network speed of a node; `Gbps` is bits, `GB/s` bytes.", "the machine's", R"(["10 Gbps", "1.25 GB/s"])"});
  line(
      "price", &N::price, measure::price,
      {"Price of a node, in dollars an hour.", "the machine's; without either the cost is unknown", R"(["$0.904/h"])"});
  line("spot", &N::spot, measure::price,
       {"Spot price of a node, in dollars an hour, or between which it moves.", "the machine's",
        R"(["$0.25..0.40/h"])"});
  line("local_disk", &N::local_disk, how::mapping,
       {"The disks of a node, on which shuffles and spills are written.", "the machine's, or else a network disk"});
  line("gpus", &N::gpus, how::devices, {"GPUs of a node.", "the machine's", "[1]"});
  line("gpu", &N::gpu, how::text, {"What the GPUs are called.", "the machine's", R"(["A10G"])"});
  line("gpu_memory", &N::gpu_memory, measure::memory,
       {"Memory of one GPU, in bytes.", "the machine's", R"(["24 GiB"])"});
}

void lines(Type<WrittenExecutors>, auto& line) {
  using E = WrittenExecutors;
  line("per_node", &E::per_node, how::executor_cores,
       {"Executors of a node.", "as many as its cores give room for", "[3]"});
  line("cores", &E::cores, how::executor_cores, {"Cores of an executor: tasks that it runs at once.", "3 to 5", "[5]"});
  line("memory", &E::memory, measure::memory,
       {"Heap of an executor (spark.executor.memory), in bytes.", "the node's memory shared out", R"(["17 GiB"])"});
  line("overhead", &E::overhead, measure::bytes_or_none,
       {"Memory of an executor beside its heap (spark.executor.memoryOverhead), in bytes.",
        "10 % of the heap, at least 384 MiB", R"(["2 GiB"])"});
}

void lines(Type<WrittenCluster>, auto& line) {
  using C = WrittenCluster;
  line("nodes", &C::nodes, how::nodes, {"How many workers.", required, "[8]"});
  line("machine", &C::machine, how::text,
       {"A machine type of the catalogue; other keys override what it says. Without one, `vcpus` and `memory` are "
        "required.",
        {},
        R"(["m5d.4xlarge"])"});
  line.either("machine", {"vcpus", "memory"}, "give `machine`, or `vcpus` and `memory` of a node");
  lines(Type<WrittenNode>{}, line);
  line("root_volume", &C::root_volume, measure::bytes,
       {"Size of the volume of a node without local disks, where shuffles and spills lie.", "100 GB", R"(["500 GB"])"});
  line("provider", &C::provider, how::text,
       {"Whose nodes these are: requests, transfer and platforms have its prices.", "the machine's", R"(["aws"])"});
  line("pricing", &C::pricing, words::pricings,
       {"How the workers are bought; the driver or head is never spot.", "on_demand"});
  line("reserved_discount", &C::reserved_discount, measure::share,
       {"What reserved machines cost less, as a share of the price.",
        "the catalogue's; without either the reserved price is unknown", R"(["35 %"])"});
  line("platform", &C::platform, how::platform,
       {"The platform that runs the cluster: its charges are lines of the bill.", "none"});
  line("zones", &C::zones, how::zones,
       {"Zones that the nodes lie in: traffic between them is a line of the bill.", "1", "[3]"});
  line("data_location", &C::data_location, words::data_locations,
       {"Where inputs and outputs lie, as seen from the cluster: transfer is a line of the bill.", "same_region"});
  line("idle_tail", &C::idle_tail, measure::seconds_or_none,
       {"How long the machines stay, and are paid, after the job has ended.", "the platform's", R"(["5 min"])"});
  line("storage", &C::storage, words::storages, {"Where inputs and outputs lie.", "object_store"});
  line("tuning", &C::tuning, words::tunings,
       {"How well the cluster is run: what it reaches of what its hardware can do.", "typical"});
  line("executors", &C::executors, how::mapping,
       {"Spark: the executors of a node. What is left out is packed around what is given: 3 to 5 cores each of all "
        "vCPUs but one, the memory shared out."});
  line("usable_cpus", &C::usable_cpus, measure::vcpus,
       {"Ray: CPUs of a node for tasks and actors.", "all but one", "[15]"});
  line("driver", &C::driver, how::text,
       {"Where the driver or head runs: a machine type or own_node (a node of the workers' type), which is paid too; "
        "on_worker; local (Spark's local mode).",
        "on the node where there is one; else a node of its own, of the workers' type or, where that has GPUs, of a "
        "type without",
        R"(["m5.xlarge", "on_worker", "local"])"});
  line("spark", &C::spark, how::mapping,
       {"Spark's settings on this cluster; those of the job override them.", "Spark's own"});
  line("ray", &C::ray, how::mapping, {"Ray's settings on this cluster; those of the job override them.", "Ray's own"});
}

}  // namespace sizer
