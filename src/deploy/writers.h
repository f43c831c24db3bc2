/// \file
/// The manifests, each in a file of its own, and what they have in common.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "deploy/yaml_writer.h"
#include "sizer/deploy.h"

namespace sizer::deploy {

Manifest write_spark_submit(const Deployment&);
Manifest write_spark_defaults(const Deployment&);
Manifest write_spark_application(const Deployment&);
Manifest write_ray_job(const Deployment&);
Manifest write_ray_cluster(const Deployment&);
Manifest write_emr(const Deployment&);
Manifest write_databricks(const Deployment&);
Manifest write_eks(const Deployment&);
Manifest write_karpenter(const Deployment&);

/// What a manifest starts with: which job it is of, and what is in it.
std::string headline(const Deployment& deployment);

/// A warning: something in the manifest that the user must fill in or look at.
Diagnostic to_fill_in(std::string message, std::string note = {});
/// A warning: a number that the platform cannot take as it is.
Diagnostic not_carried(std::string message, std::string note = {});
/// A note: where a number of a format without comments comes from.
Diagnostic origin_note(const std::string& what, const std::string& value, const std::string& origin);

/// The lines of the cluster that `carried` does not hold true for: those that a format has no field for.
std::vector<ClusterLine> facts(const Deployment& deployment, const std::function<bool(std::string_view)>& carried);

/// "nvidia.com/gpu", "aws.amazon.com/neuron".
std::string gpu_resource(const Machine& machine);

/// Memory of a node for pods: what Kubernetes leaves of it.
Bytes pod_memory(const Machine& machine);
/// CPUs of a node for pods, in whole ones.
double pod_cpus(const Machine& machine);

/// The type's name, or a placeholder where no catalogue knows it.
std::string type_name(const Machine& machine, bool known);

/// The size of a node's root volume in GB, where shuffles and spills lie on it.
Sourced<int> root_volume(const Deployment& deployment);

/// What the cluster says of a node and its machine type does not have: pods of that size would not fit.
std::vector<Diagnostic> misfits(const Deployment& deployment);

/// What pods and nodes know a machine type by.
inline constexpr std::string_view instance_type_label = "node.kubernetes.io/instance-type";
/// Annotations and tags of sizer's own, for what a format has no field for.
inline constexpr std::string_view own_prefix = "sizer/";

/// `metadata` of an object, with the job's name and the facts as annotations.
void write_metadata(YamlWriter& yaml, const Deployment& deployment, const std::vector<ClusterLine>& facts);
/// `nodeSelector` for a machine type; a type that no catalogue knows has no name that a cloud would know.
void write_node_selector(YamlWriter& yaml, const Machine& machine, bool known, const std::string& origin);

}  // namespace sizer::deploy
