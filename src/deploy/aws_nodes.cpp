// Export: the nodes for pods on EKS, as a managed node group of eksctl or as Karpenter's NodePool.
#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "deploy/writers.h"

namespace sizer::deploy {
namespace {

constexpr std::string_view capacity_type = "karpenter.sh/capacity-type";

/// A machine type and how many nodes of it are needed.
struct Group {
  std::string name, type, origin;
  const Machine& machine;
  int nodes;
  bool spot = false;
};

Group workers_of(const Deployment& deployment) {
  return {"workers",
          type_name(deployment.cluster.machine, deployment.known_machine),
          deployment.cluster_origin,
          deployment.cluster.machine,
          deployment.cluster.nodes,
          deployment.cluster.pricing == Pricing::spot};
}
Group head_of(const Deployment& deployment) {
  return {deployment.engine->words.driver, type_name(deployment.driver, deployment.known_driver),
          deployment.cluster.driver ? deployment.cluster_origin : "as the workers", deployment.driver, 1};
}

void write_root_volume(YamlWriter& yaml, const Deployment& deployment) {
  const Sourced<int> volume = root_volume(deployment);
  yaml.number("volumeSize", volume.value, "GB. " + volume.origin);
  yaml.text("volumeType", "gp3");
}

/// nodeadm joins the local disks and puts the kubelet's folders, emptyDirs among them, on them.
constexpr const char* join_local_disks =
    "apiVersion: node.eks.aws/v1alpha1\n"
    "kind: NodeConfig\n"
    "spec:\n"
    "  instance:\n"
    "    localStorage:\n"
    "      strategy: RAID0\n";

void write_group(YamlWriter& yaml, const Deployment& deployment, const Group& group) {
  const std::string count =
      group.nodes == 1 && group.name != "workers" ? "constant: one" : "nodes: " + deployment.cluster_origin;
  yaml.open_item();
  yaml.text("name", deployment.id + "-" + group.name);
  yaml.text("instanceType", group.type, group.origin);
  yaml.plain("amiFamily", "AmazonLinux2023");
  yaml.number("desiredCapacity", group.nodes, count);
  yaml.number("minSize", 0, "constant: scaled to nothing when no job runs");
  yaml.number("maxSize", group.nodes, "as desiredCapacity");
  write_root_volume(yaml, deployment);
  if (group.spot) yaml.plain("spot", "true", "pricing: " + deployment.cluster_origin);
  yaml.open("labels");
  yaml.text(std::string(own_prefix) + "role", group.name);
  if (deployment.cluster.pricing == Pricing::spot)
    yaml.text(capacity_type, group.spot ? "spot" : "on-demand", "constant: what pods of an export select");
  yaml.close();
  if (group.machine.disk.count > 0)
    yaml.block("overrideBootstrapCommand", join_local_disks, "emptyDirs on the local disks");
  yaml.close();
}

void write_requirement(YamlWriter& yaml, std::string_view key, std::initializer_list<std::string> values,
                       const std::string& origin) {
  yaml.open_item();
  yaml.text("key", key);
  yaml.plain("operator", "In");
  yaml.open("values");
  for (const std::string& value : values) yaml.text_item(value, origin);
  yaml.close();
  yaml.close();
}

void write_node_pool(YamlWriter& yaml, const Deployment& deployment, const Group& workers, const Group& head) {
  yaml.plain("apiVersion", "karpenter.sh/v1");
  yaml.plain("kind", "NodePool");
  yaml.open("metadata");
  yaml.text("name", deployment.id);
  yaml.close();
  yaml.open("spec");
  yaml.open("template");
  yaml.open("spec");
  yaml.open("nodeClassRef");
  yaml.text("group", "karpenter.k8s.aws");
  yaml.text("kind", "EC2NodeClass");
  yaml.text("name", deployment.id);
  yaml.close();
  yaml.open("requirements");
  const bool own_head = has_driver_node(deployment.cluster);
  if (!own_head || head.type == workers.type)
    write_requirement(yaml, instance_type_label, {workers.type}, workers.origin);
  else
    write_requirement(yaml, instance_type_label, {workers.type, head.type},
                      fmt::format("workers, {}: {}", head.name, deployment.cluster_origin));
  const std::string bought = "pricing: " + deployment.cluster_origin;
  if (!workers.spot)
    write_requirement(yaml, capacity_type, {"on-demand"}, "the price of the estimate");
  else if (own_head)
    write_requirement(yaml, capacity_type, {"spot", "on-demand"}, bought + "; the " + head.name + " on demand");
  else
    write_requirement(yaml, capacity_type, {"spot"}, bought);
  yaml.close();
  yaml.close();
  yaml.close();
  const double vcpus = workers.nodes * workers.machine.vcpus + (own_head ? head.machine.vcpus : 0);
  yaml.open("limits");
  yaml.number("cpu", static_cast<long long>(std::ceil(vcpus)),
              fmt::format("{} nodes{}, with all their vCPUs: {}", workers.nodes,
                          own_head ? " and the " + head.name : "", deployment.cluster_origin));
  yaml.close();
  yaml.open("disruption");
  yaml.plain("consolidationPolicy", "WhenEmpty", "constant: a node that works for a job is left alone");
  yaml.plain("consolidateAfter", "1m", "constant: what is idle is paid");
  yaml.close();
  yaml.close();
}

void write_node_class(YamlWriter& yaml, const Deployment& deployment, bool local_disks) {
  const Sourced<int> volume = root_volume(deployment);
  yaml.plain("apiVersion", "karpenter.k8s.aws/v1");
  yaml.plain("kind", "EC2NodeClass");
  yaml.open("metadata");
  yaml.text("name", deployment.id);
  yaml.close();
  yaml.open("spec");
  yaml.text("role", "KarpenterNodeRole-CLUSTER", "fill in");
  yaml.open("amiSelectorTerms");
  yaml.open_item();
  yaml.text("alias", "al2023@latest", "fill in: pin a version");
  yaml.close();
  yaml.close();
  for (const char* terms : {"subnetSelectorTerms", "securityGroupSelectorTerms"}) {
    yaml.open(terms);
    yaml.open_item();
    yaml.open("tags");
    yaml.text("karpenter.sh/discovery", "CLUSTER", "fill in");
    yaml.close();
    yaml.close();
    yaml.close();
  }
  if (local_disks) yaml.plain("instanceStorePolicy", "RAID0", "emptyDirs, and with them shuffles and spills, on them");
  yaml.open("blockDeviceMappings");
  yaml.open_item();
  yaml.text("deviceName", "/dev/xvda");
  yaml.open("ebs");
  yaml.text("volumeSize", fmt::format("{}G", volume.value), volume.origin);
  yaml.text("volumeType", "gp3");
  yaml.close();
  yaml.close();
  yaml.close();
  yaml.close();
}

Manifest with_what_is_not_bought(YamlWriter& yaml, const Deployment& deployment) {
  Manifest made{yaml.take(), misfits(deployment)};
  std::ranges::move(not_bought(deployment, "a node group", {.spot = true, .kubernetes = true}),
                    std::back_inserter(made.diagnostics));
  return made;
}

}  // namespace

Manifest write_eks(const Deployment& deployment) {
  YamlWriter yaml;
  yaml.comment(headline(deployment));
  yaml.plain("apiVersion", "eksctl.io/v1alpha5");
  yaml.plain("kind", "ClusterConfig");
  yaml.open("metadata");
  yaml.text("name", "CLUSTER", "fill in");
  yaml.text("region", "REGION", "fill in");
  yaml.close();
  yaml.open("managedNodeGroups");
  write_group(yaml, deployment, workers_of(deployment));
  if (has_driver_node(deployment.cluster)) write_group(yaml, deployment, head_of(deployment));
  yaml.close();
  return with_what_is_not_bought(yaml, deployment);
}

Manifest write_karpenter(const Deployment& deployment) {
  const Group workers = workers_of(deployment), head = head_of(deployment);
  YamlWriter yaml;
  yaml.comment(headline(deployment));
  write_node_pool(yaml, deployment, workers, head);
  yaml.document();
  write_node_class(yaml, deployment, workers.machine.disk.count > 0);
  return with_what_is_not_bought(yaml, deployment);
}

}  // namespace sizer::deploy
