/// \file
/// Manifests: what a platform is told of a job and its cluster, where each number of it comes from, and the way back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/catalogue.h"
#include "sizer/estimate.h"

namespace sizer {

/// One line of a cluster file: "executors.cores" and "3", in that file's own writing.
struct ClusterLine {
  std::string path, text;
};

/// A setting of Spark as spark-submit takes it, and where its value comes from.
struct SparkProperty {
  std::string key, value, origin;
};

/// A value and what gave it: "job.yaml:12:5", "cluster spark-baseline", "Spark's default".
template <class T>
struct Sourced {
  T value{};
  std::string origin;
};

/// What manifests need of a job, its cluster and its estimate.
struct Deployment {
  std::string job;  ///< its name, as the user wrote it
  std::string id;   ///< the same as platforms take it: small letters, digits and '-', at most 40
  const Engine* engine = &engines::spark;
  Cluster cluster{};
  Machine driver{};                                  ///< of the driver or head node
  std::string cluster_origin{};                      ///< "cluster spark-baseline"
  bool known_machine = false, known_driver = false;  ///< types of the catalogue, which their cloud knows by name
  std::vector<ClusterLine> lines{};                  ///< what a cluster file would say to give this cluster
  Sourced<std::string> version{};                    ///< of the engine: "3.5"
  std::vector<SparkProperty> properties{};           ///< Spark: executors, driver and settings, defaults written out
  Sourced<Fraction> object_store_share{};            ///< Ray
  Sourced<int> max_aggregators{};                    ///< Ray
  Sourced<bool> keep_cluster{};                      ///< Ray: the cluster stays when the job has ended
  Sourced<Bytes> scratch{};                          ///< what shuffles and spills put on the disks of a node at worst
  CatalogueInfo catalogue{};                         ///< that its machines are of
};

/// `estimates` must be of the same job on its own cluster.
Deployment deployment_of(const Job& job, const ByCase<Estimate>& estimates, const CatalogueInfo& catalogue);

/// What a format is written as, with what there is to say beside it: placeholders to fill in, numbers that do not fit,
/// and in formats without comments the origin of each number (notes).
struct Manifest {
  std::string text;
  std::vector<Diagnostic> diagnostics;
};

/// A kind of manifest.
struct Target {
  std::string_view name;   ///< "spark-application"
  const Engine* engine;    ///< that it runs; null: any
  std::string_view cloud;  ///< that it is for ("aws"); empty: any
  std::string_view help;
  bool kubernetes;  ///< Kubernetes gives out the nodes
  Manifest (*write)(const Deployment&);
};
const std::vector<Target>& targets();

/// Null: there is none of that name.
const Target* find_target(std::string_view name);

/// What keeps a target from a deployment: its engine or its cloud, with the names of those that fit; empty: nothing.
std::string why_unfit(const Target& target, const Deployment& deployment);

/// A manifest as a cluster file.
struct Imported {
  std::string kind;                     ///< "SparkApplication"
  std::string text;                     ///< YAML, each value with the place that it comes from
  std::vector<Diagnostic> diagnostics;  ///< what changes the cluster first, then what was left out (SZ061)
};

/// Reads a SparkApplication, RayJob, RayCluster, spark-defaults.conf, spark-submit line, Databricks job or EMR cluster;
/// which it is, its content tells. Throws InputError for what is none of these, or wrong. What says nothing of a
/// cluster is left out and told of. Of several things that could be imported, `picks` names one, by its name or its
/// number from 1; a second one names what to take within it.
Imported import_manifest(const std::string& text, const std::string& file, const std::vector<std::string>& picks = {});

}  // namespace sizer
