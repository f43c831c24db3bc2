// How executors are packed on a node: as many equal ones as its room allows.
#include "questions/size/shapes.h"

#include <algorithm>
#include <cmath>

#include "sizer/engine_defaults.h"
#include "sizer/room.h"

namespace sizer::sizing {
namespace {

using namespace literals;

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

}  // namespace sizer::sizing
