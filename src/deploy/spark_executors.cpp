// Import: how many executors Spark starts, what each has, and on how many nodes they lie.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/importers.h"
#include "deploy/node_labels.h"
#include "deploy/spark_lines.h"
#include "deploy/spark_properties.h"
#include "deploy/writers.h"
#include "sizer/engine_defaults.h"
#include "sizer/room.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int most_executors = 1'000'000;
/// spark.kubernetes.memoryOverheadFactor of Spark 3.5 for programs in Python and R.
constexpr double kubernetes_python_overhead = 0.4;

/// A number, "4" or "0.5"; "1500m" of Kubernetes. Empty: there is none, or it is none.
std::optional<double> number_in(const ClusterDraft& draft, std::string_view line) {
  const std::string text = draft.text(line);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !(number > 0) || !std::isfinite(number)) return std::nullopt;
  return end != text.data() + text.size() && *end == 'm' ? number / 1000 : number;
}

/// A whole number of executors; more than there can be is no number: Spark's own way to say that there is no end.
std::optional<int> executors_in(ClusterDraft& draft, std::string_view line) {
  if (!draft.has(line)) return std::nullopt;
  const std::optional<double> number = number_in(draft, line);
  const std::string text = lower(draft.text(line));
  if ((number && *number > most_executors) || text.starts_with("inf")) return std::nullopt;
  if (text == "0") return std::nullopt;  // dynamic allocation may start with none
  return draft.count(line);
}

// ---- What one executor has ------------------------------------------------------------------------------------------

void fill_executors(ClusterDraft& draft, const SparkHome& home) {
  if (!draft.has("executors.cores")) {
    draft.derive("executors.cores", fmt::format("{}", home.cores), std::string(home.whose));
    draft.warn(codes::taken_for_granted,
               fmt::format("the cores of an executor are not given; taken: {}, {}", home.cores, home.whose));
  }
  if (!draft.has("executors.memory")) {
    draft.derive("executors.memory", std::string(home.heap), std::string(home.whose));
    draft.warn(codes::taken_for_granted,
               fmt::format("the memory of an executor is not given; taken: {}, {}", home.heap, home.whose));
  }
}

/// A part of an executor's memory beside heap and overhead.
double beside(ClusterDraft& draft, std::string_view line, bool counts, std::string_view what, std::string& why) {
  const std::optional<double> bytes = draft.bytes(line);
  draft.erase(line);
  if (!bytes || !counts || *bytes <= 0) return 0;
  why += fmt::format(", and {} {}", exact_text(Bytes{*bytes}), what);
  return *bytes;
}

/// spark.executor.memoryOverheadFactor, the older one of Kubernetes, and what each takes where neither is given.
double overhead_share(ClusterDraft& draft, const SparkHome& home) {
  for (const std::string_view line : {spark_line::overhead_factor, spark_line::kubernetes_factor})
    if (const auto factor = number_in(draft, line)) return *factor;
  return home.kubernetes && draft.has(spark_line::python) ? kubernetes_python_overhead : spark_overhead_share;
}

void settle_overhead(ClusterDraft& draft, const SparkHome& home) {
  const std::optional<double> heap = draft.bytes("executors.memory");
  const double share = overhead_share(draft, home);
  std::string why;
  const double more =
      beside(draft, spark_line::off_heap, draft.text(spark_line::off_heap_on) == "true", "off-heap", why) +
      beside(draft, spark_line::python_memory, true, "for Python", why);
  if (!draft.has("executors.overhead") && draft.has(spark_line::legacy_overhead))
    draft.set("executors.overhead", draft.text(spark_line::legacy_overhead), draft.spot(spark_line::legacy_overhead));
  const std::optional<double> given = draft.bytes("executors.overhead");
  if (!heap || (draft.has("executors.overhead") && (!given || more == 0))) return;
  const double rule = std::max(384.0, std::floor(*heap * share / mebi)) * mebi;
  const std::string first = given ? exact_text(Bytes{*given}) + " of overhead"
                                  : fmt::format("Spark's rule: {} of the heap, at least 384 MiB", exact_number(share));
  draft.derive("executors.overhead", exact_text(Bytes{given.value_or(rule) + more}), first + why);
}

