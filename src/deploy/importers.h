/// \file
/// The readers of manifests, a kind each, and what those of Spark have in common.
#pragma once

#include <string_view>

#include "deploy/cluster_draft.h"
#include "deploy/gleaner.h"
#include "sizer/deploy.h"
#include "text/value.h"

namespace sizer::deploy {

Imported import_spark_application(const Value& root, const SourceText& source);
Imported import_ray_job(const Value& root, const SourceText& source);
Imported import_ray_cluster(const Value& root, const SourceText& source);
Imported import_databricks(const Value& root, const SourceText& source);
Imported import_emr(const Value& root, const SourceText& source);
Imported import_spark_defaults(const SourceText& source);
/// None of the text's commands is spark-submit: empty.
std::optional<Imported> import_spark_submit(const SourceText& source);

/// Pseudo-lines of a draft that lead to others: executors of the whole cluster.
inline constexpr std::string_view instances = "(instances)";
inline constexpr std::string_view most_instances = "(most instances)";

/// Takes a property of Spark into the draft; one that says nothing of a cluster is told of.
void take_property(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot);
/// The entries of a mapping of properties.
void take_properties(ClusterDraft& draft, Gleaner& gleaner, const Value* properties);

/// A machine type, if the catalogue knows it; else a warning.
void take_machine(ClusterDraft& draft, std::string_view line, const Value* type);
/// The machine that the draft has so far, with what its lines say over it; nothing of it known: vcpus is 0.
Machine machine_of(const ClusterDraft& draft);
/// A node that has `room` for pods beside what its system keeps.
Bytes node_memory(Bytes room);

/// Nodes and executors from what a manifest gives of them, warning of what it leaves open.
void settle_spark(ClusterDraft& draft);

}  // namespace sizer::deploy
