// Import: a Databricks job, as jobs/create or runs/submit takes it or jobs/get gives it, or a cluster of its own.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/databricks_jobs.h"
#include "deploy/importers.h"
#include "deploy/releases.h"
#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

int whole_number_of(const Value* value) {
  return value ? static_cast<int>(std::strtol(value->text.c_str(), nullptr, 10)) : 0;
}

/// "num_workers" or the most of "autoscale"; null: neither.
const Value* most_workers(const Value& cluster) {
  const Value* const most = Gleaner::at(cluster, {"autoscale", "max_workers"});
  return most ? most : Gleaner::at(cluster, {"num_workers"});
}

/// One machine that is driver and worker.
bool is_single_node(const Value& cluster) {
  const Value* const profile = Gleaner::at(cluster, {"spark_conf", "spark.databricks.cluster.profile"});
  const Value* const flag = Gleaner::at(cluster, {"is_single_node"});
  if ((profile && profile->text == "singleNode") || (flag && flag->text == "true")) return true;
  const Value* const workers = most_workers(cluster);
  return workers && workers->text == "0";
}

class ClusterReader {
 public:
  ClusterReader(const Value& cluster, ClusterDraft& draft, Gleaner& gleaner)
      : cluster_(cluster), draft_(draft), gleaner_(gleaner) {}

  /// `job`: it is started for a job, and ends with it.
  void read(bool job) {
    const bool single = is_single_node(cluster_);
    gleaner_.facts(Gleaner::at(cluster_, {"custom_tags"}), true);
    take_nodes(single);
    take_types(single);
    take_version();
    take_attributes();
    take_properties(draft_, gleaner_, Gleaner::at(cluster_, {"spark_conf"}));
    draft_.derive("platform", job ? "databricks" : "databricks_all_purpose",
                  job ? "a cluster of a job" : "a cluster that no job starts");
    if (!single && !draft_.has("executors.per_node"))
      draft_.derive("executors.per_node", "1", "Databricks runs one executor a node");
    settle_spark(draft_);
    fill_in_node(draft_, machine_, "the cluster");
  }

 private:
  void take_nodes(bool single) {
    const Value* const workers = gleaner_.scalar(cluster_, {"num_workers"});
    const Value* const least = gleaner_.scalar(cluster_, {"autoscale", "min_workers"});
    const Value* const most = gleaner_.scalar(cluster_, {"autoscale", "max_workers"});
    gleaner_.scalar(cluster_, {"is_single_node"});
    gleaner_.scalar(cluster_, {"custom_tags", "ResourceClass"});
    if (single) {
      draft_.derive("nodes", "1", "a single node, driver and worker in one");
      if (!draft_.has("driver")) draft_.derive("driver", "local", "a single node: tasks run in the driver's process");
    } else if (most) {
      draft_.set("nodes", most->text, most->spot);
      tell_scaling(draft_, "workers", least ? least->text : "", most->text, most->spot);
    } else if (workers) {
      draft_.set("nodes", workers->text, workers->spot);
    } else {
      draft_.fill_in("nodes", "the cluster says neither num_workers nor autoscale");
      draft_.warn(codes::to_fill_in, "the cluster says neither num_workers nor autoscale", cluster_.spot,
                  "fill in nodes in the cluster file");
    }
  }

  void take_types(bool single) {
    const Value* worker = gleaner_.scalar(cluster_, {"node_type_id"});
    const Value* driver = gleaner_.scalar(cluster_, {"driver_node_type_id"});
    const Value* const pool = gleaner_.scalar(cluster_, {"instance_pool_id"});
    const Value* const driver_pool = gleaner_.scalar(cluster_, {"driver_instance_pool_id"});
    if (single && driver) worker = driver;
    machine_ = {worker, worker ? nullptr : pool};
    take_machine(draft_, "machine", worker);
    if (single || draft_.has("driver")) return;
    const bool other = driver && (!worker || driver->text != worker->text);
    if (other) take_machine(draft_, "driver", driver);
    if (!other && driver_pool && (!pool || driver_pool->text != pool->text))
      draft_.warn(codes::taken_for_granted, "the driver's machine is its pool's; taken: one of the workers' type",
                  driver_pool->spot, "name it in the cluster file: `driver`");
    if (!draft_.has("driver") && draft_.must_name_driver())
      draft_.derive("driver", "own_node", "Databricks' driver has a machine of the workers' type");
  }

