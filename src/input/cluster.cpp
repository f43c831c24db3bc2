// Clusters that are written out in a file: nodes, what each node is, how executors or workers lie on it.
#include "input/cluster.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "input/read_lines.h"
#include "job/cluster_lines.h"
#include "job/settings_lines.h"
#include "sizer/engine_defaults.h"
#include "sizer/inference.h"
#include "sizer/input.h"
#include "sizer/room.h"
#include "sizer/units.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

/// What executors keep of a node whose driver would leave them nothing: too small a heap is then told as such.
constexpr double least_left_by_driver = 0.01;

/// Cores of a node that executors may have.
int executor_cores_of(const Machine& machine) {
  return room_on(machine, Manager::yarn).cores;
}

/// About four cores an executor: of three, four and five the one that leaves fewest idle, the smaller when equal.
int usual_executor_cores(int available) {
  int best = std::min(3, available);
  for (const int cores : {4, 5})
    if (cores <= available && available % cores < available % best) best = cores;
  return best;
}

/// Splits the memory of a node but for what is `taken` among `per_node` executors, each into heap and overhead, as
/// Spark's own default would.
void share_memory(const Machine& machine, Executors& executors, Bytes taken = {}) {
  const Bytes room = room_on(machine, Manager::yarn).memory;
  const Bytes one = std::max(room - taken, room * least_left_by_driver) / executors.per_node;
  executors.memory = std::max(std::min(one / (1 + spark_overhead_share), one - spark_least_overhead), one * 0.5);
  executors.overhead = one - executors.memory;
}

Bytes usual_overhead(Bytes heap) {
  return std::max(spark_least_overhead, heap * spark_overhead_share);
}

/// Local mode: one process with all cores of its node.
Executors one_process(const Machine& machine) {
  Executors executors;
  executors.per_node = 1;
  executors.cores = std::max(1, static_cast<int>(machine.vcpus));
  share_memory(machine, executors);
  return executors;
}

/// What the file leaves out is packed around what it gives.
Executors packed_around(const WrittenExecutors& given, const Machine& machine, Executors executors, bool local) {
  const int available = executor_cores_of(machine);
  if (given.per_node) executors.cores = std::max(1, available / *given.per_node);
  if (given.cores) executors.cores = *given.cores;
  if (given.per_node || (given.cores && !local))
    executors.per_node = given.per_node.value_or(std::max(1, available / executors.cores));
  share_memory(machine, executors);
  if (given.memory) {
    executors.memory = *given.memory;
    executors.overhead = local ? Bytes{} : usual_overhead(*given.memory);
    executors.packed = false;
  }
  if (given.overhead) executors.overhead = *given.overhead;
  return executors;
}

void apply_disk(const WrittenDisk& given, Mapping& from, LocalDisk& disk) {
  if (given.count || disk.count == 0) disk.count = given.count.value_or(1);
  if (given.size)
    disk.size = *given.size;
  else if (disk.count > 0 && disk.size == Bytes{} && from.find("local_disk")->kind == ValueKind::mapping &&
           from.find("local_disk")->find("size") == nullptr)
    from.inner("local_disk")->missing("size", "the size of one disk, such as 300 GB");
  if (given.read) disk.read = given.read;
  if (given.write) disk.write = given.write;
}

}  // namespace

void apply_node(const WrittenNode& given, Mapping& from, Machine& machine) {
  if (given.vcpus) machine.vcpus = *given.vcpus;
  if (given.memory) machine.memory = *given.memory;
  if (given.vcpu_speed) machine.vcpu_speed = given.vcpu_speed;
  if (given.network) machine.network = given.network;
  if (given.price) {
    machine.price = given.price;
    machine.price_date.clear();
    const Place place = place_of(from.spot_of("price"));
    machine.source = fmt::format("{}:{}", place.file, place.line);
    machine.note.clear();
  }
  if (given.spot) {
    machine.spot = given.spot;
    machine.spot_date.clear();
  }
  if (given.local_disk) apply_disk(*given.local_disk, from, machine.disk);
  if (given.gpus) machine.gpus = *given.gpus;
  if (given.gpu) machine.gpu = *given.gpu;
  if (given.gpu_memory) machine.gpu_memory = given.gpu_memory;
  if (machine.gpus == 0 && (from.has("gpu") || from.has("gpu_memory")))
    from.wrong(from.has("gpu") ? "gpu" : "gpu_memory", codes::conflict,
               fmt::format("{}: a GPU is described, but a node has none; add `gpus: 1`", from.where()));
}

