// What a cluster offers per second to a job of one engine.
#include <algorithm>
#include <cmath>

#include "sizer/plan.h"

namespace sizer {

ConstantId constant_of(Tuning tuning) {
  switch (tuning) {
    case Tuning::tuned:
      return ConstantId::tuning_tuned;
    case Tuning::typical:
      return ConstantId::tuning_typical;
    case Tuning::untuned:
      return ConstantId::tuning_untuned;
  }
  return ConstantId::tuning_typical;
}

namespace {

/// Where in its range the speed of a vCPU is believed to lie: 0 at the fast end, 1 at typical, 2 at the slow end.
double speed_in(const Range<Ratio>& speed, double position) {
  return position < 1 ? speed.typical * std::pow(speed.high / speed.typical, 1 - position)
                      : speed.typical * std::pow(speed.low / speed.typical, position - 1);
}

}  // namespace

Capacity capacity(const Cluster& cluster, const Engine& engine, const ConstantValues& k) {
  const Machine& machine = cluster.machine;
  // A driver that a cluster manager puts on a worker takes that node from the executors; a lone node it shares.
  const double nodes = std::max(cluster.nodes - k.driver_nodes, std::min(1.0, static_cast<double>(cluster.nodes)));
  Capacity have;
  have.nodes = nodes;
  have.slots = engine.slots(cluster) * (nodes / std::max(1, cluster.nodes));
  have.gpus = nodes * machine.gpus;
  have.store = k.store_request_rate;
  have.network = (machine.network ? *machine.network : k.network_per_vcpu * machine.vcpus) * nodes / k.network_loss;
  const bool local = machine.disk.count > 0 && cluster.storage != Storage::network_disk;
  if (local) {
    have.disk_read = (machine.disk.read ? *machine.disk.read : k.local_disk_read_rate) * (nodes * machine.disk.count);
    have.disk_write =
        (machine.disk.write ? *machine.disk.write : k.local_disk_write_rate) * (nodes * machine.disk.count);
  } else {
    have.disk_read = have.disk_write = k.network_disk_rate * nodes;
  }
  if (k.disk_reached > 0) {
    have.disk_read = have.disk_read / k.disk_reached;
    have.disk_write = have.disk_write / k.disk_reached;
  }
  have.tuning = value_of(k, constant_of(cluster.tuning));
  if (engine.collection != nullptr) have.collection = engine.collection(cluster, k);
  if (machine.vcpu_speed) have.vcpu_speed = speed_in(*machine.vcpu_speed, k.vcpu_speed_position);
  // More slots than vCPUs share the vCPUs.
  const double slots_a_vcpu = machine.vcpus > 0 ? have.slots / nodes / machine.vcpus : 1;
  have.crowding = std::max(1.0, slots_a_vcpu);
  return have;
}

}  // namespace sizer
