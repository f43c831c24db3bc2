// Clusters that are written out in a file: nodes, what each node is, how executors or workers lie on it.
#include "input/cluster.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "input/settings.h"
#include "sizer/engine_defaults.h"
#include "sizer/input.h"
#include "sizer/room.h"
#include "sizer/units.h"
#include "sizer/words.h"
#include "text/job_bounds.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr Measure<Seconds> time_or_none{{Dimension::seconds, "5 min", true}};
constexpr Measure<double> vcpu_count{{Dimension::number, "16", false, true, bounds::most_vcpus}};

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
Executors read_executors(Mapping from, const Machine& machine, Executors executors, bool local) {
  const int available = executor_cores_of(machine);
  const std::optional<int> per_node = from.integer("per_node", 1, bounds::most_vcpus);
  const std::optional<int> cores = from.integer("cores", 1, bounds::most_vcpus);
  if (per_node) executors.cores = std::max(1, available / *per_node);
  if (cores) executors.cores = *cores;
  if (per_node || (cores && !local)) executors.per_node = per_node.value_or(std::max(1, available / executors.cores));
  share_memory(machine, executors);
  if (const auto heap = from.exact("memory", measure::memory)) {
    executors.memory = *heap;
    executors.overhead = local ? Bytes{} : usual_overhead(*heap);
    executors.packed = false;
  }
  if (const auto overhead = from.exact("overhead", measure::bytes_or_none)) executors.overhead = *overhead;
  from.close();
  return executors;
}

void read_disk(Mapping from, LocalDisk& disk) {
  const std::optional<int> count = from.integer("count", 0, 1000);
  if (count || disk.count == 0) disk.count = count.value_or(1);
  if (const auto size = from.exact("size", measure::bytes))
    disk.size = *size;
  else if (disk.count > 0 && disk.size == Bytes{} && !from.has("size"))
    from.missing("size", "the size of one disk, such as 300 GB");
  if (const auto read = from.exact("read", measure::rate)) disk.read = read;
  if (const auto write = from.exact("write", measure::rate)) disk.write = write;
  from.close();
}