namespace {

/// The node of a cluster: a machine of the catalogue with what the file overrides, or all from the file.
Machine node_of(const WrittenCluster& given, Mapping& from, const Catalogue& catalogue, Problems& problems) {
  Machine machine;
  if (given.machine)
    if (const auto known = machine_named(*given.machine, from.spot_of("machine"), catalogue, problems))
      machine = *known;
  apply_node(given, from, machine);
  if (given.provider) machine.cloud = *given.provider;
  if (given.reserved_discount) machine.reserved_discount = given.reserved_discount;
  if (!given.machine)
    machine.name = fmt::format("{} vCPU, {}", number_text(machine.vcpus), memory_text(machine.memory));
  return machine;
}

/// A machine, or near to one of the words.
std::optional<Machine> driver_named(const std::string& name, Mapping& from, const Catalogue& catalogue,
                                    Problems& problems) {
  std::vector<std::string_view> known;
  for (const auto& each : words::driver_places) known.push_back(each.word);
  const bool is_word = !nearest_word(name, known).empty() && !catalogue.machine(name);
  if (!is_word) return machine_named(name, from.spot_of("driver"), catalogue, problems);
  problems.add(codes::unknown_word, from.spot_of("driver"), fmt::format("driver cannot be {}", in_quotes(name)),
               did_you_mean(name, known), "or the name of a machine");
  return std::nullopt;
}

/// `driver`: a machine of its own, or where else it runs. Alone, a node is all that there is.
void place_driver(const std::optional<std::string>& driver, Mapping& from, const Catalogue& catalogue, Cluster& cluster,
                  Problems& problems) {
  cluster.driver_place = cluster.nodes == 1 ? DriverPlace::on_worker : DriverPlace::own_node;
  if (driver) {
    const auto word = std::ranges::find(words::driver_places, *driver, &Word<DriverPlace>::word);
    cluster.driver_place = word == std::end(words::driver_places) ? DriverPlace::own_node : word->value;
    if (word == std::end(words::driver_places)) cluster.driver = driver_named(*driver, from, catalogue, problems);
  }
  if (has_driver_node(cluster) && !from.has("driver") && cluster.machine.gpus > 0)
    cluster.driver = catalogue.driver_of(cluster.machine);
}

/// Of GPUs whose figures are published.
double gpu_speed_of(const Machine& machine, const Catalogue& catalogue) {
  if (machine.gpus == 0 || machine.gpu.empty()) return 1;
  const std::vector<GpuModel> known = catalogue.gpus();
  const auto here = std::ranges::find(known, machine.gpu, &GpuModel::name);
  const auto usual = std::ranges::find(known, usual_gpu, &GpuModel::name);
  return here == known.end() || usual == known.end() ? 1 : speed_against(*here, *usual).typical;
}

/// Local mode: one process on one node, with one heap.
void check_local(Mapping& from, const Cluster& cluster, bool heap_given) {
  if (cluster.driver_place != DriverPlace::local) return;
  if (cluster.nodes > 1)
    from.wrong("driver", codes::conflict,
               fmt::format("Spark's local mode is one node, and {} has {}", from.where(), cluster.nodes),
               "a driver on one of several workers is written on_worker");
  if (cluster.executors.per_node > 1)
    from.wrong(
        "driver", codes::conflict,
        fmt::format("Spark's local mode is one process, and there are {} executors", cluster.executors.per_node));
  if (heap_given && cluster.spark.driver_memory && *cluster.spark.driver_memory != cluster.executors.memory)
    from.wrong("driver", codes::conflict,
               fmt::format("local mode has one heap: the executor's is {}, the driver's {}",
                           to_text(cluster.executors.memory), to_text(*cluster.spark.driver_memory)),
               "give one of them");
}

}  // namespace

void make_room_for_driver(Cluster& cluster, const SparkSettings& settings) {
  Executors& executors = cluster.executors;
  if (cluster.driver_place == DriverPlace::local && settings.driver_memory) {
    executors.memory = *settings.driver_memory;
    executors.overhead = {};
  } else if (cluster.driver_place == DriverPlace::on_worker && executors.packed && executors.per_node > 0) {
    share_memory(cluster.machine, executors, driver_on_worker(cluster, settings));
  }
}

Executors pack_executors(const Machine& machine) {
  Executors executors;
  const int available = executor_cores_of(machine);
  executors.cores = usual_executor_cores(available);
  executors.per_node = std::max(1, available / executors.cores);
  share_memory(machine, executors);
  return executors;
}

