/// \file
/// How executors may lie on a node.
#pragma once

#include <vector>

#include "sizer/sizing.h"

namespace sizer::sizing {

/// Every shape that is worth a try: two to eight cores an executor (one where the node has no more), as many executors
/// as the node holds, and what memory there is shared among them. Heap and overhead are whole MiB. The usual ones
/// first.
std::vector<Executors> executor_shapes(const Machine& machine, Manager manager, const ConstantValues& k);

}  // namespace sizer::sizing
