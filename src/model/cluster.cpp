// The words for what a cluster is.
#include "sizer/cluster.h"

#include <algorithm>
#include <cmath>

#include "sizer/engine_defaults.h"

namespace sizer {

Range<double> speed_against(const GpuModel& gpu, const GpuModel& reference) {
  const double arithmetic = gpu.teraflops / reference.teraflops;
  const double memory = gpu.memory_bandwidth / reference.memory_bandwidth;
  return {std::min(arithmetic, memory), std::sqrt(arithmetic * memory), std::max(arithmetic, memory)};
}

const char* name_of(Architecture architecture) {
  return architecture == Architecture::arm64 ? "arm64" : "x86_64";
}

const char* name_of(Pricing pricing) {
  switch (pricing) {
    case Pricing::on_demand:
      return "on_demand";
    case Pricing::spot:
      return "spot";
    case Pricing::reserved:
      return "reserved";
  }
  return "";
}

const char* name_of(DriverPlace place) {
  switch (place) {
    case DriverPlace::own_node:
      return "own_node";
    case DriverPlace::on_worker:
      return "on_worker";
    case DriverPlace::local:
      return "local";
  }
  return "";
}

bool has_driver_node(const Cluster& cluster) {
  return cluster.driver_place == DriverPlace::own_node;
}

const Machine& driver_machine(const Cluster& cluster) {
  return has_driver_node(cluster) && cluster.driver ? *cluster.driver : cluster.machine;
}

Bytes driver_on_worker(const Cluster& cluster, const SparkSettings& settings) {
  if (cluster.driver_place != DriverPlace::on_worker) return {};
  const Bytes heap = settings.driver_memory.value_or(*spark_defaults.driver_memory);
  return heap + std::max(spark_least_overhead, heap * spark_overhead_share);
}

}  // namespace sizer