/// Tasks that run at once in an executor: its cores, unless a task takes several, or a share of a GPU.
void settle_slots(ClusterDraft& draft) {
  const std::optional<double> cores = number_in(draft, "executors.cores");
  const std::optional<double> each = number_in(draft, spark_line::task_cores);
  const std::optional<double> gpus = number_in(draft, spark_line::gpus_each),
                              task = number_in(draft, spark_line::gpus_task);
  if (!cores) return;
  const double by_cores = std::floor(*cores / each.value_or(1));
  const double by_gpus = gpus && task ? std::floor(*gpus / *task + 1e-9) : by_cores;
  const double slots = std::max(1.0, std::min(by_cores, by_gpus));
  if (slots >= *cores) return;
  if (!draft.has(spark_line::core_request)) draft.derive(spark_line::core_request, exact_number(*cores), "");
  const std::string why = by_gpus < by_cores ? fmt::format("{} of a GPU for a task", exact_number(*task))
                                             : fmt::format("{} cores for a task", exact_number(*each));
  draft.warn(codes::taken_for_granted,
             fmt::format("an executor of {} cores runs {} tasks at once, with {}; taken: {} cores",
                         exact_number(*cores), exact_number(slots), why, exact_number(slots)),
             draft.spot(by_gpus < by_cores ? spark_line::gpus_task : spark_line::task_cores));
  draft.derive("executors.cores", exact_number(slots), fmt::format("of {} cores, {}", exact_number(*cores), why));
}

// ---- How many there are ---------------------------------------------------------------------------------------------

/// Dynamic allocation, the one rule: at its maximum, else with as many as it starts with at least.
std::optional<int> scaled_executors(ClusterDraft& draft, const SparkHome& home) {
  const std::optional<int> most = executors_in(draft, most_instances);
  std::optional<int> least;
  std::string_view from = spark_line::dynamic;
  for (const std::string_view line : {spark_line::least_instances, spark_line::first_instances, instances})
    if (const std::optional<int> each = executors_in(draft, line); each && each > least) {
      least = each;
      from = line;
    }
  if (most) {
    const std::string given = draft.text(spark_line::least_instances);
    tell_scaling(draft, "executors", given.empty() ? "0" : given, draft.text(most_instances),
                 draft.spot(most_instances));
    return std::max(*most, least.value_or(1));
  }
  const int taken = least.value_or(home.instances);
  draft.warn(codes::taken_for_granted,
             fmt::format("executors scale without a maximum; taken: {}, {}", taken,
                         least ? "which it starts with or keeps" : std::string(home.whose)),
             draft.spot(from), "give spark.dynamicAllocation.maxExecutors, or the nodes in the cluster file");
  return taken;
}

bool is_standalone(const ClusterDraft& draft) {
  const std::string master = draft.text(spark_line::master);
  return master.starts_with("spark://") || master.starts_with("mesos://") ||
         (master.empty() && draft.has(spark_line::all_cores));
}

/// A standalone cluster gives cores, not executors.
std::optional<int> executors_of_cores(ClusterDraft& draft) {
  const std::optional<int> all = draft.count(spark_line::all_cores), cores = draft.count("executors.cores");
  if (!all || !cores) return std::nullopt;
  const int executors = std::max(1, *all / *cores);
  if (executors * *cores != *all)
    draft.warn(codes::taken_for_granted,
               fmt::format("{} cores in all make {} executors of {}; {} stay idle", *all, executors, *cores,
                           std::max(0, *all - executors * *cores)),
               draft.spot(spark_line::all_cores));
  return executors;
}