  void take_version() {
    const Value* const engine = gleaner_.scalar(cluster_, {"runtime_engine"});
    const Value* const release = gleaner_.scalar(cluster_, {"spark_version"});
    const bool named = release && lower(release->text).find("photon") != std::string::npos;
    if (named || (engine && lower(engine->text) == "photon"))
      draft_.warn(codes::taken_for_granted,
                  "Photon takes other times than Spark's own engine and about twice its DBU; the estimate is of Spark",
                  named ? release->spot : engine->spot);
    if (!release || release->text == unknown_release) return;
    if (const std::string spark = spark_of_databricks(release->text); !spark.empty())
      draft_.set("spark.version", spark, release->spot);
    else
      draft_.warn(codes::left_out,
                  fmt::format("which Spark {} brings is not known; left out", in_quotes(release->text)), release->spot);
  }

  /// How the machines are bought: the same question in the words of each cloud.
  void take_attributes() {
    for (const std::string_view cloud : {"aws_attributes", "azure_attributes", "gcp_attributes"}) {
      const Value* const availability = gleaner_.scalar(cluster_, {cloud, "availability"});
      const Value* const preemptible = gleaner_.scalar(cluster_, {cloud, "use_preemptible_executors"});
      const Value* const first = gleaner_.scalar(cluster_, {cloud, "first_on_demand"});
      if (const Value* const attributes = Gleaner::at(cluster_, {cloud}))
        for (const Entry& entry : attributes->entries)
          gleaner_.program(*attributes, std::string(cloud) + ".", {entry.key});
      if (availability && (availability->text.starts_with("SPOT") || availability->text.starts_with("PREEMPTIBLE")))
        take_spot(*availability, first);
      else if (preemptible && preemptible->text == "true")
        take_spot(*preemptible, first);
    }
  }

  void take_spot(const Value& availability, const Value* first) {
    const int kept = whole_number_of(first), workers = whole_number_of(most_workers(cluster_));
    if (first && kept > workers) return;  // all of them, the driver included
    draft_.set("pricing", "spot", availability.spot);
    if (kept > 1)
      draft_.warn(
          codes::taken_for_granted,
          fmt::format("the driver and {} workers are on demand, the others spot; taken: all workers spot", kept - 1),
          first->spot);
    else if (kept == 0 && !is_single_node(cluster_))
      draft_.warn(codes::taken_for_granted, "the driver is a spot machine too; taken: on demand, as sizer knows it",
                  first ? first->spot : availability.spot, "Databricks keeps it on demand with first_on_demand: 1");
    if (availability.text.find("FALLBACK") != std::string::npos)
      draft_.remark(codes::taken_for_granted,
                    fmt::format("{}: where there are no spot machines, the price is that on demand; taken: spot",
                                availability.text));
  }

  const Value& cluster_;
  ClusterDraft& draft_;
  Gleaner& gleaner_;
  OpenMachine machine_{};
};

/// What is said of the job's tasks that run elsewhere, and of clusters that none runs on.
void tell_of_others(ClusterDraft& draft, const JobClusters& clusters, const JobCluster& taken) {
  for (const JobCluster& each : clusters.described)
    if (&each != &taken)
      draft.warn(codes::left_out,
                 each.tasks.empty() ? fmt::format("no task runs on the cluster {}; left out", in_quotes(each.name))
                                    : fmt::format("tasks {} run on another cluster, {}; left out",
                                                  fmt::join(each.tasks, ", "), in_quotes(each.name)),
                 each.cluster->spot);
  for (const Value* const existing : clusters.existing)
    draft.warn(
        codes::left_out,
        fmt::format("a task runs on the cluster {}, which is not described here; left out", in_quotes(existing->text)),
        existing->spot);
}

std::string cluster_in_short(const Value& cluster) {
  const Value *const type = Gleaner::at(cluster, {"node_type_id"}), *const workers = most_workers(cluster);
  return fmt::format("{} x {}",
                     is_single_node(cluster) ? "1"
                     : workers               ? workers->text
                                             : "?",
                     type ? type->text : "a pool's");
}

const JobCluster& chosen_cluster(const JobClusters& clusters, Picks& picks) {
  std::vector<const JobCluster*> used;
  for (const JobCluster& each : clusters.described)
    if (!each.tasks.empty()) used.push_back(&each);
  if (used.empty())
    for (const JobCluster& each : clusters.described) used.push_back(&each);
  std::vector<Choice> choices;
  choices.reserve(used.size());
  for (const JobCluster* const each : used)
    choices.push_back({each->name, cluster_in_short(*each->cluster), each->cluster->spot});
  return *used[picks.choose("clusters", choices)];
}

