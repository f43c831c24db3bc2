// Export: the request of Databricks' jobs/create. JSON has no comments: origins are told beside it.
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

bool databricks_carries(std::string_view path) {
  return path == "nodes" || path == "machine" || path == "driver" || has_property(path);
}

/// Databricks starts executors itself, one a node; it refuses or ignores these.
std::vector<SparkProperty> settings_of(const Deployment& deployment) {
  return without(deployment.properties, {"spark.executor.instances", "spark.dynamicAllocation.enabled"});
}

/// How each cloud's machines are bought; the first one, the driver's, on demand.
void add_availability(Json& cluster, const Deployment& deployment) {
  struct Words {
    const char *cloud, *attributes, *spot, *on_demand;
  };
  constexpr Words words[] = {{"aws", "aws_attributes", "SPOT", "ON_DEMAND"},
                             {"azure", "azure_attributes", "SPOT_AZURE", "ON_DEMAND_AZURE"},
                             {"gcp", "gcp_attributes", "PREEMPTIBLE_GCP", "ON_DEMAND_GCP"}};
  const auto found = std::ranges::find(words, deployment.cluster.machine.cloud, &Words::cloud);
  if (found == std::end(words)) return;
  const bool spot = deployment.cluster.pricing == Pricing::spot;
  cluster[found->attributes] = {{"availability", spot ? found->spot : found->on_demand}};
  if (spot && !is_one_machine(deployment)) cluster[found->attributes]["first_on_demand"] = 1;
}

Json new_cluster(const Deployment& deployment, const Release* release, const std::vector<ClusterLine>& own) {
  Json spark_conf = Json::object(), tags = Json::object();
  for (const SparkProperty& each : settings_of(deployment)) spark_conf[each.key] = each.value;
  if (is_one_machine(deployment)) {
    spark_conf["spark.databricks.cluster.profile"] = "singleNode";
    spark_conf["spark.master"] =
        fmt::format("local[{}]", deployment.cluster.executors.per_node * deployment.cluster.executors.cores);
    tags["ResourceClass"] = "SingleNode";
  }
  for (const ClusterLine& fact : own) tags[std::string(own_prefix) + fact.path] = tag_text(fact);
  Json cluster = {{"spark_version", release ? std::string(release->release) : std::string(unknown_release)},
                  {"node_type_id", type_name(deployment.cluster.machine, deployment.known_machine)},
                  {"driver_node_type_id", type_name(deployment.driver, deployment.known_driver)},
                  {"num_workers", is_one_machine(deployment) ? 0 : deployment.cluster.nodes},
                  {"spark_conf", std::move(spark_conf)},
                  {"custom_tags", std::move(tags)}};
  add_availability(cluster, deployment);
  if (deployment.cluster.machine.cloud == "aws") {
    if (deployment.cluster.machine.disk.count == 0)
      cluster["aws_attributes"].update({{"ebs_volume_type", "GENERAL_PURPOSE_SSD"},
                                        {"ebs_volume_count", 1},
                                        {"ebs_volume_size", std::max(100, root_volume(deployment).value)}});
  }
  return cluster;
}

void tell_databricks_origins(const Deployment& deployment, Manifest& made) {
  if (is_one_machine(deployment))
    made.diagnostics.push_back(origin_note("num_workers", "0", "one machine: " + deployment.cluster_origin));
  else
    made.diagnostics.push_back(
        origin_note("num_workers", fmt::format("{}", deployment.cluster.nodes), "nodes: " + deployment.cluster_origin));
  made.diagnostics.push_back(origin_note("node_type_id", deployment.cluster.machine.name,
                                         deployment.cluster_origin + "; " + deployment.catalogue.in_words()));
  made.diagnostics.push_back(
      origin_note("spark_version of Spark", deployment.version.value, deployment.version.origin));
  if (deployment.cluster.machine.cloud == "aws" && deployment.cluster.machine.disk.count == 0) {
    const Sourced<int> volume = root_volume(deployment);
    made.diagnostics.push_back(origin_note("ebs_volume_size", fmt::format("{}", std::max(100, volume.value)),
                                           volume.origin + "; Databricks asks for 100 GB at least"));
  }
  for (const SparkProperty& each : settings_of(deployment))
    made.diagnostics.push_back(origin_note(each.key, each.value, each.origin));
}

}  // namespace

Manifest write_databricks(const Deployment& deployment) {
  Manifest made{{}, misfits(deployment)};
  const Release* const release = databricks_release(deployment.version.value);
  if (!release)
    made.diagnostics.push_back(
        to_fill_in(fmt::format("no Databricks Runtime with Spark {} is known", deployment.version.value),
                   "spark_version holds a placeholder"));
  made.diagnostics.push_back(to_fill_in("fill in python_file, the program"));
  if (deployment.cluster.nodes > 1 && !has_driver_node(deployment.cluster))
    made.diagnostics.push_back(not_carried("a driver of Databricks has a node of its own, and the cluster has none",
                                           "one more machine than the estimate pays for"));
  if (deployment.cluster.executors.per_node != 1 && !is_one_machine(deployment))
    made.diagnostics.push_back(not_carried(
        fmt::format("Databricks runs one executor a node, and the cluster has {}",
                    deployment.cluster.executors.per_node),
        "its cores and memory are set as the cluster has them; leave them out and Databricks makes one that fills the "
        "node"));
  std::ranges::move(not_bought(deployment, "Databricks",
                               {.spot = !deployment.cluster.machine.cloud.empty(), .platform = "databricks"}),
                    std::back_inserter(made.diagnostics));
  const auto own = facts(deployment, [&](std::string_view path) {
    return databricks_carries(path) || (path == "spark.version" && release != nullptr) ||
           (path == "platform" && deployment.cluster.platform == "databricks");
  });
  const Json document = {
      {"name", deployment.job},
      {"max_concurrent_runs", 1},
      {"job_clusters",
       Json::array({{{"job_cluster_key", "workers"}, {"new_cluster", new_cluster(deployment, release, own)}}})},
      {"tasks", Json::array({{{"task_key", deployment.id},
                              {"job_cluster_key", "workers"},
                              {"spark_python_task", {{"python_file", "/Workspace/main.py"}}}}})},
  };
  made.text = to_text(document);
  tell_databricks_origins(deployment, made);
  return made;
}

}  // namespace sizer::deploy
