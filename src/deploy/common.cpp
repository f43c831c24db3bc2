// What several manifests have in common: names, facts without a field, the room on a node.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "sizer/room.h"
#include "text/codes.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"

namespace sizer::deploy {
namespace {

constexpr double giga = 1e9;
constexpr double system_volume = 20;  // GB of the system and of images, beside what a job puts on a root volume

Diagnostic remark(const Code& code, Severity severity, std::string message, std::string note) {
  Diagnostic made;
  made.code = code.id;
  made.severity = severity;
  made.message = std::move(message);
  made.note = std::move(note);
  return made;
}

}  // namespace

std::string headline(const Deployment& deployment) {
  const Cluster& cluster = deployment.cluster;
  std::string engine(deployment.engine->title);
  if (!deployment.version.value.empty()) engine += " " + deployment.version.value;
  return fmt::format("{}: {} on {} x {} ({}). Written by sizer export; each number says where it comes from. {}.",
                     deployment.job, engine, cluster.nodes, cluster.machine.name, deployment.cluster_origin,
                     deployment.catalogue.in_words());
}

Diagnostic to_fill_in(std::string message, std::string note) {
  return remark(codes::to_fill_in, Severity::warning, std::move(message), std::move(note));
}
Diagnostic not_carried(std::string message, std::string note) {
  return remark(codes::not_carried, Severity::warning, std::move(message), std::move(note));
}
Diagnostic origin_note(const std::string& what, const std::string& value, const std::string& origin) {
  return remark(codes::origin, Severity::note, fmt::format("{} {}: {}", what, value, origin), {});
}

std::vector<ClusterLine> facts(const Deployment& deployment, const std::function<bool(std::string_view)>& carried) {
  std::vector<ClusterLine> kept;
  bool placed = false;
  for (const ClusterLine& line : deployment.lines) {
    const bool place = line.path == "driver" && is_driver_place(line.text);
    placed = placed || place;
    if (place || !carried(line.path)) kept.push_back(line);
  }
  if (!placed && !has_driver_node(deployment.cluster))
    kept.push_back({"driver", name_of(deployment.cluster.driver_place)});
  return kept;
}

bool is_one_machine(const Deployment& deployment) {
  return deployment.cluster.nodes == 1 && !has_driver_node(deployment.cluster);
}

std::vector<Diagnostic> not_bought(const Deployment& deployment, std::string_view target, const Buying& buying) {
  const Cluster& cluster = deployment.cluster;
  std::vector<Diagnostic> found;
  if (cluster.pricing == Pricing::spot && !buying.spot)
    found.push_back(
        not_carried(fmt::format("the workers of the estimate are spot machines, and {} asks for none", target),
                    "noted as pricing; ask for them where the machines are started"));
  if (cluster.pricing == Pricing::reserved)
    found.push_back(
        not_carried("the workers of the estimate are reserved, and no manifest reserves machines",
                    "noted as pricing; a reservation is bought from the provider, and holds for what it starts"));
  const auto pays = [&](std::initializer_list<std::string_view> platforms) {
    return std::ranges::find(platforms, std::string_view(cluster.platform)) != platforms.end();
  };
  const std::string& platform = cluster.platform;
  if (!buying.platform.empty() && platform != buying.platform)
    found.push_back(not_carried(
        platform.empty() ? fmt::format("{} takes charges for its machines, and the estimate has none of them", target)
                         : fmt::format("the estimate pays {}, and {} is another platform", platform, target),
        fmt::format("`platform: {}` in the cluster has them in the estimate", buying.platform)));
  if (buying.kubernetes && !platform.empty() && !pays({"eks", "gke", "aks", "emr_on_eks"}))
    found.push_back(not_carried(fmt::format("the estimate pays {}, and {} starts pods of Kubernetes", platform, target),
                                "noted as platform"));
  if (cluster.zones > 1)
    found.push_back(not_carried(
        fmt::format("the nodes of the estimate lie in {} zones, which {} does not say", cluster.zones, target),
        "noted as zones"));
  return found;
}

Buying buying_of_pods(const Deployment& deployment) {
  return {.spot = capacity_label(deployment.cluster.machine.cloud).has_value(), .kubernetes = true};
}

std::optional<CapacityLabel> capacity_label(const std::string& cloud) {
  if (cloud == "aws") return CapacityLabel{"karpenter.sh/capacity-type", "spot", "on-demand"};
  if (cloud == "gcp") return CapacityLabel{"cloud.google.com/gke-spot", "true", ""};
  if (cloud == "azure") return CapacityLabel{"kubernetes.azure.com/scalesetpriority", "spot", ""};
  return std::nullopt;
}

std::string gpu_resource(const Machine& machine) {
  return machine.gpu.starts_with("Inferentia") || machine.gpu.starts_with("Trainium") ? "aws.amazon.com/neuron"
                                                                                      : "nvidia.com/gpu";
}

std::string type_name(const Machine& machine, bool known) {
  return known ? machine.name : std::string(unknown_type);
}

Bytes pod_memory(const Machine& machine) {
  return room_on(machine, Manager::kubernetes).memory;
}

double pod_cpus(const Machine& machine) {
  return std::min(machine.vcpus, static_cast<double>(room_on(machine, Manager::kubernetes).cores));
}

Sourced<int> root_volume(const Deployment& deployment) {
  if (deployment.cluster.machine.disk.count > 0)
    return {static_cast<int>(system_volume), "constant: the system and images; data lie on the local disks"};
  if (const auto& given = deployment.cluster.root_volume)
    return {static_cast<int>(std::ceil(given->value / giga)), "root_volume: " + deployment.cluster_origin};
  return {static_cast<int>(std::ceil(deployment.scratch.value.value / giga + system_volume)),
          fmt::format("{}; {:.0f} GB for the system and images", deployment.scratch.origin, system_volume)};
}

std::vector<Diagnostic> misfits(const Deployment& deployment) {
  const Machine& machine = deployment.cluster.machine;
  const std::optional<Machine> sold = known_machine(machine.name);
  std::vector<Diagnostic> found;
  if (!sold)
    found.push_back(to_fill_in(fmt::format("no catalogue knows a machine type '{}'", machine.name),
                               "the manifest leaves the type open, or holds a placeholder: name one that has so much"));
  if (sold && machine.memory > sold->memory)
    found.push_back(not_carried(fmt::format("the cluster has {} a node, and {} has {}", exact_text(machine.memory),
                                            machine.name, exact_text(sold->memory)),
                                "what is asked for may not fit on a node; name the machine type that it is to be"));
  if (sold && machine.vcpus > sold->vcpus)
    found.push_back(not_carried(fmt::format("the cluster has {} vCPUs a node, and {} has {}",
                                            number_text(machine.vcpus), machine.name, number_text(sold->vcpus))));
  return found;
}

void write_metadata(YamlWriter& yaml, const Deployment& deployment, const std::vector<ClusterLine>& facts) {
  yaml.open("metadata");
  yaml.text("name", deployment.id);
  yaml.open("annotations", "what has no field of its own; sizer import reads it");
  yaml.text(std::string(own_prefix) + "job", deployment.job);
  for (const ClusterLine& fact : facts) yaml.text(std::string(own_prefix) + fact.path, fact.text);
  yaml.close();
  yaml.close();
}

void write_node_selector(YamlWriter& yaml, const Deployment& deployment, PodRole role, const std::string& origin) {
  const bool worker = role == PodRole::worker;
  const Machine& machine = worker ? deployment.cluster.machine : deployment.driver;
  const bool known = worker ? deployment.known_machine : deployment.known_driver;
  const std::optional<CapacityLabel> label =
      deployment.cluster.pricing == Pricing::spot ? capacity_label(deployment.cluster.machine.cloud) : std::nullopt;
  const std::string_view capacity = !label ? std::string_view() : worker ? label->spot : label->on_demand;
  if (!known) yaml.comment("nodeSelector: the catalogue knows no machine type of this shape; name yours here");
  if (!known && capacity.empty()) return;
  yaml.open("nodeSelector");
  if (known) yaml.text(instance_type_label, machine.name, origin);
  if (!capacity.empty())
    yaml.text(label->label, capacity,
              worker ? "pricing: " + deployment.cluster_origin : "constant: the job ends with this node");
  yaml.close();
  if (worker && label && label->on_demand.empty())
    yaml.comment("tolerations: fill in those for the taints of your spot nodes");
}

}  // namespace sizer::deploy