[[noreturn]] void fail_without_cluster(const Value& root, const JobClusters& clusters) {
  if (!clusters.existing.empty()) {
    const Value& id = *clusters.existing.front();
    fail(codes::missing_key, id.spot,
         fmt::format("this job runs on the cluster {}, which is not described here", in_quotes(id.text)), {},
         fmt::format("import that cluster: databricks clusters get {} > cluster.json", printable(id.text)));
  }
  if (clusters.serverless != nullptr)
    fail(codes::missing_key, clusters.serverless->spot,
         "this job runs on serverless compute, whose machines nobody names", {},
         "give the cluster yourself: --cluster '8 x m5d.4xlarge'");
  fail(codes::missing_key, root.spot, "this Databricks job describes no cluster", {},
       "expected new_cluster, in a task, in job_clusters or by itself");
}

/// What a task does; not the cluster that is described within it.
void forget_task(const Value& task, Gleaner& gleaner) {
  for (const Entry& entry : task.entries)
    if (entry.key == "for_each_task" || entry.key == "task")
      forget_task(entry.value, gleaner);
    else if (entry.key != "new_cluster")
      gleaner.take(entry.value);
}

void forget_program(const Value& job, const JobCluster& taken, Gleaner& gleaner) {
  gleaner.program(job, "",
                  {"name",
                   "run_name",
                   "tasks",
                   "max_concurrent_runs",
                   "email_notifications",
                   "webhook_notifications",
                   "notification_settings",
                   "timeout_seconds",
                   "schedule",
                   "trigger",
                   "continuous",
                   "format",
                   "tags",
                   "queue",
                   "run_as",
                   "parameters",
                   "environments",
                   "git_source",
                   "health",
                   "access_control_list",
                   "permissions",
                   "description",
                   "edit_mode",
                   "deployment",
                   "libraries",
                   "notebook_task",
                   "spark_python_task",
                   "spark_jar_task",
                   "spark_submit_task",
                   "python_wheel_task",
                   "idempotency_token",
                   "max_retries",
                   "min_retry_interval_millis",
                   "retry_on_timeout"});
  if (const Value* const tasks = Gleaner::at(job, {"tasks"}))
    for (const Value& task : tasks->items) forget_task(task, gleaner);
  if (const Value* const keys = Gleaner::at(job, {"job_clusters"}))
    for (const Value& item : keys->items) {
      const Value* const cluster = Gleaner::at(item, {"new_cluster"});
      gleaner.program(item, "job_clusters.", {"job_cluster_key"});
      if (cluster != taken.cluster) gleaner.program(item, "job_clusters.", {"new_cluster"});
    }
  gleaner.program(*taken.cluster, "new_cluster.",
                  {"data_security_mode",
                   "single_user_name",
                   "spark_env_vars",
                   "cluster_log_conf",
                   "init_scripts",
                   "cluster_name",
                   "autotermination_minutes",
                   "policy_id",
                   "enable_elastic_disk",
                   "ssh_public_keys",
                   "docker_image",
                   "workload_type",
                   "kind",
                   "use_ml_runtime",
                   "enable_local_disk_encryption",
                   "apply_policy_default_values",
                   "cluster_source",
                   "creator_user_name",
                   "cluster_id",
                   "state",
                   "default_tags",
                   "custom_tags",
                   "effective_spark_version",
                   "driver",
                   "executors",
                   "start_time",
                   "state_message",
                   "disk_spec",
                   "cluster_cores",
                   "cluster_memory_mb",
                   "spark_context_id",
                   "jdbc_port",
                   "last_state_loss_time",
                   "last_activity_time",
                   "last_restarted_time",
                   "terminated_time",
                   "termination_reason",
                   "init_scripts_safe_mode",
                   "label",
                   "permissions",
                   "lifecycle"});
}

}  // namespace

Imported import_databricks(const Value& root, const SourceText& source, Picks& picks) {
  Value resolved;  // a bundle's jobs, with what its targets and variables put into them
  const Value& whole = is_bundle(root) ? (resolved = job_of_bundle(root, picks)) : root;
  const Value* const settings = Gleaner::at(whole, {"settings"});
  const Value& job = settings ? *settings : whole;
  const JobClusters clusters = clusters_of(job);
  if (clusters.described.empty()) fail_without_cluster(job, clusters);
  const JobCluster& taken = chosen_cluster(clusters, picks);
  ClusterDraft draft(source);
  Gleaner gleaner(whole, draft);
  tell_of_others(draft, clusters, taken);
  ClusterReader(*taken.cluster, draft, gleaner).read(taken.cluster != &job);
  forget_program(job, taken, gleaner);
  gleaner.leave_rest();
  return draft.finish("Databricks job");
}

}  // namespace sizer::deploy
