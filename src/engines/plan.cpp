// The engines' front door, and the words of the plan's vocabulary.
#include "sizer/plan.h"

#include <algorithm>

#include <cmath>

namespace sizer {

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory) {
  return job.engine->plan(job, cluster, ledger, k, c, memory);
}

namespace {

constexpr Bytes StageBytes::*all_bytes[] = {
    &StageBytes::input_read,   &StageBytes::shuffle_write, &StageBytes::shuffle_read,
    &StageBytes::spill_write,  &StageBytes::spill_read,    &StageBytes::broadcast,
    &StageBytes::object_store, &StageBytes::output_write,  &StageBytes::object_store_put};

/// Calls `visit` with each member of a demand that is a sum over its tasks.
void each_sum(auto visit) {
  for (CoreSeconds Demand::*each : {&Demand::cpu, &Demand::user, &Demand::wait_store, &Demand::wait_network,
                                    &Demand::wait_external, &Demand::task_overhead})
    visit(each);
  for (Bytes Demand::*each : {&Demand::store_read, &Demand::store_write, &Demand::disk_read, &Demand::disk_write,
                              &Demand::network_in, &Demand::network_out})
    visit(each);
  for (double Demand::*each : {&Demand::store_gets, &Demand::store_puts}) visit(each);
  for (Seconds Demand::*each : {&Demand::gpu, &Demand::external}) visit(each);
}

}  // namespace

StageBytes& StageBytes::operator+=(const StageBytes& other) {
  for (const auto each : all_bytes) this->*each += other.*each;
  return *this;
}

StageBytes& StageBytes::operator*=(double times) {
  for (const auto each : all_bytes) this->*each *= times;
  return *this;
}

StageBytes whole(const StageBytes& bytes) {
  StageBytes rounded;
  for (const auto each : all_bytes) (rounded.*each).value = std::round((bytes.*each).value);
  return rounded;
}

Demand& Demand::operator+=(const Demand& other) {
  each_sum([&](auto each) { this->*each += other.*each; });
  task_memory = std::max(task_memory, other.task_memory);
  return *this;
}

Demand& Demand::operator*=(double times) {
  each_sum([&](auto each) { this->*each *= times; });
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
