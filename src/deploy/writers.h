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

/// What a target can be told of how machines are bought.
struct Buying {
  bool spot = false;               ///< it can ask for spot machines
  std::string_view platform = {};  ///< that its cluster is one of, and pays
  bool kubernetes = false;         ///< nodes are of some platform for pods
};
/// Pods ask for spot nodes by a label, where that of the cloud is known.
Buying buying_of_pods(const Deployment& deployment);
/// What the estimate buys, and the manifest does not.
std::vector<Diagnostic> not_bought(const Deployment& deployment, std::string_view target, const Buying& buying);

/// A cluster of one machine, with the driver or head on it.
bool is_one_machine(const Deployment& deployment);

/// The lines of the cluster that `carried` does not hold true for: those that a format has no field for. Where the
/// driver runs is always among them, if it has no node of its own.
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
/// What Kubernetes' nodes of a cloud are labelled with by how they were bought.
struct CapacityLabel {
  std::string_view label, spot, on_demand;  ///< empty: nodes on demand are not labelled
};
/// Empty: not known for this cloud.
std::optional<CapacityLabel> capacity_label(const std::string& cloud);

/// Whose pods select a node.
enum class PodRole { worker, driver };
/// `nodeSelector`: the machine type, and where workers are spot machines, how it is bought. A type that no catalogue
/// knows has no name that a cloud would know.
void write_node_selector(YamlWriter& yaml, const Deployment& deployment, PodRole role, const std::string& origin);

}  // namespace sizer::deploy
