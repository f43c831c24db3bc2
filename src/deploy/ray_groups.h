/// \file
/// Pods of a RayCluster: what a group of them gives to Ray, and what it asks of a node.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "deploy/cluster_draft.h"
#include "deploy/gleaner.h"
#include "text/value.h"

namespace sizer::deploy {

/// "15", "500m", "57Gi", "60G" of Kubernetes as a number; empty: it is none.
std::optional<double> kubernetes_quantity(std::string_view text);

/// One group of pods. What is empty is not said.
struct RayGroup {
  std::string name{};
  const Value* group = nullptr;
  const Value* pod = nullptr;  ///< its `template.spec`
  Spot place{};
  std::optional<double> cpus{};          ///< that Ray counts, of one pod: whole ones
  std::optional<double> asked_cpus{};    ///< that the pod asks of its node
  std::optional<double> memory{};        ///< bytes of the pod
  int gpus = 0;                          ///< accelerators of the pod
  std::string_view gpu{};                ///< what they are, where it is no GPU of NVIDIA
  std::string machine{};                 ///< of its node
  std::optional<double> object_store{};  ///< bytes
  const Value *cpus_from = nullptr, *memory_from = nullptr, *gpus_from = nullptr, *store_from = nullptr,
              *aggregators = nullptr;
  int nodes = 0;
  bool nodes_known = true;
  Spot nodes_from{};

  bool works() const { return !cpus || *cpus > 0; }
};

/// Reads a group without its number of pods; what it cannot read is told.
RayGroup read_ray_group(ClusterDraft& draft, Gleaner& gleaner, const Value& group, const std::string& name);

/// Takes what is about the program of the group's pods, so that it is told in one line.
void forget_ray_group(Gleaner& gleaner, const Value& group, const std::string& where);

/// True for pods that are alike to Ray and to their nodes.
bool alike(const RayGroup& a, const RayGroup& b);

/// "24 CPUs, 200 GiB, 4 GPUs".
std::string ray_group_in_short(const RayGroup& group);

}  // namespace sizer::deploy
