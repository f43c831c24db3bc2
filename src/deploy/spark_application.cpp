// Export: a SparkApplication of the Spark operator for Kubernetes.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "deploy/spark_properties.h"
#include "deploy/writers.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"

namespace sizer::deploy {
namespace {

/// The node's local disks, or what the estimate puts on its root volume, shared by its executors, in whole MiB.
Sourced<long long> scratch_of_executor(const Deployment& deployment) {
  const LocalDisk& disk = deployment.cluster.machine.disk;
  const int per_node = deployment.cluster.executors.per_node;
  const auto share = [&](Bytes all) { return std::max(1LL, static_cast<long long>(all.value / per_node / mebi)); };
  if (disk.count > 0)
    return {share(disk.size * disk.count), fmt::format("{} x {} of local disk, shared by {} executors: {}", disk.count,
                                                       exact_text(disk.size), per_node, deployment.cluster_origin)};
  const Bytes with_margin = std::max(Bytes{1e9}, deployment.scratch.value) * 2;
  return {share(with_margin),
          fmt::format("{}; twice that, shared by {} executors", deployment.scratch.origin, per_node)};
}

bool spark_application_carries(std::string_view path) {
  return path == "nodes" || path == "machine" || path == "driver" || path == "spark.version" || has_property(path);
}

void write_program(YamlWriter& yaml, const Deployment& deployment) {
  yaml.plain("type", "Python", "fill in: Python, Java, Scala or R");
  yaml.plain("mode", "cluster");
  yaml.text("image", fmt::format("spark:{}.0", deployment.version.value), "fill in: an image with your code");
  yaml.text("mainApplicationFile", "local:///opt/spark/work-dir/main.py", "fill in: your program");
  yaml.text("sparkVersion", deployment.version.value + ".0", deployment.version.origin);
  yaml.open("restartPolicy");
  yaml.plain("type", "Never", "the estimate is of one run");
  yaml.close();
}

void write_settings(YamlWriter& yaml, const Deployment& deployment) {
  yaml.open("sparkConf");
  for (const SparkProperty& each :
       without(deployment.properties,
               {"spark.executor.instances", "spark.executor.cores", "spark.executor.memory",
                "spark.executor.memoryOverhead", "spark.driver.memory", "spark.dynamicAllocation.enabled"}))
    yaml.text(each.key, each.value, each.origin);
  yaml.close();
  yaml.open("dynamicAllocation");
  yaml.plain("enabled", "false", property(deployment.properties, "spark.dynamicAllocation.enabled").origin);
  yaml.close();
}

void write_volumes(YamlWriter& yaml, const Deployment& deployment) {
  const Sourced<long long> room = scratch_of_executor(deployment);
  yaml.comment("Spark uses volumes of this name for what it shuffles and spills. An emptyDir lies on the disks of");
  yaml.comment("the kubelet: on the local disks where the nodes are set up so, as eks-nodegroup and karpenter do.");
  yaml.open("volumes");
  yaml.open_item();
  yaml.text("name", "spark-local-dir-1");
  yaml.open("emptyDir");
  yaml.text("sizeLimit", fmt::format("{}Mi", room.value), room.origin);
  yaml.close();
  yaml.close();
  yaml.close();
}

void write_driver(YamlWriter& yaml, const Deployment& deployment) {
  const SparkProperty& memory = property(deployment.properties, "spark.driver.memory");
  yaml.open("driver");
  yaml.number("cores", 1, "Spark's default");
  yaml.text("memory", memory.value, memory.origin);
  yaml.text("serviceAccount", "spark", "fill in: an account that may create pods");
  write_node_selector(yaml, deployment, PodRole::driver,
                      deployment.cluster.driver ? deployment.cluster_origin : "as the workers");
  yaml.close();
}

void write_executor(YamlWriter& yaml, const Deployment& deployment) {
  const auto of = [&](const char* key) { return property(deployment.properties, key); };
  const Cluster& cluster = deployment.cluster;
  const SparkProperty instances = of("spark.executor.instances"), cores = of("spark.executor.cores"),
                      memory = of("spark.executor.memory"), overhead = of("spark.executor.memoryOverhead");
  yaml.open("executor");
  yaml.plain("instances", instances.value, instances.origin);
  yaml.plain("cores", cores.value, cores.origin);
  yaml.text("memory", memory.value, memory.origin);
  yaml.text("memoryOverhead", overhead.value, overhead.origin);
  if (const int gpus = cluster.machine.gpus / cluster.executors.per_node; gpus > 0) {
    yaml.open("gpu");
    yaml.text("name", gpu_resource(cluster.machine));
    yaml.number("quantity", gpus,
                fmt::format("{} of a node for {} executors: {}", cluster.machine.gpus, cluster.executors.per_node,
                            deployment.cluster_origin));
    yaml.close();
  }
  write_node_selector(yaml, deployment, PodRole::worker, deployment.cluster_origin);
  yaml.open("volumeMounts");
  yaml.open_item();
  yaml.text("name", "spark-local-dir-1");
  yaml.text("mountPath", "/var/data/spark-local-1");
  yaml.close();
  yaml.close();
  yaml.close();
}

}  // namespace

Manifest write_spark_application(const Deployment& deployment) {
  YamlWriter yaml;
  yaml.comment(headline(deployment));
  yaml.plain("apiVersion", "sparkoperator.k8s.io/v1beta2");
  yaml.plain("kind", "SparkApplication");
  write_metadata(yaml, deployment, facts(deployment, spark_application_carries));
  yaml.open("spec");
  write_program(yaml, deployment);
  write_settings(yaml, deployment);
  write_volumes(yaml, deployment);
  write_driver(yaml, deployment);
  write_executor(yaml, deployment);
  yaml.close();
  Manifest made{yaml.take(), misfits(deployment)};
  std::ranges::move(not_bought(deployment, "a SparkApplication", buying_of_pods(deployment)),
                    std::back_inserter(made.diagnostics));
  const Machine& machine = deployment.cluster.machine;
  const Executors& executors = deployment.cluster.executors;
  const Bytes asked = (executors.memory + executors.overhead) * executors.per_node;
  if (asked > pod_memory(machine))
    made.diagnostics.push_back(not_carried(
        fmt::format("{} executors of a node ask for {}, and Kubernetes leaves about {} of its {}", executors.per_node,
                    to_text(asked), to_text(pod_memory(machine)), to_text(machine.memory)),
        "fewer will run on each; smaller ones, or `sizer size --manager kubernetes`, fit"));
  if (machine.gpus > 0 && machine.gpus % deployment.cluster.executors.per_node != 0)
    made.diagnostics.push_back(
        not_carried(fmt::format("{} GPUs of a node do not divide among {} executors; the rest stays idle", machine.gpus,
                                deployment.cluster.executors.per_node)));
  return made;
}

}  // namespace sizer::deploy
