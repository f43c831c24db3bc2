/// \file
/// Candidates as the answer shows them, and what else is asked of one.
#pragma once

#include "questions/size/evaluate.h"

namespace sizer::sizing {

/// A candidate in full: its figures in all cases, what bounds it, and how to write it into a job file.
SizedRun run_of(const Candidates& candidates, const Point& point, const Constants& constants);

/// A block with every number of nodes.
Scaling scaling_of(const Candidates& candidates, std::int64_t candidate, const Constants& constants, Case c);

/// "{nodes: 14, machine: m6i.4xlarge, ...}": what `cluster:` of a job file takes.
std::string written(const Cluster& cluster, const Engine& engine);

}  // namespace sizer::sizing
