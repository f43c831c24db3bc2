// How executors are packed on a node: what the system keeps, then as many equal executors as cores allow.
#include "search/shapes.h"

#include <algorithm>
#include <cmath>

#include "sizer/engine_defaults.h"

namespace sizer::search {
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

Bytes whole_mebibytes(Bytes memory) {
  return 1_MiB * std::floor(memory / 1_MiB);
}

constexpr Bytes least_heap = 512_MiB;  // of it Spark keeps 300 MB

/// Cores of an executor, those that people use most first: of shapes that come out the same, the first is taken. One
/// core an executor is not among them. The model counts the copies of broadcasts and the 300 MB that Spark keeps of
/// each heap, but not what else a second JVM takes (its own classes and compiled code, buffers, connections to every
/// other executor), so that single cores would win wherever a larger size leaves a core idle. More than eight threads
/// in one heap collect garbage longer than they compute.
constexpr int searched_cores[] = {4, 5, 3, 6, 2, 7, 8};

/// Heap and overhead of one executor that has `one` in all.
bool share_out(Bytes one, Executors& executors) {
  one = whole_mebibytes(one);
  executors.memory = whole_mebibytes(std::min(one / (1 + spark_overhead_share), one - spark_least_overhead));
  executors.overhead = one - executors.memory;
  return executors.memory >= least_heap;
}

}  // namespace

Room room_on(const Machine& machine, Manager manager, const ConstantValues& k) {
  const double vcpus = std::floor(machine.vcpus);
  if (manager == Manager::kubernetes)
    return {std::max(1, static_cast<int>(std::floor(vcpus - cores_kept_by_kubernetes(vcpus, k)))),
            machine.memory - kept_by_kubernetes(machine.memory, k)};
  return {std::max(1, static_cast<int>(vcpus - k.node_kept_cores)),
          machine.memory - std::max(k.node_least_kept, machine.memory * k.node_kept_memory)};
}

std::vector<Executors> executor_shapes(const Machine& machine, Manager manager, const ConstantValues& k) {
  const Room room = room_on(machine, manager, k);
  std::vector<Executors> shapes;
  const auto add = [&](int cores) {
    Executors executors;
    executors.cores = cores;
    executors.per_node = room.cores / cores;
    if (executors.per_node > 0 && share_out(room.memory / executors.per_node, executors)) shapes.push_back(executors);
  };
  for (const int cores : searched_cores) add(cores);
  if (room.cores == 1) add(1);
  return shapes;
}

}  // namespace sizer::search
