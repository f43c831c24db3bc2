// How executors are packed on a node: what the system keeps, then as many equal executors as cores allow.
#include "search/shapes.h"

#include <algorithm>
#include <cmath>

namespace sizer::search {
namespace {

using namespace literals;

/// Memory that a managed Kubernetes node keeps from pods: 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next
/// 8, 6 % of the next 112 and 2 % above, and 100 MiB below which pods are evicted. These are the steps that GKE
/// documents for its nodes ("Plan node sizes"); EKS and AKS keep about as much.
Bytes kept_by_kubernetes(Bytes memory) {
  struct Step {
    Bytes up_to;
    Fraction share;
  };
  constexpr Step steps[] = {{4_GiB, 0.25}, {8_GiB, 0.2}, {16_GiB, 0.1}, {128_GiB, 0.06}, {{INFINITY}, 0.02}};
  Bytes kept = 100_MiB, from{};
  for (const Step& step : steps) {
    if (memory <= from) break;
    kept += (std::min(memory, step.up_to) - from) * step.share;
    from = step.up_to;
  }
  return kept;
}

/// Cores that a managed Kubernetes node keeps: 6 % of the first, 1 % of the second, 0.5 % of the next two, 0.25 % of
/// the others (the same source), and half a core for the daemons of every node: network, metrics, logs.
double cores_kept_by_kubernetes(double cores) {
  constexpr double daemons = 0.5;
  return 0.06 * std::min(cores, 1.0) + 0.01 * std::clamp(cores - 1, 0.0, 1.0) +
         0.005 * std::clamp(cores - 2, 0.0, 2.0) + 0.0025 * std::max(cores - 4, 0.0) + daemons;
}

Bytes whole_mebibytes(Bytes memory) {
  return 1_MiB * std::floor(memory / 1_MiB);
}

constexpr Fraction overhead_share = 0.1;  // spark.executor.memoryOverheadFactor
constexpr Bytes least_overhead = 384_MiB;
constexpr Bytes least_heap = 512_MiB;

/// Heap and overhead of one executor that has `one` in all.
bool share_out(Bytes one, Executors& executors) {
  one = whole_mebibytes(one);
  executors.memory = whole_mebibytes(std::min(one / (1 + overhead_share), one - least_overhead));
  executors.overhead = one - executors.memory;
  return executors.memory >= least_heap;
}

}  // namespace

Room room_on(const Machine& machine, Manager manager) {
  const double vcpus = std::floor(machine.vcpus);
  if (manager == Manager::kubernetes) {
    const Bytes left = machine.memory - kept_by_kubernetes(machine.memory);
    return {std::max(1, static_cast<int>(std::floor(vcpus - cores_kept_by_kubernetes(vcpus)))), left};
  }
  // One core and 6 % of the memory, at least 1 GiB, for the system and the node manager: as `cluster:` packs them.
  return {std::max(1, static_cast<int>(vcpus) - 1), machine.memory - std::max(1_GiB, machine.memory * 0.06)};
}

std::vector<Executors> executor_shapes(const Machine& machine, Manager manager) {
  constexpr int most_cores = 8;  // more threads in one heap collect garbage longer than they compute
  const Room room = room_on(machine, manager);
  std::vector<Executors> shapes;
  for (int cores = 1; cores <= std::min(room.cores, most_cores); ++cores) {
    Executors executors;
    executors.cores = cores;
    executors.per_node = room.cores / cores;
    if (share_out(room.memory / executors.per_node, executors)) shapes.push_back(executors);
  }
  return shapes;
}

}  // namespace sizer::search
