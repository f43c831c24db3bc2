/// \file
/// The readers of manifests, a kind each, and what those of Spark have in common.
#pragma once

#include <string_view>

#include "deploy/cluster_draft.h"
#include "deploy/gleaner.h"
#include "deploy/picks.h"
#include "sizer/deploy.h"
#include "text/value.h"

namespace sizer::deploy {

Imported import_spark_application(const Value& root, const SourceText& source, Picks& picks);
Imported import_scheduled_application(const Value& root, const SourceText& source, Picks& picks);
Imported import_ray_job(const Value& root, const SourceText& source, Picks& picks);
Imported import_ray_cluster(const Value& root, const SourceText& source, Picks& picks);
Imported import_ray_service(const Value& root, const SourceText& source, Picks& picks);
Imported import_ray_cron_job(const Value& root, const SourceText& source, Picks& picks);
Imported import_ray_launcher(const Value& root, const SourceText& source, Picks& picks);
Imported import_databricks(const Value& root, const SourceText& source, Picks& picks);
Imported import_job_run(const Value& root, const SourceText& source, Picks& picks);
Imported import_dataproc(const Value& root, const SourceText& source, Picks& picks);
Imported import_emr(const Value& root, const SourceText& source, Picks& picks);
Imported import_glue(const Value& root, const SourceText& source, Picks& picks);
Imported import_spark_defaults(const SourceText& source);

/// True for a tree that the reader of this name takes.
bool is_job_run(const Value& root);
bool is_dataproc(const Value& root);
bool is_glue(const Value& root);

/// Pseudo-lines of a draft that lead to others: executors of the whole cluster.
inline constexpr std::string_view instances = "(instances)";
inline constexpr std::string_view most_instances = "(most instances)";

/// Takes a property of Spark into the draft; one that says nothing of a cluster is told of.
void take_property(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot);
/// True for a property that a line of a cluster file follows from.
bool leads_to_cluster(std::string_view key);
/// The entries of a mapping of properties.
void take_properties(ClusterDraft& draft, Gleaner& gleaner, const Value* properties);

/// A machine type, if the catalogue knows it; else a warning.
void take_machine(ClusterDraft& draft, std::string_view line, const Value* type);
/// What a platform's file says of its machines, where the catalogue may not know them.
struct OpenMachine {
  const Value* type = nullptr;
  const Value* pool = nullptr;  ///< that decides, where no type is named
};
/// Marks vCPUs and memory of a node as to be filled in, where nothing gives them. `whose`: "the workers".
void fill_in_node(ClusterDraft& draft, const OpenMachine& machine, std::string_view whose);
/// The machine that the draft has so far, with what its lines say over it; nothing of it known: vcpus is 0.
Machine machine_of(const ClusterDraft& draft);
/// A node that has `room` for pods beside what its system keeps.
Bytes node_memory(Bytes room);

/// "executors scale from 1 to 12; taken: 12, the maximum": the one rule for everything that comes and goes by itself,
/// on every platform. `least` may be empty.
void tell_scaling(ClusterDraft& draft, std::string_view things, std::string_view least, std::string_view most,
                  const Spot& spot);

/// Who starts the executors, and what holds there where nothing says otherwise.
struct SparkHome {
  bool kubernetes = false;
  bool dynamic = false;  ///< dynamic allocation is on
  int instances = 2, cores = 1;
  std::string_view heap = "1 GiB", whose = "Spark's default";
  std::string_view provider = {}, platform = {};  ///< of the cluster file; empty: not known, none
  bool workers_are_nodes = false;                 ///< an executor is paid by itself: there are no machines
};

/// Nodes and executors from what a manifest gives of them, warning of what it leaves open.
void settle_spark(ClusterDraft& draft, const SparkHome& home = {});
/// `local[8]` and its like: one node, tasks in the driver's own process. False: another master.
bool take_local_master(ClusterDraft& draft);

}  // namespace sizer::deploy
