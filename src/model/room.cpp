// What nodes keep from executors, workers and pods.
#include "sizer/room.h"

#include <algorithm>
#include <cmath>

namespace sizer {
namespace {

using namespace literals;

/// A share of each part of an amount, the parts ending at given amounts.
struct Part {
  double up_to;
  Fraction share;
};
template <std::size_t n>
double shares_of(double amount, const Part (&parts)[n]) {
  double sum = 0, from = 0;
  for (const Part& part : parts) {
    sum += std::max(0.0, std::min(amount, part.up_to) - from) * part.share;
    from = part.up_to;
  }
  return sum;
}

/// Memory that a managed Kubernetes node keeps from pods, with what is left free before pods are evicted.
Bytes kept_by_kubernetes(Bytes memory, const ConstantValues& k) {
  const Part parts[] = {{(4_GiB).value, k.kubernetes_kept_to_4g},
                        {(8_GiB).value, k.kubernetes_kept_to_8g},
                        {(16_GiB).value, k.kubernetes_kept_to_16g},
                        {(128_GiB).value, k.kubernetes_kept_to_128g},
                        {INFINITY, k.kubernetes_kept_above}};
  return Bytes{shares_of(memory.value, parts)} + k.kubernetes_eviction;
}

/// Cores that it keeps, and what the daemons of every node take: network, metrics, logs.
double cores_kept_by_kubernetes(double cores, const ConstantValues& k) {
  const Part parts[] = {{1, k.kubernetes_core_first},
                        {2, k.kubernetes_core_second},
                        {4, k.kubernetes_cores_to_4},
                        {INFINITY, k.kubernetes_cores_above}};
  return shares_of(cores, parts) + k.kubernetes_daemons;
}

}  // namespace

const char* name_of(Manager manager) {
  return manager == Manager::kubernetes ? "kubernetes" : "yarn";
}

Room room_on(const Machine& machine, Manager manager, const ConstantValues& k) {
  const bool kubernetes = manager == Manager::kubernetes;
  const double vcpus = std::floor(machine.vcpus);
  const double cores = kubernetes ? cores_kept_by_kubernetes(vcpus, k) : k.node_kept_cores;
  const Bytes memory = kubernetes ? kept_by_kubernetes(machine.memory, k)
                                  : std::max(k.node_least_kept, machine.memory * k.node_kept_memory);
  return {std::max(1, static_cast<int>(vcpus - cores)), std::max(machine.memory - memory, machine.memory * 0.5)};
}

Room room_on(const Machine& machine, Manager manager) {
  static const ConstantValues typical = Constants().at(Case::typical);
  return room_on(machine, manager, typical);
}

}  // namespace sizer
