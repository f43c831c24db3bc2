// A cluster to the lines of a cluster file: exact, and no more than is needed.
#include "deploy/cluster_lines.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "deploy/exact_text.h"
#include "sizer/input.h"
#include "sizer/words.h"

namespace sizer::deploy {
namespace {

class Lines {
 public:
  void add(const char* path, std::string text) { lines_.push_back({path, std::move(text)}); }
  template <class Kind>
  void add(const char* path, const std::optional<Quantity<Kind>>& value, const std::optional<Quantity<Kind>>& known) {
    if (value && value != known) add(path, exact_text(*value));
  }
  void add(const char* path, const char* word) { add(path, std::string(word)); }
  void add(const char* path, int value) { add(path, fmt::format("{}", value)); }
  void add(const char* path, const std::optional<int>& value) {
    if (value) add(path, *value);
  }
  void add(const char* path, const std::optional<bool>& value) {
    if (value) add(path, *value ? "true" : "false");
  }
  template <class Kind>
  void add(const char* path, const std::optional<Quantity<Kind>>& value) {
    add(path, value, {});
  }
  std::vector<ClusterLine> take() { return std::move(lines_); }

 private:
  std::vector<ClusterLine> lines_;
};

void add_machine(Lines& lines, const Machine& machine) {
  const std::optional<Machine> found = known_machine(machine.name);
  const Machine known = found.value_or(Machine{});
  if (found) lines.add("machine", machine.name);
  if (machine.vcpus != known.vcpus) lines.add("vcpus", exact_number(machine.vcpus));
  if (machine.memory != known.memory) lines.add("memory", exact_text(machine.memory));
  if (machine.network && machine.network != known.network) lines.add("network", network_text(*machine.network));
  lines.add("price", machine.price, known.price);
  const LocalDisk &disk = machine.disk, &usual = known.disk;
  if (disk.count != usual.count) lines.add("local_disk.count", disk.count);
  if (disk.count > 0 && disk.size != usual.size) lines.add("local_disk.size", exact_text(disk.size));
  lines.add("local_disk.read", disk.read, usual.read);
  lines.add("local_disk.write", disk.write, usual.write);
  if (machine.gpus != known.gpus) lines.add("gpus", machine.gpus);
  if (machine.gpus > 0 && machine.gpu != known.gpu) lines.add("gpu", machine.gpu);
  if (machine.gpus > 0) lines.add("gpu_memory", machine.gpu_memory, known.gpu_memory);
}

/// How the machines are bought, and what else is paid for.
void add_buying(Lines& lines, const Cluster& cluster) {
  if (!cluster.machine.cloud.empty() && !known_machine(cluster.machine.name))
    lines.add("provider", cluster.machine.cloud);
  if (cluster.pricing != Pricing::on_demand) lines.add("pricing", name_of(cluster.pricing));
  if (cluster.machine.reserved_discount)
    lines.add("reserved_discount", exact_number(*cluster.machine.reserved_discount));
  if (!cluster.platform.empty()) lines.add("platform", cluster.platform);
  if (cluster.zones != 1) lines.add("zones", cluster.zones);
  if (cluster.data_location != DataLocation::same_region) lines.add("data_location", name_of(cluster.data_location));
  lines.add("idle_tail", cluster.idle_tail);
}

/// Only what a reader would not take for granted.
void add_driver(Lines& lines, const Cluster& cluster) {
  const bool own = has_driver_node(cluster), usual = own != (cluster.nodes == 1) && cluster.machine.gpus == 0;
  if (own && cluster.driver && known_machine(cluster.driver->name))
    lines.add("driver", cluster.driver->name);
  else if (!usual || cluster.driver_place == DriverPlace::local)
    lines.add("driver", name_of(cluster.driver_place));
}

void add_spark(Lines& lines, const Cluster& cluster, const SparkSettings& spark) {
  lines.add("executors.per_node", cluster.executors.per_node);
  lines.add("executors.cores", cluster.executors.cores);
  lines.add("executors.memory", exact_text(cluster.executors.memory));
  lines.add("executors.overhead", exact_text(cluster.executors.overhead));
  add_driver(lines, cluster);
  if (spark.version) lines.add("spark.version", version_text(*spark.version, EngineKind::spark));
  lines.add("spark.shuffle_partitions", spark.shuffle_partitions);
  lines.add("spark.default_parallelism", spark.default_parallelism);
  lines.add("spark.adaptive", spark.adaptive);
  lines.add("spark.skew_join", spark.skew_join);
  lines.add("spark.advisory_partition_size", spark.advisory_partition_size);
  lines.add("spark.broadcast_threshold", spark.broadcast_threshold);
  lines.add("spark.adaptive_broadcast_threshold", spark.adaptive_broadcast_threshold);
  lines.add("spark.max_broadcast", spark.max_broadcast);
  lines.add("spark.broadcast_timeout", spark.broadcast_timeout);
  lines.add("spark.max_result_size", spark.max_result_size);
  lines.add("spark.driver_memory", spark.driver_memory);
  lines.add("spark.max_partition_bytes", spark.max_partition_bytes);
  lines.add("spark.prefer_sort_merge", spark.prefer_sort_merge);
  if (spark.codec) lines.add("spark.codec", *spark.codec == Codec::zstd ? "zstd" : "lz4");
  if (spark.reuse_partitioning) lines.add("spark.reuse_partitioning", *spark.reuse_partitioning ? "auto" : "never");
}

void add_ray(Lines& lines, const Cluster& cluster, const RaySettings& ray) {
  lines.add("usable_cpus", exact_number(cluster.usable_cpus));
  add_driver(lines, cluster);
  if (ray.version) lines.add("ray.version", version_text(*ray.version, EngineKind::ray));
  if (ray.object_store_share) lines.add("ray.object_store_share", exact_number(*ray.object_store_share));
  lines.add("ray.max_aggregators", ray.max_aggregators);
  lines.add("ray.partitions", ray.partitions);
  lines.add("ray.read_blocks", ray.read_blocks);
}

}  // namespace

bool is_driver_place(std::string_view text) {
  constexpr DriverPlace places[] = {DriverPlace::own_node, DriverPlace::on_worker, DriverPlace::local};
  return std::ranges::any_of(places, [&](DriverPlace place) { return text == name_of(place); });
}

std::optional<Machine> known_machine(const std::string& name) {
  return built_in_catalogue().machine(name);
}

std::vector<ClusterLine> cluster_lines(const Cluster& cluster, const SparkSettings& spark, const RaySettings& ray,
                                       EngineKind engine) {
  Lines lines;
  lines.add("nodes", cluster.nodes);
  add_machine(lines, cluster.machine);
  lines.add("root_volume", cluster.root_volume);
  add_buying(lines, cluster);
  if (cluster.storage != Storage::object_store) lines.add("storage", name_of(cluster.storage));
  if (cluster.tuning != Tuning::typical) lines.add("tuning", name_of(cluster.tuning));
  if (engine == EngineKind::spark)
    add_spark(lines, cluster, spark);
  else
    add_ray(lines, cluster, ray);
  return lines.take();
}

const std::vector<std::string_view>& cluster_paths() {
  static const std::vector<std::string_view> paths = {"nodes",
                                                      "machine",
                                                      "vcpus",
                                                      "memory",
                                                      "network",
                                                      "price",
                                                      "local_disk.count",
                                                      "local_disk.size",
                                                      "local_disk.read",
                                                      "local_disk.write",
                                                      "root_volume",
                                                      "gpus",
                                                      "gpu",
                                                      "gpu_memory",
                                                      "provider",
                                                      "pricing",
                                                      "reserved_discount",
                                                      "platform",
                                                      "zones",
                                                      "data_location",
                                                      "idle_tail",
                                                      "storage",
                                                      "tuning",
                                                      "executors.per_node",
                                                      "executors.cores",
                                                      "executors.memory",
                                                      "executors.overhead",
                                                      "usable_cpus",
                                                      "driver",
                                                      "spark.version",
                                                      "spark.shuffle_partitions",
                                                      "spark.default_parallelism",
                                                      "spark.adaptive",
                                                      "spark.skew_join",
                                                      "spark.advisory_partition_size",
                                                      "spark.broadcast_threshold",
                                                      "spark.adaptive_broadcast_threshold",
                                                      "spark.max_broadcast",
                                                      "spark.broadcast_timeout",
                                                      "spark.max_result_size",
                                                      "spark.driver_memory",
                                                      "spark.max_partition_bytes",
                                                      "spark.prefer_sort_merge",
                                                      "spark.codec",
                                                      "spark.reuse_partitioning",
                                                      "ray.version",
                                                      "ray.object_store_share",
                                                      "ray.max_aggregators",
                                                      "ray.partitions",
                                                      "ray.read_blocks"};
  return paths;
}

std::string text_at(const std::vector<ClusterLine>& lines, std::string_view path) {
  for (const ClusterLine& line : lines)
    if (line.path == path) return line.text;
  return {};
}

std::string version_text(double version, EngineKind engine) {
  const int minors = engine == EngineKind::ray ? 100 : 10;
  const int count = static_cast<int>(std::lround(version * minors));
  return fmt::format("{}.{}", count / minors, count % minors);
}

}  // namespace sizer::deploy
