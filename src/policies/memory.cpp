// Policies on memory: what executors, tasks, workers and the driver must hold and have not, and what they spill.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

using namespace sizer::literals;

constexpr Fraction spill_worth_telling = 0.01;  // of the bytes processed
constexpr Fraction largest_store_share = 0.5;   // of a node's memory: Ray's guide to joins
constexpr Fraction usual_store_share = 0.3;     // of a node's memory: Ray's default
constexpr Fraction fills_up_to = 0.8;           // of the object store: object_spilling_threshold
constexpr Ratio a_little_more = 1.02;           // of the store than would just hold everything
constexpr double shares_in_one = 20;            // shares are given in twentieths

/// Executors packed anew around the machine.
Finding executors(const Noted& of, std::string message, std::string remedy) {
  Finding made = of.finding(std::move(message), std::move(remedy));
  made.at = "cluster.executors";
  if (!of.s.job.places.contains("cluster.executors")) return made;  // those of a cluster by name are packed already
  Executors packed = pack_executors(of.s.job.cluster.machine);
  packed.memory = Bytes{std::floor(packed.memory / 1_MiB)} * (1_MiB).value;
  packed.overhead = Bytes{std::floor(packed.overhead / 1_MiB)} * (1_MiB).value;
  made.changes.push_back({{{"cluster.executors",
                            fmt::format("{{per_node: {}, cores: {}, memory: {}, overhead: {}}}", packed.per_node,
                                        packed.cores, mebibytes_text(packed.memory), mebibytes_text(packed.overhead))}},
                          [packed](Job& to) { to.cluster.executors = packed; }});
  return made;
}

/// More partitions make smaller tasks of a stage that reads a shuffle, and of no other.
Finding spark_spill(const Noted& of) {
  Finding made = of.finding(fmt::format("{}: spills {} to disk; a task would hold {} and has {}", of.where,
                                        bytes_text(of.n.amount), bytes_text(of.n.beside), bytes_text(of.n.limit)),
                            "smaller splits of the input (max_partition_bytes), or more memory for each core");
  const LookedUp& plan = of.s.looked_up(of.in);
  const int stage = plan.spilling(of.n.amount),
            cut = stage < 0 ? -1 : plan.cutting_step(static_cast<std::size_t>(stage));
  if (cut < 0) return made;
  const double least = least_partitions(of.s, of.in, static_cast<std::size_t>(stage));
  made.remedy = fmt::format("at least {:.0f} shuffle partitions, or more memory for each core", least);
  made.at = partitions_at(of.s.job, cut);
  made.changes = with_partitions(of.s.job, cut, least);
  return made;
}

/// Ray gives its store a share of memory; where a larger share would hold what is spilled, that is the remedy.
Finding ray_spill(const Noted& of) {
  const Fraction share = of.s.job.ray.object_store_share.value_or(usual_store_share);
  const double room = of.n.limit * fills_up_to;
  const Fraction wanted = std::ceil(share * (1 + of.n.amount / room) * a_little_more * shares_in_one) / shares_in_one;
  const bool by_share = wanted <= largest_store_share;
  const std::string found =
      fmt::format("{}: spills {} to disk; the object store, {:g} of the memory, fills up to {} and is asked for {}",
                  of.where, bytes_text(of.n.amount), share, bytes_text(room), bytes_text(of.n.amount + room));
  Finding made = of.finding(found, by_share ? fmt::format("set ray: {{object_store_share: {:g}}}", wanted)
                                            : "more nodes or memory, or fewer bytes in each row");
  made.code = by_share ? "SZ142" : "SZ116";
  if (share < largest_store_share) made.changes.push_back(with_object_store(std::min(wanted, largest_store_share)));
  if (by_share && of.s.job.places.contains("ray.object_store_share")) made.at = "ray.object_store_share";
  return made;
}

}  // namespace

std::optional<Finding> executor_does_not_fit(const Noted& of) {
  return executors(
      of, fmt::format("the executors of a node take {}; it has {}", bytes_text(of.n.amount), bytes_text(of.n.limit)),
      "fewer executors a node, or less memory for each");
}

std::optional<Finding> heap_too_small(const Noted& of) {
  return executors(of,
                   fmt::format("executors have a heap of {}; Spark does not start with less than {}",
                               bytes_text(of.n.amount), bytes_text(of.n.limit)),
                   "larger machines, or fewer executors a node");
}

/// A hash table or an aggregator's part gets smaller with more partitions; a top k is all in one place.
std::optional<Finding> task_memory_exceeded(const Noted& of) {
  const Job& job = of.s.job;
  const bool join = job.engine->can.chooses_joins && of.op<Join>();
  Finding made = of.finding(fmt::format("{}: a task or aggregator must hold {} and has {}", of.where,
                                        bytes_text(of.n.amount), bytes_text(of.n.limit)),
                            "more partitions, or workers with more memory");
  if (join) {
    made.remedy += ", or sort_merge, which can spill";
    made.changes.push_back(with_strategy(job, of.n.step, JoinStrategy::sort_merge));
  }
  if (job.engine->settings == SettingsOf::spark && !join) {
    made.remedy = "a smaller limit, or more memory for the driver";
    made.changes = with_larger_driver(job, whole_mebibytes(Bytes{of.n.amount * spare}));
  } else {
    const double tasks = of.s.looked_up(of.in).tasks_cut_by(of.n.step);
    std::ranges::move(
        with_partitions(job, of.n.step, std::ceil(tasks * of.n.amount / std::max(1.0, of.n.limit) * spare)),
        std::back_inserter(made.changes));
  }
  return made;
}

std::optional<Finding> actor_memory(const Noted& of) {
  return of.finding(fmt::format("{}: the workers of a node (or executor) need {} for their models or tables and "
                                "have {}",
                                of.where, bytes_text(of.n.amount), bytes_text(of.n.limit)),
                    "fewer actors a node, or machines with more memory");
}

std::optional<Finding> keyed_state_memory(const Noted& of) {
  return of.finding(fmt::format("{}: the actors' state takes {}; their nodes have {}", of.where,
                                bytes_text(of.n.amount), bytes_text(of.n.limit)),
                    "bound the state (TTL, LRU), or more memory", "state");
}

std::optional<Finding> driver_metadata(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.amount * spare});
  Finding made = of.finding(
      fmt::format("the driver holds {} of {} files that are listed or committed and of the tasks' results; it has {}",
                  bytes_text(of.n.amount), to_text(Rows{of.n.beside}), bytes_text(of.n.limit)),
      fmt::format("set spark: {{driver_memory: {}}}, or read and write fewer, larger files; table formats that keep "
                  "bounds of each column need a multiple of it",
                  mebibytes_text(enough)));
  made.at = "spark.driver_memory";
  made.changes = with_larger_driver(of.s.job, enough);
  return made;
}

std::optional<Finding> spill(const Noted& of) {
  if (of.n.amount < of.s.looked_up(of.in).processed().value * spill_worth_telling) return std::nullopt;
  switch (of.s.job.engine->settings) {
    case SettingsOf::spark:
      return spark_spill(of);
    case SettingsOf::ray:
      return ray_spill(of);
    case SettingsOf::none:
      break;
  }
  return of.finding(fmt::format("{}: spills {} to disk", of.where, bytes_text(of.n.amount)),
                    "more memory for each task, or fewer bytes in each row");
}

}  // namespace sizer::policies