std::optional<int> executors_of(ClusterDraft& draft, const SparkHome& home) {
  const std::string dynamic = draft.text(spark_line::dynamic);
  const bool scales = dynamic == "true" || (dynamic.empty() && home.dynamic && !draft.has(instances));
  if (scales) return scaled_executors(draft, home);
  if (is_standalone(draft) && draft.has(spark_line::all_cores)) return executors_of_cores(draft);
  if (draft.has(instances)) return draft.count(instances);
  if (dynamic != "false" && draft.has(most_instances)) return scaled_executors(draft, home);
  draft.warn(
      codes::taken_for_granted,
      is_standalone(draft)
          ? fmt::format("a standalone cluster gives all its cores, and how many is not said; taken: {} executors",
                        home.instances)
          : fmt::format("the number of executors is not given; taken: {}, {}", home.instances, home.whose));
  return home.instances;
}

// ---- Where they lie -------------------------------------------------------------------------------------------------

Bytes executor_memory(const ClusterDraft& draft) {
  return Bytes{draft.bytes("executors.memory").value_or(0) + draft.bytes("executors.overhead").value_or(0)};
}

/// A manifest that names no machine asks for pods, not nodes: a node is taken that just holds one executor.
void invent_node(ClusterDraft& draft, double cores) {
  draft.derive("executors.per_node", "1", "no machine is named: one executor a node");
  draft.derive(spark_line::invented, "true", "");
  if (!draft.has("vcpus")) draft.derive("vcpus", exact_number(std::ceil(cores) + 1), "the executor's cores, and one");
  if (!draft.has("memory"))
    draft.derive("memory", exact_text(node_memory(executor_memory(draft))), "the executor's, and what a system keeps");
  draft.warn(codes::taken_for_granted, "no machine is named; taken: nodes that each hold one executor",
             draft.spot(instances), "name the machine in the cluster file: speed of disks and network, and price");
}

/// Without machines, an executor is what is paid for.
void take_worker(ClusterDraft& draft, double cores) {
  draft.derive("executors.per_node", "1", "a worker is one executor");
  draft.derive("vcpus", exact_number(std::ceil(cores)), "the executor's cores");
  draft.derive("memory", exact_text(executor_memory(draft)), "the executor's heap and overhead");
}

/// `cores`: what the cluster manager reckons an executor with.
int executors_that_fit(const ClusterDraft& draft, const Machine& machine, const SparkHome& home, double cores) {
  const Room room = room_on(machine, home.kubernetes ? Manager::kubernetes : Manager::yarn);
  const double memory = executor_memory(draft).value;
  double fit = std::floor(room.cores / cores);
  if (memory > 0) fit = std::min(fit, std::floor(room.memory.value / memory));
  const std::optional<double> gpus = number_in(draft, spark_line::gpus_each);
  if (gpus && machine.gpus > 0) fit = std::min(fit, std::floor(machine.gpus / *gpus));
  return std::max(1, static_cast<int>(fit));
}

void settle_per_node(ClusterDraft& draft, const SparkHome& home, int slots) {
  if (draft.has("executors.per_node")) return;
  const double cores = number_in(draft, spark_line::core_request).value_or(slots);
  if (home.workers_are_nodes) return take_worker(draft, std::max<double>(cores, slots));
  const Machine machine = machine_of(draft);
  if (machine.vcpus <= 0 || machine.memory <= Bytes{}) return invent_node(draft, std::max<double>(cores, slots));
  const int fit = executors_that_fit(draft, machine, home, cores);
  draft.derive("executors.per_node", fmt::format("{}", fit), "as many as fit on a node");
  draft.warn(codes::taken_for_granted, fmt::format("how many executors a node runs is not given; taken: {}, as many as "
                                                   "fit",
                                                   fit));
}

/// As many executors as nodes have room for, where their shape is given; else what a node is usually cut into.
void fill_nodes(ClusterDraft& draft, const SparkHome& home) {
  const Machine machine = machine_of(draft);
  const std::optional<double> cores = number_in(draft, "executors.cores");
  if (!cores || !draft.has("executors.memory") || machine.vcpus <= 0 || machine.memory <= Bytes{}) return;
  draft.derive("executors.per_node", fmt::format("{}", executors_that_fit(draft, machine, home, *cores)),
               "as many as fit on a node");
}

