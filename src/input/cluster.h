/// \file
/// Clusters and machines, as files and command lines give them.
#pragma once

#include <optional>
#include <string>

#include "sizer/catalogue.h"
#include "text/reader.h"

namespace sizer {

/// The value of `cluster:`: a name or a mapping.
std::optional<Cluster> read_cluster(const Value& value, const Spot& at, const Catalogue& catalogue, Problems& problems);

/// "spark-baseline", "20 x m5d.4xlarge".
std::optional<Cluster> cluster_named(const std::string& name, const Spot& at, const Catalogue& catalogue,
                                     Problems& problems);

std::optional<Machine> machine_named(const std::string& name, const Spot& at, const Catalogue& catalogue,
                                     Problems& problems);

/// A cluster that is written out. `name`: what to call it; empty: after its machine.
Cluster read_cluster_mapping(Mapping cluster, const std::string& name, const Catalogue& catalogue, Problems& problems);

/// `pricing` and `platform` of a job or cluster.
void apply_buying(std::optional<Pricing> pricing, const std::optional<std::string>& platform, Mapping& from,
                  const Catalogue& catalogue, Cluster& cluster, Problems& problems);

struct WrittenNode;
/// Lays what `from` gives of a node over what is known of its machine.
void apply_node(const WrittenNode& given, Mapping& from, Machine& machine);

}  // namespace sizer
