// Export: EMR's RunJobFlow request with instance fleets. JSON has no comments: origins are told beside it.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "deploy/releases.h"
#include "deploy/spark_properties.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "result/json_value.h"

namespace sizer::deploy {
namespace {

bool emr_carries(std::string_view path) {
  return path == "nodes" || path == "machine" || path == "driver" || path == "executors.per_node" || has_property(path);
}

Json fleet(const Deployment& deployment, const char* type, const Machine& machine, bool known, int nodes, bool spot) {
  Json config = {{"InstanceType", type_name(machine, known)}, {"WeightedCapacity", 1}};
  if (machine.disk.count == 0)
    config["EbsConfiguration"] = {
        {"EbsBlockDeviceConfigs",
         Json::array({{{"VolumeSpecification", {{"VolumeType", "gp3"}, {"SizeInGB", root_volume(deployment).value}}},
                       {"VolumesPerInstance", 1}}})}};
  return {{"Name", type == std::string("CORE") ? "workers" : "driver"},
          {"InstanceFleetType", type},
          {spot ? "TargetSpotCapacity" : "TargetOnDemandCapacity", nodes},
          {"InstanceTypeConfigs", Json::array({config})}};
}

/// The primary node alone, where it is all that there is: else on demand, because the job ends with it.
Json fleets(const Deployment& deployment) {
  const Cluster& cluster = deployment.cluster;
  const bool spot = cluster.pricing == Pricing::spot, alone = is_one_machine(deployment);
  Json all = Json::array({fleet(deployment, "MASTER", deployment.driver, deployment.known_driver, 1, spot && alone)});
  if (!alone) all.push_back(fleet(deployment, "CORE", cluster.machine, deployment.known_machine, cluster.nodes, spot));
  return all;
}

/// Deployed in cluster mode the driver would take a worker's room; EMR's primary node is the driver's.
Json step(const Deployment& deployment) {
  return {{"Name", deployment.id},
          {"ActionOnFailure", "TERMINATE_CLUSTER"},
          {"HadoopJarStep",
           {{"Jar", "command-runner.jar"},
            {"Args", {"spark-submit", "--deploy-mode", "client", "--name", deployment.job, "s3://BUCKET/main.py"}}}}};
}

void tell_emr_origins(const Deployment& deployment, Manifest& made) {
  const std::string nodes = fmt::format("{}", deployment.cluster.nodes);
  const bool spot = deployment.cluster.pricing == Pricing::spot;
  made.diagnostics.push_back(origin_note(spot ? "TargetSpotCapacity" : "TargetOnDemandCapacity", nodes,
                                         "nodes: " + deployment.cluster_origin));
  made.diagnostics.push_back(origin_note("InstanceType", deployment.cluster.machine.name,
                                         deployment.cluster_origin + "; " + deployment.catalogue.in_words()));
  made.diagnostics.push_back(origin_note("ReleaseLabel of Spark", deployment.version.value, deployment.version.origin));
  if (deployment.cluster.machine.disk.count == 0) {
    const Sourced<int> volume = root_volume(deployment);
    made.diagnostics.push_back(origin_note("SizeInGB", fmt::format("{}", volume.value), volume.origin));
  }
  for (const SparkProperty& each : deployment.properties)
    made.diagnostics.push_back(origin_note(each.key, each.value, each.origin));
}

}  // namespace

Manifest write_emr(const Deployment& deployment) {
  Manifest made{{}, misfits(deployment)};
  const Release* const release = emr_release(deployment.version.value);
  if (!release)
    made.diagnostics.push_back(
        to_fill_in(fmt::format("no release of EMR with Spark {} is known", deployment.version.value),
                   "ReleaseLabel holds a placeholder"));
  made.diagnostics.push_back(
      to_fill_in("fill in LogUri, JobFlowRole, ServiceRole, Ec2SubnetIds and the program of the step"));

  std::ranges::move(not_bought(deployment, "EMR", {.spot = true, .platform = "emr"}),
                    std::back_inserter(made.diagnostics));
  if (!has_driver_node(deployment.cluster) && deployment.cluster.nodes > 1)
    made.diagnostics.push_back(not_carried("EMR has a primary node beside the workers, and the estimate has none",
                                           "one more machine is paid than was estimated"));
  Json properties = Json::object();
  for (const SparkProperty& each : deployment.properties) properties[each.key] = each.value;
  const auto own = facts(deployment, [&](std::string_view path) {
    return emr_carries(path) || (path == "spark.version" && release != nullptr) ||
           (path == "platform" && deployment.cluster.platform == "emr");
  });
  Json document = {
      {"Name", deployment.job},
      {"ReleaseLabel", release ? std::string(release->release) : std::string(unknown_release)},
      {"Applications", Json::array({{{"Name", "Spark"}}})},
      {"LogUri", "s3://BUCKET/logs/"},
      {"JobFlowRole", "EMR_EC2_DefaultRole"},
      {"ServiceRole", "EMR_DefaultRole"},
      {"Instances",
       {{"Ec2SubnetIds", {"SUBNET_ID"}},
        {"KeepJobFlowAliveWhenNoSteps", false},
        {"InstanceFleets", fleets(deployment)}}},
      {"Configurations", Json::array({{{"Classification", "spark-defaults"}, {"Properties", properties}}})},
      {"Steps", Json::array({step(deployment)})},
      {"Tags", Json::array()},
  };
  for (const ClusterLine& fact : own)
    document["Tags"].push_back({{"Key", std::string(own_prefix) + fact.path}, {"Value", tag_text(fact)}});
  made.text = to_text(document);
  tell_emr_origins(deployment, made);
  return made;
}

}  // namespace sizer::deploy
