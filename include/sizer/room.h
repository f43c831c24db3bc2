/// \file
/// What a node has for executors, workers or pods when the system, its daemons and the cluster manager have taken
/// theirs.
#pragma once

#include "sizer/cluster.h"
#include "sizer/constants.h"

namespace sizer {

/// Who gives out the memory and cores of a node, and what it keeps for itself.
enum class Manager { yarn, kubernetes };
const char* name_of(Manager manager);

struct Room {
  int cores = 0;   ///< at least 1
  Bytes memory{};  ///< at least half of the node's
};
/// By the constants `node_kept_*` and `kubernetes_*`.
Room room_on(const Machine& machine, Manager manager, const ConstantValues& k);

/// The same by the table's own typical values: a cluster or a manifest is what its file says, whatever constants it is
/// estimated with.
Room room_on(const Machine& machine, Manager manager);

}  // namespace sizer
