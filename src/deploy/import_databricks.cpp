// Import: a Databricks job, as jobs/create takes it or jobs/get gives it, or a cluster of its own.
#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/releases.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// The first cluster that the job describes; `several` when there are more.
const Value* cluster_of(const Value& job, bool& several) {
  std::vector<const Value*> found;
  for (const std::string_view list : {"job_clusters", "tasks"})
    if (const Value* const items = Gleaner::at(job, {list}))
      for (const Value& item : items->items)
        if (const Value* const cluster = Gleaner::at(item, {"new_cluster"})) found.push_back(cluster);
  if (const Value* const cluster = Gleaner::at(job, {"new_cluster"})) found.push_back(cluster);
  if (found.empty() && (job.find("node_type_id") || job.find("num_workers"))) found.push_back(&job);
  several = found.size() > 1;
  return found.empty() ? nullptr : found.front();
}

void take_nodes(ClusterDraft& draft, Gleaner& gleaner, const Value& cluster) {
  gleaner.set("nodes", cluster, {"num_workers"});
  const Value* const most = gleaner.scalar(cluster, {"autoscale", "max_workers"});
  gleaner.scalar(cluster, {"autoscale", "min_workers"});
  if (!most) return;
  draft.set("nodes", most->text, most->spot);
  draft.warn(codes::taken_for_granted, fmt::format("workers come and go; taken: {}, the most", most->text), most->spot);
}

void take_types(ClusterDraft& draft, Gleaner& gleaner, const Value& cluster) {
  const Value* const worker = gleaner.scalar(cluster, {"node_type_id"});
  const Value* const driver = gleaner.scalar(cluster, {"driver_node_type_id"});
  take_machine(draft, "machine", worker);
  if (driver && (!worker || driver->text != worker->text || draft.must_name_driver()))
    take_machine(draft, "driver", driver);
}

void take_version(ClusterDraft& draft, Gleaner& gleaner, const Value& cluster) {
  const Value* const release = gleaner.scalar(cluster, {"spark_version"});
  if (!release || release->text == unknown_release) return;
  if (const std::string spark = spark_of_databricks(release->text); !spark.empty())
    draft.set("spark.version", spark, release->spot);
  else
    draft.warn(codes::left_out, fmt::format("which Spark {} brings is not known; left out", in_quotes(release->text)),
               release->spot);
}

}  // namespace

Imported import_databricks(const Value& root, const SourceText& source, Picks&) {
  ClusterDraft draft(source);
  Gleaner gleaner(root, draft);
  const Value* const settings = Gleaner::at(root, {"settings"});
  const Value& job = settings ? *settings : root;
  bool several = false;
  const Value* const cluster = cluster_of(job, several);
  if (cluster == nullptr)
    fail(codes::missing_key, root.spot, "this Databricks job describes no cluster", {},
         "expected new_cluster, in a task, in job_clusters or by itself");
  if (several)
    draft.warn(codes::taken_for_granted, "the job describes several clusters; taken: the first", cluster->spot);
  gleaner.facts(Gleaner::at(*cluster, {"custom_tags"}), true);
  take_nodes(draft, gleaner, *cluster);
  take_types(draft, gleaner, *cluster);
  take_version(draft, gleaner, *cluster);
  take_properties(draft, gleaner, Gleaner::at(*cluster, {"spark_conf"}));
  if (!draft.has("executors.per_node")) draft.derive("executors.per_node", "1", "Databricks runs one executor a node");
  settle_spark(draft);

  gleaner.program(job, "",
                  {"name", "tasks", "max_concurrent_runs", "email_notifications", "timeout_seconds", "schedule",
                   "format", "tags", "queue", "run_as"});
  if (const Value* const keys = Gleaner::at(job, {"job_clusters"}))
    for (const Value& item : keys->items) gleaner.program(item, "job_clusters.", {"job_cluster_key"});
  gleaner.program(*cluster, "new_cluster.",
                  {"aws_attributes", "azure_attributes", "gcp_attributes", "data_security_mode", "runtime_engine",
                   "spark_env_vars", "cluster_log_conf", "init_scripts"});
  gleaner.leave_rest();
  return draft.finish("Databricks job");
}

}  // namespace sizer::deploy
