/// \file
/// The instances of an EMR cluster, in whichever of its several ways they are said.
#pragma once

#include <string>
#include <vector>

#include "deploy/cluster_draft.h"
#include "deploy/gleaner.h"
#include "text/value.h"

namespace sizer::deploy {

/// Machines of one role that are bought alike.
struct EmrGroup {
  enum class Role { master, core, task };
  Role role = Role::core;
  std::string name{};
  const Value* type = nullptr;
  int on_demand = 0, spot = 0;
  int weight = 1;                 ///< what one machine counts of a fleet's capacity
  const Value* bought = nullptr;  ///< what says that they are spot machines
  Spot place{};

  int nodes() const { return on_demand + spot; }
};

/// Of instance groups and fleets, of MasterInstanceType with its like, and of CloudFormation's properties. `cluster` is
/// RunJobFlow's request, a described cluster, or the list that the command line takes.
std::vector<EmrGroup> groups_of(ClusterDraft& draft, Gleaner& gleaner, const Value& cluster);

}  // namespace sizer::deploy