/// Executors on nodes that are given.
void settle_on_nodes(ClusterDraft& draft, const SparkHome& home) {
  const std::optional<int> nodes = draft.count("nodes"), all = executors_in(draft, instances);
  if (!nodes || draft.has("executors.per_node")) return;
  if (!all) return fill_nodes(draft, home);
  const int each = std::max(1, (*all + *nodes - 1) / *nodes);
  if (each * *nodes != *all)
    draft.warn(codes::taken_for_granted,
               fmt::format("{} executors do not lie evenly on {} nodes; taken: {} a node", *all, *nodes, each),
               draft.spot(instances));
  draft.derive("executors.per_node", fmt::format("{}", each), fmt::format("{} executors on {} nodes", *all, *nodes));
}

/// Nodes for executors that are given.
void settle_nodes(ClusterDraft& draft, const SparkHome& home) {
  fill_executors(draft, home);
  settle_overhead(draft, home);
  const std::optional<int> all = executors_of(draft, home);
  settle_slots(draft);
  const std::optional<int> slots = draft.count("executors.cores");
  if (!all || !slots) return;
  settle_per_node(draft, home, *slots);
  const std::optional<int> each = draft.count("executors.per_node");
  if (!each) return;
  const int nodes = (*all + *each - 1) / *each;
  if (nodes * *each != *all)
    draft.warn(codes::taken_for_granted,
               fmt::format("{} executors do not fill their nodes with {} each; taken: {} nodes", *all, *each, nodes),
               draft.spot(instances));
  draft.derive("nodes", fmt::format("{}", nodes), fmt::format("{} executors, {} a node", *all, *each));
}

/// GPUs of an executor: of a node, once it is known how many executors lie on one.
void settle_gpus(ClusterDraft& draft) {
  const std::optional<double> each = number_in(draft, spark_line::gpus_each);
  if (!each || draft.has("gpus") || machine_of(draft).gpus > 0) return;
  const int per_node = draft.count("executors.per_node").value_or(1);
  draft.derive("gpus", fmt::format("{:.0f}", std::ceil(*each) * per_node),
               fmt::format("{} for an executor, {} a node", exact_number(*each), per_node));
}

// ---- A driver -------------------------------------------------------------------------------------------------------

/// A driver that a node which was made to hold an executor could not hold. Of a machine that has a name, the estimate
/// tells.
void check_driver(ClusterDraft& draft) {
  const Machine node = machine_of(draft);
  const bool asks = draft.has("spark.driver_memory") || draft.has(spark_line::driver_cores);
  if (!asks || draft.has("driver") || !draft.has(spark_line::invented)) return;
  const double cores = number_in(draft, spark_line::driver_cores).value_or(1);
  const double heap = draft.bytes("spark.driver_memory").value_or(1024 * mebi);
  const double memory = heap + draft.bytes(spark_line::driver_overhead).value_or(std::max(384 * mebi, heap * 0.1));
  if (cores <= node.vcpus && memory <= node.memory.value) return;
  draft.warn(codes::taken_for_granted,
             fmt::format("the driver asks for {} cores and {}, more than a node has: {} and {}", exact_number(cores),
                         to_text(Bytes{memory}), number_text(node.vcpus), to_text(node.memory)),
             draft.spot("spark.driver_memory"), "name its machine in the cluster file: `driver`");
}

void settle_platform(ClusterDraft& draft, const SparkHome& home) {
  if (home.platform.empty()) return;
  if (!draft.has("platform")) draft.derive("platform", std::string(home.platform), "the kind of this file");
  if (!draft.has("machine")) draft.derive("provider", std::string(home.provider), "the kind of this file");
}

}  // namespace

void settle_spark(ClusterDraft& draft, const SparkHome& home) {
  settle_labels(draft);
  settle_platform(draft, home);
  if (!draft.has("nodes") && take_local_master(draft)) return;
  if (draft.has("nodes")) {
    settle_overhead(draft, home);
    settle_on_nodes(draft, home);
  } else {
    settle_nodes(draft, home);
  }
  settle_gpus(draft);
  check_driver(draft);
}

}  // namespace sizer::deploy
