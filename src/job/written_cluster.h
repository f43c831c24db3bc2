/// \file
/// What a file must say to give a cluster.
#pragma once

#include "job/cluster_lines.h"

namespace sizer {

/// A machine of the catalogue is named, with what differs from it; what counts without being said is left out. The
/// settings of engines are the cluster's own.
WrittenCluster written(const Cluster& cluster);

}  // namespace sizer
