// A cluster back to what is written of it.
#include "job/written_cluster.h"

#include "sizer/catalogue.h"

namespace sizer {
namespace {

template <class T>
std::optional<T> unless(const T& value, const T& usual) {
  return value == usual ? std::nullopt : std::optional<T>(value);
}
template <class T>
std::optional<T> unless(const std::optional<T>& value, const std::optional<T>& usual) {
  return value == usual ? std::nullopt : value;
}

void write_node(const Machine& machine, const Machine& usual, WrittenNode& to) {
  to.vcpus = unless(machine.vcpus, usual.vcpus);
  to.memory = unless(machine.memory, usual.memory);
  to.vcpu_speed = unless(machine.vcpu_speed, usual.vcpu_speed);
  to.network = unless(machine.network, usual.network);
  to.price = unless(machine.price, usual.price);
  to.spot = unless(machine.spot, usual.spot);
  const LocalDisk &disk = machine.disk, &other = usual.disk;
  WrittenDisk written;
  written.count = unless(disk.count, other.count);
  if (disk.count > 0) written.size = unless(disk.size, other.size);
  written.read = unless(disk.read, other.read);
  written.write = unless(disk.write, other.write);
  if (written.count || written.size || written.read || written.write) to.local_disk = written;
  to.gpus = unless(machine.gpus, usual.gpus);
  if (machine.gpus == 0) return;
  to.gpu = unless(machine.gpu, usual.gpu);
  to.gpu_memory = unless(machine.gpu_memory, usual.gpu_memory);
}

/// Only what a reader would not take for granted.
std::optional<std::string> driver_of(const Cluster& cluster) {
  const bool own = has_driver_node(cluster), usual = own != (cluster.nodes == 1) && cluster.machine.gpus == 0;
  if (own && cluster.driver && built_in_catalogue().machine(cluster.driver->name)) return cluster.driver->name;
  if (usual && cluster.driver_place != DriverPlace::local) return std::nullopt;
  return word_of(words::driver_places, cluster.driver_place);
}

/// Memory that was packed is packed again by whoever reads it.
WrittenExecutors executors_of(const Executors& executors) {
  WrittenExecutors written{.per_node = executors.per_node, .cores = executors.cores};
  if (executors.packed) return written;
  written.memory = executors.memory;
  written.overhead = executors.overhead;
  return written;
}

}  // namespace

WrittenCluster written(const Cluster& cluster) {
  const Machine& machine = cluster.machine;
  const std::optional<Machine> known = built_in_catalogue().machine(machine.name);
  WrittenCluster made;
  made.nodes = cluster.nodes;
  if (known) made.machine = machine.name;
  write_node(machine, known.value_or(Machine{}), made);
  if (known ? machine.cloud != known->cloud : !machine.cloud.empty()) made.provider = machine.cloud;
  made.reserved_discount = unless(machine.reserved_discount, known ? known->reserved_discount : std::nullopt);
  made.root_volume = cluster.root_volume;
  made.storage = unless(cluster.storage, Storage::object_store);
  made.tuning = unless(cluster.tuning, Tuning::typical);
  if (cluster.executors.per_node > 0) made.executors = executors_of(cluster.executors);
  made.usable_cpus = cluster.usable_cpus;
  made.pricing = unless(cluster.pricing, Pricing::on_demand);
  if (!cluster.platform.empty()) made.platform = cluster.platform;
  made.zones = unless(cluster.zones, 1);
  made.data_location = unless(cluster.data_location, DataLocation::same_region);
  made.idle_tail = cluster.idle_tail;
  made.driver = driver_of(cluster);
  made.spark = cluster.spark;
  made.ray = cluster.ray;
  return made;
}

}  // namespace sizer
