// The engines' front door, and the words of the plan's vocabulary.
#include "sizer/plan.h"

#include <algorithm>

#include <cmath>

namespace sizer {

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory) {
  return job.engine->plan(job, cluster, ledger, k, c, memory);
}

StageBytes& StageBytes::operator+=(const StageBytes& other) {
  input_read += other.input_read;
  shuffle_write += other.shuffle_write;
  shuffle_read += other.shuffle_read;
  spill_write += other.spill_write;
  spill_read += other.spill_read;
  broadcast += other.broadcast;
  object_store += other.object_store;
  output_write += other.output_write;
  object_store_put += other.object_store_put;
  return *this;
}

StageBytes whole(const StageBytes& bytes) {
  StageBytes rounded;
  for (Bytes StageBytes::*field : {&StageBytes::input_read, &StageBytes::shuffle_write, &StageBytes::shuffle_read,
                                   &StageBytes::spill_write, &StageBytes::spill_read, &StageBytes::broadcast,
                                   &StageBytes::object_store, &StageBytes::output_write, &StageBytes::object_store_put})
    (rounded.*field).value = std::round((bytes.*field).value);
  return rounded;
}

Demand& Demand::operator+=(const Demand& other) {
  cpu += other.cpu;
  user += other.user;
  wait_store += other.wait_store;
  wait_network += other.wait_network;
  wait_external += other.wait_external;
  task_overhead += other.task_overhead;
  store_read += other.store_read;
  store_write += other.store_write;
  store_gets += other.store_gets;
  store_puts += other.store_puts;
  disk_read += other.disk_read;
  disk_write += other.disk_write;
  network_in += other.network_in;
  network_out += other.network_out;
  gpu += other.gpu;
  external += other.external;
  task_memory = std::max(task_memory, other.task_memory);
  return *this;
}

const char* name_of(Resource resource) {
  switch (resource) {
    case Resource::cpu:
      return "cpu";
    case Resource::object_store:
      return "object_store";
    case Resource::disk:
      return "disk";
    case Resource::network:
      return "network";
    case Resource::gpu:
      return "gpu";
    case Resource::external:
      return "external";
  }
  return "";
}

const char* name_of(Partitioned kind) {
  switch (kind) {
    case Partitioned::unknown:
      return "unknown";
    case Partitioned::hash:
      return "hash";
    case Partitioned::range:
      return "range";
    case Partitioned::single:
      return "single";
    case Partitioned::round_robin:
      return "round_robin";
    case Partitioned::broadcast:
      return "broadcast";
  }
  return "";
}

const char* joins_in_words(const Plan& plan) {
  if (plan.joins.empty()) return "";
  const JoinStrategy first = plan.joins.front().strategy;
  const auto same = [&](const PlannedJoin& each) { return each.strategy == first; };
  return std::ranges::all_of(plan.joins, same) ? name_of(first) : "mixed";
}

}  // namespace sizer
