/// \file
/// A cluster as the lines of a file that gives it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/deploy.h"

namespace sizer::deploy {

/// True for a word that says where the driver runs, and names no machine: "on_worker".
bool is_driver_place(std::string_view text);

/// The machine type of the catalogue, or nothing.
std::optional<Machine> known_machine(const std::string& name);

/// What a cluster file must say to give this cluster to a job of this engine, in the order of `cluster_paths`. A
/// machine of the catalogue is named, with what differs from it; defaults are left out, memory that was packed is not.
std::vector<ClusterLine> cluster_lines(const Cluster& cluster, const SparkSettings& spark, const RaySettings& ray,
                                       const Engine& engine);

/// Every path that such a line may have, in the order in which a file is written.
const std::vector<std::string_view>& cluster_paths();

/// The text of a cluster's line; empty: it has none.
std::string text_at(const std::vector<ClusterLine>& lines, std::string_view path);

}  // namespace sizer::deploy
