/// \file
/// How executors may lie on a node.
#pragma once

#include <vector>

#include "sizer/sizing.h"

namespace sizer::search {

/// What a node has for executors or workers when the system, its daemons and the cluster manager have taken theirs.
struct Room {
  int cores = 0;
  Bytes memory{};
};
Room room_on(const Machine& machine, Manager manager);

/// Every shape that is worth a try: each number of cores an executor, as many executors as the node holds, and what
/// memory there is shared among them. Heap and overhead are whole MiB.
std::vector<Executors> executor_shapes(const Machine& machine, Manager manager);

}  // namespace sizer::search