/// The node of a cluster: a machine of the catalogue with what the mapping overrides, or all from the mapping.
Machine read_node(Mapping& cluster, const Catalogue& catalogue, Problems& problems) {
  Machine machine;
  bool named = false;
  if (const auto name = cluster.text("machine")) {
    named = true;
    if (const auto known = machine_named(*name, cluster.spot_of("machine"), catalogue, problems)) machine = *known;
  } else if (!cluster.has("machine")) {
    cluster.require("vcpus", "give `machine`, or `vcpus` and `memory` of a node");
    cluster.require("memory", "give `machine`, or `vcpus` and `memory` of a node");
  }
  read_shape(cluster, machine, problems);
  if (const auto provider = cluster.text("provider")) machine.cloud = *provider;
  if (const auto reserved = cluster.exact("reserved_discount", measure::share)) machine.reserved_discount = reserved;
  if (!named) machine.name = fmt::format("{} vCPU, {}", number_text(machine.vcpus), memory_text(machine.memory));
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
void read_driver(Mapping& from, const Catalogue& catalogue, Cluster& cluster, Problems& problems) {
  cluster.driver_place = cluster.nodes == 1 ? DriverPlace::on_worker : DriverPlace::own_node;
  if (const auto driver = from.text("driver")) {
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

void read_shape(Mapping& from, Machine& machine, Problems& problems) {
  if (const auto vcpus = from.exact("vcpus", vcpu_count)) machine.vcpus = *vcpus;
  if (const auto memory = from.exact("memory", measure::memory)) machine.memory = *memory;
  if (const auto network = from.exact("network", measure::network)) machine.network = network;
  if (const auto price = from.exact("price", measure::price)) {
    machine.price = price;
    machine.price_date.clear();
    const Place place = place_of(from.spot_of("price"));
    machine.source = fmt::format("{}:{}", place.file, place.line);
    machine.note.clear();
  }
  if (const auto spot = from.range("spot", measure::price)) {
    machine.spot = spot;
    machine.spot_date.clear();
  }
  if (const Value* disk = from.find("local_disk"))
    read_disk(Mapping(*disk, from.spot_of("local_disk"), from.where() + ".local_disk", problems), machine.disk);
  if (const auto gpus = from.integer("gpus", 0, 1000)) machine.gpus = *gpus;
  if (const auto gpu = from.text("gpu")) machine.gpu = *gpu;
  if (const auto memory = from.exact("gpu_memory", measure::memory)) machine.gpu_memory = memory;
  if (machine.gpus == 0 && (from.has("gpu") || from.has("gpu_memory")))
    from.wrong(from.has("gpu") ? "gpu" : "gpu_memory", codes::conflict,
               fmt::format("{}: a GPU is described, but a node has none; add `gpus: 1`", from.where()));
}

void read_buying(Mapping& from, const Catalogue& catalogue, Cluster& cluster, Problems& problems) {
  if (const auto pricing = from.choice("pricing", words::pricings)) cluster.pricing = *pricing;
  const auto platform = from.text("platform");
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
  Cluster cluster;
  from.require("nodes");
  if (const auto nodes = from.integer("nodes", 1, bounds::most_nodes)) cluster.nodes = *nodes;
  cluster.machine = read_node(from, catalogue, problems);
  cluster.name = name.empty() ? fmt::format("{} x {}", cluster.nodes, cluster.machine.name) : name;
  cluster.gpu_speed = gpu_speed_of(cluster.machine, catalogue);
  cluster.root_volume = from.exact("root_volume", measure::bytes);
  if (cluster.root_volume && cluster.machine.disk.count > 0)
    from.wrong(
        "root_volume", codes::conflict,
        fmt::format("{}: shuffles and spills lie on the local disks, so a root volume changes nothing", from.where()));
  cluster.storage = from.choice("storage", words::storages).value_or(Storage::object_store);
  cluster.tuning = from.choice("tuning", words::tunings).value_or(Tuning::typical);

  const bool known = cluster.machine.vcpus > 0 && cluster.machine.memory > Bytes{};  // else there is an error already
  if (known) cluster.executors = pack_executors(cluster.machine);
  read_driver(from, catalogue, cluster, problems);
  const bool local = cluster.driver_place == DriverPlace::local;
  if (local && known) cluster.executors = one_process(cluster.machine);
  if (const Value* executors = from.find("executors"); executors != nullptr && known)
    cluster.executors =
        read_executors(Mapping(*executors, from.spot_of("executors"), from.where() + ".executors", problems),
                       cluster.machine, cluster.executors, local);
  cluster.usable_cpus = std::max(std::min(1.0, cluster.machine.vcpus), cluster.machine.vcpus - 1);
  if (const auto cpus = from.exact("usable_cpus", vcpu_count)) {
    cluster.usable_cpus = *cpus;
    if (known && *cpus > cluster.machine.vcpus)
      from.wrong("usable_cpus", codes::conflict,
                 fmt::format("{}: a node has only {} vCPUs", from.where(), number_text(cluster.machine.vcpus)));
  }

  if (const Value* spark = from.find("spark"))
    cluster.spark = read_spark_settings(Mapping(*spark, from.spot_of("spark"), "cluster.spark", problems));
  if (const Value* ray = from.find("ray"))
    cluster.ray = read_ray_settings(Mapping(*ray, from.spot_of("ray"), "cluster.ray", problems));
  if (known) {
    check_local(from, cluster, !cluster.executors.packed);
    make_room_for_driver(cluster, cluster.spark);
  }
  read_buying(from, catalogue, cluster, problems);
  cluster.zones = from.integer("zones", 1, 100).value_or(1);
  cluster.data_location = from.choice("data_location", words::data_locations).value_or(DataLocation::same_region);
  cluster.idle_tail = from.exact("idle_tail", time_or_none);
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
