/// \file
/// Machines, clusters and prices: what a job runs on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/place.h"
#include "sizer/settings.h"
#include "sizer/units.h"

namespace sizer {

/// The local disks of a node; speeds are of one disk.
struct LocalDisk {
  int count = 0;
  Bytes size{};
  std::optional<Rate> read{}, write{};  ///< unknown: the constants' local_disk_read_rate, local_disk_write_rate
};

/// One node as sold. Unknown figures are empty, never 0.
struct Machine {
  std::string name;
  std::string cloud{};
  double vcpus = 0;
  Bytes memory{};
  std::optional<Rate> network{};  ///< what it keeps up (baseline), not the burst
  LocalDisk disk{};
  int gpus = 0;
  std::string gpu{};
  std::optional<Bytes> gpu_memory{};
  std::optional<Price> price{};  ///< on demand
  std::string price_date{};
  std::string source{};
};

enum class Storage { object_store, hdfs, local_disk, network_disk };
enum class Tuning { tuned, typical, untuned };

/// How Spark executors lie on a node.
struct Executors {
  int per_node = 0;
  int cores = 0;
  Bytes memory{};    ///< heap of one
  Bytes overhead{};  ///< beside the heap
};

/// A cluster as the model sees it: `nodes` equal workers and one driver (or head) node.
struct Cluster {
  std::string name;
  Machine machine{};
  int nodes = 0;
  Storage storage = Storage::object_store;
  Tuning tuning = Tuning::typical;
  Executors executors{};            ///< Spark
  double usable_cpus = 0;           ///< Ray: CPUs of a node for tasks and actors
  std::optional<Machine> driver{};  ///< none: a machine of the workers' type
  SparkSettings spark{};            ///< the cluster's settings; those of the job override them
  RaySettings ray{};
  Place place{};
};

/// Spark executors of the usual shape for a node: about four cores each, heap and overhead sharing its memory.
Executors pack_executors(const Machine& machine);

}  // namespace sizer
