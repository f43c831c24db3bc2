// What several manifests have in common: names, facts without a field, the room on a node.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/exact_text.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "sizer/room.h"
#include "text/codes.h"
#include "text/quantity_text.h"

namespace sizer::deploy {
namespace {

constexpr double giga = 1e9;
constexpr double system_volume = 20;  // GB of the system and of images, beside what a job puts on a root volume

Diagnostic remark(const Code& code, const char* severity, std::string message, std::string note) {
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
  return fmt::format("{}: {} {} on {} x {} ({}). Written by sizer export; each number says where it comes from. {}.",
                     deployment.job, deployment.engine == EngineKind::ray ? "Ray" : "Spark", deployment.version.value,
                     cluster.nodes, cluster.machine.name, deployment.cluster_origin, deployment.catalogue.in_words());
}

Diagnostic to_fill_in(std::string message, std::string note) {
  return remark(codes::to_fill_in, "warning", std::move(message), std::move(note));
}
Diagnostic not_carried(std::string message, std::string note) {
  return remark(codes::not_carried, "warning", std::move(message), std::move(note));
}
Diagnostic origin_note(const std::string& what, const std::string& value, const std::string& origin) {
  return remark(codes::origin, "note", fmt::format("{} {}: {}", what, value, origin), {});
}

std::vector<ClusterLine> facts(const Deployment& deployment, const std::function<bool(std::string_view)>& carried) {
  std::vector<ClusterLine> kept;
  for (const ClusterLine& line : deployment.lines)
    if (!carried(line.path)) kept.push_back(line);
  return kept;
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

void write_node_selector(YamlWriter& yaml, const Machine& machine, bool known, const std::string& origin) {
  if (!known) {
    yaml.comment("nodeSelector: the catalogue knows no machine type of this shape; name yours here");
    return;
  }
  yaml.open("nodeSelector");
  yaml.text(instance_type_label, machine.name, origin);
  yaml.close();
}

}  // namespace sizer::deploy
