/// \file
/// The clusters of a space and the ways of a job on them, numbered, so that a candidate is one number.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sizer/sizing.h"

namespace sizer::sizing {

/// One way of running the job, whatever the cluster.
struct Way {
  Job job{};                                ///< its cluster is set for each candidate
  int shuffle_partitions = 0;               ///< chosen here; 0: as the job or the engine has it
  Fraction object_store_share = 0;          ///< the same
  std::vector<std::size_t> chosen_joins{};  ///< steps whose strategy is chosen here
  std::vector<std::size_t> filled_pools{};  ///< steps whose actors fill the cluster
  std::vector<std::size_t> scaled_rates{};  ///< steps whose rate is that of the machine\'s GPU
};

/// Candidates that differ in their number of nodes alone.
struct Block {
  std::size_t cluster = 0;  ///< in Space::clusters
  Executors executors{};
  double usable_cpus = 0;
  std::size_t way = 0;
  std::int64_t first = 0;  ///< number of the one with the fewest nodes
};

class Candidates {
 public:
  Candidates(const Job& job, const Space& space, const Constants& constants);

  const std::vector<Block>& blocks() const { return blocks_; }
  const Way& way(const Block& block) const { return ways_[block.way]; }
  int a_block() const { return space_.most_nodes - space_.least_nodes + 1; }
  int least_nodes() const { return space_.least_nodes; }
  const std::vector<GpuRate>& gpu_rates() const { return gpu_rates_; }
  /// Types whose GPUs the job could use, but of which no rate is known.
  const std::vector<std::string>& unrated() const { return unrated_; }
  std::int64_t size() const { return static_cast<std::int64_t>(blocks_.size()) * a_block(); }

  const Block& block_of(std::int64_t candidate) const;
  int nodes_of(std::int64_t candidate) const;
  /// "14 x m6i.4xlarge", "14 x m6i.4xlarge, spot"
  std::string name_of(std::int64_t candidate) const;
  /// The cluster of a block, with so many nodes.
  Cluster cluster_of(const Block& block, int nodes) const;

 private:
  /// The ways on machines with such a GPU: their first number; empty: no rate is known.
  std::optional<std::size_t> ways_on(const std::string& gpu, const Job& job, const Constants& constants);

  const Space& space_;
  std::vector<Way> ways_;
  std::size_t plain_ways_ = 0;  ///< the first of them; the others are the same on other GPUs
  std::map<std::string, std::optional<std::size_t>> ways_of_gpu_;
  std::vector<Block> blocks_;
  std::vector<GpuRate> gpu_rates_;
  std::vector<std::string> unrated_;
};

/// Steps that are joins whose strategy the job leaves open, so that Spark can do them by any.
std::vector<std::size_t> open_joins(const Job& job);

/// The ways that a job may be run: strategies of its joins, shuffle partitions, share of the object store, actors.
/// What the job says by itself stays.
std::vector<Way> ways_of(const Job& job, const Constants& constants);

}  // namespace sizer::sizing
