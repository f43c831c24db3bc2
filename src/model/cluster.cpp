// The words for what a cluster is.
#include "sizer/cluster.h"

#include <algorithm>
#include <cmath>

#include "sizer/engine_defaults.h"
#include "sizer/words.h"

namespace sizer {

Range<double> speed_against(const GpuModel& gpu, const GpuModel& reference) {
  const double arithmetic = gpu.teraflops / reference.teraflops;
  const double memory = gpu.memory_bandwidth / reference.memory_bandwidth;
  return {std::min(arithmetic, memory), std::sqrt(arithmetic * memory), std::max(arithmetic, memory)};
}

const char* name_of(Architecture architecture) {
  return word_of(words::architectures, architecture);
}

const char* name_of(Pricing pricing) {
  return word_of(words::pricings, pricing);
}

const char* name_of(DriverPlace place) {
  return word_of(words::driver_places, place);
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
