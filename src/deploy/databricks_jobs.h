/// \file
/// Databricks jobs as trees: which clusters their tasks run on, and how a bundle puts them together.
#pragma once

#include <string>
#include <vector>

#include "deploy/picks.h"
#include "text/value.h"

namespace sizer::deploy {

/// A cluster that a job describes.
struct JobCluster {
  std::string name;  ///< its job_cluster_key, or the task that it is in
  const Value* cluster = nullptr;
  std::vector<std::string> tasks{};  ///< that run on it
};

struct JobClusters {
  std::vector<JobCluster> described{};   ///< equal ones once
  std::vector<const Value*> existing{};  ///< ids of clusters that are described elsewhere
  const Value* serverless = nullptr;     ///< a task that names no cluster
};
JobClusters clusters_of(const Value& job);

/// databricks.yml: jobs, pipelines and clusters of a bundle by name.
bool is_bundle(const Value& root);
/// The job or cluster of a bundle that is wanted, as the target that is wanted (else the default one) makes it, with
/// variables put in that have a value.
Value job_of_bundle(const Value& root, Picks& picks);

/// True for the same keys and values, in whatever order.
bool alike(const Value& a, const Value& b);

}  // namespace sizer::deploy