void apply_buying(std::optional<Pricing> pricing, const std::optional<std::string>& platform, Mapping& from,
                  const Catalogue& catalogue, Cluster& cluster, Problems& problems) {
  if (pricing) cluster.pricing = *pricing;
  if (!platform) return;
  const std::vector<std::string> known = catalogue.platforms();
  const std::vector<std::string_view> words(known.begin(), known.end());
  const auto& provider = cluster.machine.cloud;
  if (std::ranges::find(known, *platform) == known.end()) {
    problems.add(codes::unknown_word, from.spot_of("platform"),
                 fmt::format("platform cannot be {}", in_quotes(*platform)), did_you_mean(*platform, words),
                 fmt::format("allowed here: {}", fmt::join(known, ", ")));
  } else if (const std::vector<std::string> there = catalogue.platforms(provider);
             !provider.empty() && std::ranges::find(there, *platform) == there.end()) {
    from.wrong("platform", codes::conflict, fmt::format("{} does not run on machines of {}", *platform, provider),
               fmt::format("there are: {}", fmt::join(there, ", ")));
  } else {
    cluster.platform = *platform;
  }
}

Cluster read_cluster_mapping(Mapping from, const std::string& name, const Catalogue& catalogue, Problems& problems) {
  const WrittenCluster given = read_lines<WrittenCluster>(from, "cluster");
  Cluster cluster;
  if (given.nodes) cluster.nodes = *given.nodes;
  cluster.machine = node_of(given, from, catalogue, problems);
  cluster.name = name.empty() ? fmt::format("{} x {}", cluster.nodes, cluster.machine.name) : name;
  cluster.gpu_speed = gpu_speed_of(cluster.machine, catalogue);
  if (cluster.machine.gpus > 0) cluster.gpu = gpu_of(cluster.machine, catalogue.gpus());
  cluster.root_volume = given.root_volume;
  if (cluster.root_volume && cluster.machine.disk.count > 0)
    from.wrong(
        "root_volume", codes::conflict,
        fmt::format("{}: shuffles and spills lie on the local disks, so a root volume changes nothing", from.where()));
  cluster.storage = given.storage.value_or(Storage::object_store);
  cluster.tuning = given.tuning.value_or(Tuning::typical);

  const bool known = cluster.machine.vcpus > 0 && cluster.machine.memory > Bytes{};  // else there is an error already
  if (known) cluster.executors = pack_executors(cluster.machine);
  place_driver(given.driver, from, catalogue, cluster, problems);
  const bool local = cluster.driver_place == DriverPlace::local;
  if (local && known) cluster.executors = one_process(cluster.machine);
  if (given.executors && known)
    cluster.executors = packed_around(*given.executors, cluster.machine, cluster.executors, local);
  cluster.usable_cpus =
      given.usable_cpus.value_or(std::max(std::min(1.0, cluster.machine.vcpus), cluster.machine.vcpus - 1));
  if (given.usable_cpus && known && cluster.usable_cpus > cluster.machine.vcpus)
    from.wrong("usable_cpus", codes::conflict,
               fmt::format("{}: a node has only {} vCPUs", from.where(), number_text(cluster.machine.vcpus)));

  if (given.spark) cluster.spark = *given.spark;
  if (given.ray) cluster.ray = *given.ray;
  if (known) {
    check_local(from, cluster, !cluster.executors.packed);
    make_room_for_driver(cluster, cluster.spark);
  }
  apply_buying(given.pricing, given.platform, from, catalogue, cluster, problems);
  cluster.zones = given.zones.value_or(1);
  cluster.data_location = given.data_location.value_or(DataLocation::same_region);
  cluster.idle_tail = given.idle_tail;
  catalogue.price_cluster(cluster);
  cluster.place = place_of(from.spot());
  from.close();
  return cluster;
}

std::optional<Cluster> read_cluster(const Value& value, const Spot& at, const Catalogue& catalogue,
                                    Problems& problems) {
  if (value.kind == ValueKind::scalar) return cluster_named(value.text, value.spot, catalogue, problems);
  return read_cluster_mapping(Mapping(value, at, "cluster", problems), {}, catalogue, problems);
}

Cluster read_cluster(const std::string& text, const std::string& file, const Catalogue& catalogue) {
  const SourceText source{file, text};
  Problems problems;
  const Value root = parse_value(source, problems);
  Cluster cluster = read_cluster_mapping(Mapping(root, {&source, 1, 1}, {}, problems), {}, catalogue, problems);
  problems.raise();
  return cluster;
}

}  // namespace sizer
