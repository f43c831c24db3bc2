// Export: a RayCluster, and a RayJob around it, for KubeRay. One pod of workers fills a node.
#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "deploy/writers.h"
#include "text/exact_text.h"

namespace sizer::deploy {
namespace {

constexpr double usable_shm = 0.95;  // of /dev/shm: more Ray does not take

bool ray_carries(std::string_view path) {
  return path == "nodes" || path == "machine" || path == "usable_cpus" || path == "driver" || path == "ray.version" ||
         path == "ray.object_store_share" || path == "ray.max_aggregators";
}

/// CPUs as Ray counts them: whole ones.
long long whole_cpus(const Deployment& deployment) {
  return std::max(1LL, static_cast<long long>(std::floor(deployment.cluster.usable_cpus)));
}

/// What has no field, and a part of a CPU, which Ray does not count.
std::vector<ClusterLine> notes_of(const Deployment& deployment) {
  const bool part = deployment.cluster.usable_cpus != static_cast<double>(whole_cpus(deployment));
  return facts(deployment,
               [&](std::string_view path) { return ray_carries(path) && (path != "usable_cpus" || !part); });
}

/// One pod: what it asks of its node.
struct Pod {
  PodRole role;
  const Machine& machine;
  std::string cpu, cpu_origin;
  Bytes store;
  int gpus;  ///< that it asks for: the head needs none
};

Pod head_pod(const Deployment& deployment) {
  return {PodRole::driver,
          deployment.driver,
          fmt::format("{:.0f}", std::floor(pod_cpus(deployment.driver))),
          "constant: the whole vCPUs that Kubernetes leaves of a node",
          deployment.driver.memory * deployment.object_store_share.value,
          0};
}
Pod worker_pod(const Deployment& deployment) {
  const Machine& machine = deployment.cluster.machine;
  return {PodRole::worker,
          machine,
          exact_number(deployment.cluster.usable_cpus),
          deployment.cluster_origin,
          machine.memory * deployment.object_store_share.value,
          machine.gpus};
}

void write_resources(YamlWriter& yaml, const Deployment& deployment, const Pod& pod) {
  const auto entries = [&](bool limits) {
    const std::string origin = fmt::format("{} of a node less what Kubernetes keeps: {}",
                                           exact_text(pod.machine.memory), deployment.cluster_origin);
    yaml.text("cpu", pod.cpu, limits ? pod.cpu_origin : "as limits");
    yaml.text("memory", fmt::format("{:.0f}Mi", std::floor(pod_memory(pod.machine).value / mebi)),
              limits ? origin : "as limits");
    if (pod.gpus > 0)
      yaml.number(gpu_resource(pod.machine), pod.gpus, limits ? deployment.cluster_origin : "as limits");
  };
  yaml.open("resources");
  yaml.open("limits");
  entries(true);
  yaml.close();
  yaml.open("requests");
  entries(false);
  yaml.close();
  yaml.close();
}

void write_environment(YamlWriter& yaml, const Deployment& deployment) {
  yaml.open("env");
  yaml.open_item();
  yaml.text("name", "RAY_DATA_MAX_HASH_SHUFFLE_AGGREGATORS");
  yaml.text("value", fmt::format("{}", deployment.max_aggregators.value), deployment.max_aggregators.origin);
  yaml.close();
  yaml.close();
}

void write_mount(YamlWriter& yaml, const char* name, const char* path) {
  yaml.open_item();
  yaml.text("name", name);
  yaml.text("mountPath", path);
  yaml.close();
}

void write_volumes(YamlWriter& yaml, const Pod& pod) {
  yaml.open("volumes");
  yaml.open_item();
  yaml.text("name", "shared-mem");
  yaml.open("emptyDir");
  yaml.text("medium", "Memory");
  yaml.text("sizeLimit", fmt::format("{:.0f}Mi", std::ceil(pod.store.value / usable_shm / mebi)),
            fmt::format("the object store is at most {} % of it", usable_shm * 100));
  yaml.close();
  yaml.close();
  yaml.comment("Ray spills objects below /tmp/ray. An emptyDir lies on the disks of the kubelet: on the local disks");
  yaml.comment("where the nodes are set up so, as eks-nodegroup and karpenter do.");
  yaml.open_item();
  yaml.text("name", "ray-spill");
  yaml.plain("emptyDir", "{}");
  yaml.close();
  yaml.close();
}

void write_template(YamlWriter& yaml, const Deployment& deployment, const Pod& pod, const char* container) {
  const std::string image = fmt::format("rayproject/ray:{}.0{}", deployment.version.value, pod.gpus > 0 ? "-gpu" : "");
  yaml.open("template");
  yaml.open("spec");
  write_node_selector(yaml, deployment, pod.role, deployment.cluster_origin);
  yaml.open("containers");
  yaml.open_item();
  yaml.text("name", container);
  yaml.text("image", image, "fill in: an image with your code");
  write_environment(yaml, deployment);
  write_resources(yaml, deployment, pod);
  yaml.open("volumeMounts");
  write_mount(yaml, "shared-mem", "/dev/shm");
  write_mount(yaml, "ray-spill", "/tmp/ray");
  yaml.close();
  yaml.close();
  yaml.close();
  write_volumes(yaml, pod);
  yaml.close();
  yaml.close();
}

void write_store(YamlWriter& yaml, const Deployment& deployment, const Pod& pod) {
  yaml.text("object-store-memory", fmt::format("{:.0f}", std::floor(pod.store.value)),
            fmt::format("bytes: {} of the node's {}: {}", exact_number(deployment.object_store_share.value),
                        exact_text(pod.machine.memory), deployment.object_store_share.origin));
}

/// What a node that takes tasks gives to Ray.
void write_counts(YamlWriter& yaml, const Deployment& deployment, const Pod& pod) {
  yaml.text("num-cpus", fmt::format("{}", whole_cpus(deployment)), deployment.cluster_origin);
  if (pod.gpus > 0) yaml.text("num-gpus", fmt::format("{}", pod.gpus), deployment.cluster_origin);
}

void write_head(YamlWriter& yaml, const Deployment& deployment) {
  const bool apart = has_driver_node(deployment.cluster);
  const Pod pod = apart ? head_pod(deployment) : worker_pod(deployment);
  yaml.open("headGroupSpec");
  yaml.open("rayStartParams");
  if (apart)
    yaml.text("num-cpus", "0", "constant: the estimate runs nothing on the head");
  else
    write_counts(yaml, deployment, pod);
  write_store(yaml, deployment, pod);
  yaml.text("dashboard-host", "0.0.0.0");
  yaml.close();
  write_template(yaml, deployment, pod, "ray-head");
  yaml.close();
}

void write_workers(YamlWriter& yaml, const Deployment& deployment) {
  const Pod pod = worker_pod(deployment);
  const bool apart = has_driver_node(deployment.cluster);
  const int nodes = deployment.cluster.nodes - (apart ? 0 : 1);
  if (nodes == 0) return yaml.comment("workerGroupSpecs: none; the head does all work");
  yaml.open("workerGroupSpecs");
  yaml.open_item();
  yaml.text("groupName", "workers");
  yaml.number("replicas", nodes, (apart ? "nodes: " : "nodes, but for the head: ") + deployment.cluster_origin);
  yaml.number("minReplicas", nodes, "as replicas: the estimate holds, and pays, all of them from start to end");
  yaml.number("maxReplicas", nodes, "as replicas");
  yaml.open("rayStartParams");
  write_counts(yaml, deployment, pod);
  write_store(yaml, deployment, pod);
  yaml.close();
  write_template(yaml, deployment, pod, "ray-worker");
  yaml.close();
  yaml.close();
}

void write_cluster(YamlWriter& yaml, const Deployment& deployment) {
  yaml.text("rayVersion", deployment.version.value + ".0", deployment.version.origin);
  yaml.plain("enableInTreeAutoscaling", "false", "constant: the estimate holds all workers from start to end");
  write_head(yaml, deployment);
  write_workers(yaml, deployment);
}

Manifest finished(YamlWriter& yaml, const Deployment& deployment) {
  Manifest made{yaml.take(), misfits(deployment)};
  std::ranges::move(not_bought(deployment, "KubeRay", buying_of_pods(deployment)),
                    std::back_inserter(made.diagnostics));
  if (const double cpus = deployment.cluster.usable_cpus; cpus != std::floor(cpus))
    made.diagnostics.push_back(not_carried(fmt::format("Ray counts whole CPUs: num-cpus is {}, and the cluster has {}",
                                                       whole_cpus(deployment), exact_number(cpus))));
  return made;
}

}  // namespace

Manifest write_ray_cluster(const Deployment& deployment) {
  YamlWriter yaml;
  yaml.comment(headline(deployment));
  yaml.plain("apiVersion", "ray.io/v1");
  yaml.plain("kind", "RayCluster");
  write_metadata(yaml, deployment, notes_of(deployment));
  yaml.open("spec");
  write_cluster(yaml, deployment);
  yaml.close();
  return finished(yaml, deployment);
}

Manifest write_ray_job(const Deployment& deployment) {
  YamlWriter yaml;
  yaml.comment(headline(deployment));
  yaml.plain("apiVersion", "ray.io/v1");
  yaml.plain("kind", "RayJob");
  write_metadata(yaml, deployment, notes_of(deployment));
  yaml.open("spec");
  yaml.text("entrypoint", "python /home/ray/main.py", "fill in: your program");
  yaml.plain("shutdownAfterJobFinishes", deployment.keep_cluster.value ? "false" : "true",
             deployment.keep_cluster.origin);
  if (!deployment.keep_cluster.value)
    yaml.number("ttlSecondsAfterFinished", 0, "constant: the estimate pays until the job ends");
  yaml.open("rayClusterSpec");
  write_cluster(yaml, deployment);
  yaml.close();
  yaml.close();
  return finished(yaml, deployment);
}

}  // namespace sizer::deploy
