// What manifests need, gathered from a job, its cluster and its estimate; the table of targets.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/cluster_lines.h"
#include "deploy/origin.h"
#include "deploy/spark_properties.h"
#include "deploy/writers.h"
#include "job/settings_lines.h"
#include "job/write_lines.h"
#include "sizer/engine_defaults.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

using namespace deploy;

constexpr std::size_t longest_id = 40;  // KubeRay refuses more than 47, and adds to them

/// A DNS label: starts with a letter, ends with none but letters and digits.
std::string id_of(const std::string& name) {
  std::string id;
  for (const char c : name) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (kept)
      id += small;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  if (id.empty() || (id.front() >= '0' && id.front() <= '9')) id.insert(0, "job-");
  id.resize(std::min(id.size(), longest_id));
  while (id.ends_with('-')) id.pop_back();
  return id;
}

std::string origin_of_cluster(const Job& job) {
  const bool own = job.places.contains("cluster.nodes") && job.cluster.place.file == job.file;
  if (!own) return "cluster " + job.cluster.name;
  return fmt::format("cluster of {}", where_text(job.cluster.place));
}

/// What shuffles write (Spark; Ray's go through memory) and what spills, over the nodes, of the worst case.
Sourced<Bytes> scratch_of(const Job& job, const Estimate& worst) {
  Bytes all{};
  for (const Stage& stage : worst.plan.stages) {
    all += stage.bytes.spill_write;
    if (job.engine->can.shuffles_to_disk) all += stage.bytes.shuffle_write;
  }
  const Bytes each = all / job.cluster.nodes;
  return {each, fmt::format("estimate: {} {} in the worst case, over {} nodes", to_text(all),
                            job.engine->can.shuffles_to_disk ? "shuffled and spilled" : "spilled", job.cluster.nodes)};
}

/// A setting of Ray: of the job, of the cluster, or Ray's own.
template <class T>
Sourced<T> ray_setting(const Job& job, const char* path, std::optional<T> RaySettings::*field,
                       const std::string& cluster_origin) {
  if (job.own_ray.*field) return {*(job.own_ray.*field), origin_in_file(job, path)};
  if (job.ray.*field) return {*(job.ray.*field), cluster_origin};
  return {*(ray_defaults.*field), "Ray's default"};
}

Sourced<std::string> version_of(const Job& job, const std::string& cluster_origin) {
  if (job.engine->settings == SettingsOf::none) return {};
  if (job.engine->settings == SettingsOf::ray) {
    const Sourced<double> version = ray_setting(job, "ray.version", &RaySettings::version, cluster_origin);
    return {version_text(version.value, how::ray_version.minors), version.origin};
  }
  const std::string origin = job.own_spark.version ? origin_in_file(job, "spark.version")
                             : job.spark.version   ? cluster_origin
                                                   : "constant: the version that the model takes for granted";
  return {version_text(job.spark.version.value_or(*spark_defaults.version), how::spark_version.minors), origin};
}

}  // namespace

Deployment deployment_of(const Job& job, const ByCase<Estimate>& estimates, const CatalogueInfo& catalogue) {
  Deployment made;
  made.catalogue = catalogue;
  made.job = job.name;
  made.id = id_of(job.name);
  made.engine = job.engine;
  made.cluster = job.cluster;
  made.driver = driver_machine(job.cluster);
  made.cluster_origin = origin_of_cluster(job);
  made.known_machine = known_machine(made.cluster.machine.name).has_value();
  made.known_driver = known_machine(made.driver.name).has_value();
  made.lines = cluster_lines(job.cluster, job.spark, job.ray, *job.engine);
  made.version = version_of(job, made.cluster_origin);
  if (job.engine->settings == SettingsOf::spark) made.properties = spark_properties(job, made.cluster_origin);
  made.object_store_share =
      ray_setting(job, "ray.object_store_share", &RaySettings::object_store_share, made.cluster_origin);
  made.max_aggregators = ray_setting(job, "ray.max_aggregators", &RaySettings::max_aggregators, made.cluster_origin);
  made.keep_cluster = {job.keep_cluster, job.places.contains("keep_cluster")
                                             ? "keep_cluster, " + origin_in_file(job, "keep_cluster")
                                             : "keep_cluster is not set"};
  made.scratch = scratch_of(job, estimates.worst);
  return made;
}

const std::vector<Target>& targets() {
  static const std::vector<Target> table = {
      {"spark-submit", &engines::spark, "", "a command line", false, write_spark_submit},
      {"spark-defaults", &engines::spark, "", "spark-defaults.conf", false, write_spark_defaults},
      {"spark-application", &engines::spark, "", "a SparkApplication of Kubernetes", true, write_spark_application},
      {"ray-job", &engines::ray, "", "a RayJob of Kubernetes, with its cluster", true, write_ray_job},
      {"ray-cluster", &engines::ray, "", "a RayCluster of Kubernetes", true, write_ray_cluster},
      {"emr-instance-fleet", &engines::spark, "aws", "the request of EMR's RunJobFlow", false, write_emr},
      {"databricks-job", &engines::spark, "", "the request of Databricks' jobs/create", false, write_databricks},
      {"eks-nodegroup", nullptr, "aws", "a ClusterConfig of eksctl with the nodes", true, write_eks},
      {"karpenter", nullptr, "aws", "a NodePool and EC2NodeClass of Karpenter", true, write_karpenter},
  };
  return table;
}

const Target* find_target(std::string_view name) {
  const auto found = std::ranges::find(targets(), name, &Target::name);
  return found == targets().end() ? nullptr : &*found;
}

std::string why_unfit(const Target& target, const Deployment& deployment) {
  const std::string& cloud = deployment.cluster.machine.cloud;
  const auto wrong_engine = [&](const Target& each) {
    return each.engine != nullptr && each.engine->settings != deployment.engine->settings;
  };
  const auto wrong_cloud = [&](const Target& each) {
    return !each.cloud.empty() && !cloud.empty() && each.cloud != cloud;
  };
  std::vector<std::string_view> fit;
  for (const Target& each : targets())
    if (!wrong_engine(each) && !wrong_cloud(each)) fit.push_back(each.name);
  if (wrong_engine(target))
    return fmt::format("{} is for {}, and this job runs on {}; those that fit: {}", target.name, target.engine->title,
                       deployment.engine->title, fmt::join(fit, ", "));
  if (wrong_cloud(target))
    return fmt::format("{} is for machines of {}, and {} is of {}; those that fit: {}", target.name, target.cloud,
                       deployment.cluster.machine.name, cloud, fmt::join(fit, ", "));
  return {};
}

}  // namespace sizer
