// What the readers of Spark's manifests have in common: properties, and how executors lie on nodes.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/exact_text.h"
#include "deploy/importers.h"
#include "deploy/spark_properties.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "sizer/room.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr std::string_view node_selector = "spark.kubernetes.node.selector.";
constexpr std::string_view overhead_factor = "(overhead factor)";

/// About the program, or what export writes and has no choice about.
bool is_known_otherwise(std::string_view key) {
  return key == "spark.app.name" || key == "spark.master" || key == "spark.submit.deployMode" ||
         key == "spark.local.dir";
}

/// What Spark takes where nothing says otherwise.
void fill_executors(ClusterDraft& draft) {
  if (!draft.has("executors.cores")) {
    draft.derive("executors.cores", "1", "Spark's default");
    draft.warn(codes::taken_for_granted, "the cores of an executor are not given; taken: 1, Spark's default");
  }
  if (!draft.has("executors.memory")) {
    draft.derive("executors.memory", "1 GiB", "Spark's default");
    draft.warn(codes::taken_for_granted, "the memory of an executor is not given; taken: 1 GiB, Spark's default");
  }
}

void settle_overhead(ClusterDraft& draft) {
  const double factor = std::strtod(draft.text(overhead_factor).c_str(), nullptr);
  draft.erase(overhead_factor);
  const std::optional<double> heap = draft.bytes("executors.memory");
  if (draft.has("executors.overhead") || !heap) return;
  const double share = factor > 0 ? factor : 0.1;  // spark.executor.memoryOverheadFactor, and its default
  draft.derive("executors.overhead", exact_text(Bytes{std::max(384.0, std::floor(*heap * share / mebi)) * mebi}),
               fmt::format("Spark's rule: {} of the heap, at least 384 MiB", exact_number(share)));
}

Bytes executor_memory(const ClusterDraft& draft) {
  return Bytes{draft.bytes("executors.memory").value_or(0) + draft.bytes("executors.overhead").value_or(0)};
}

/// A manifest that names no machine asks for pods, not nodes: a node is taken that just holds one executor.
void invent_node(ClusterDraft& draft, int cores) {
  draft.derive("executors.per_node", "1", "no machine is named: one executor a node");
  if (!draft.has("vcpus")) draft.derive("vcpus", fmt::format("{}", cores + 1), "the executor's cores, and one");
  if (!draft.has("memory"))
    draft.derive("memory", exact_text(node_memory(executor_memory(draft))), "the executor's, and what a system keeps");
  draft.warn(codes::taken_for_granted, "no machine is named; taken: nodes that each hold one executor",
             draft.spot(instances), "name the machine in the cluster file: speed of disks and network, and price");
}

int executors_that_fit(const ClusterDraft& draft, const Machine& machine, int cores) {
  const Room room = room_on(machine, Manager::yarn);
  const double memory = executor_memory(draft).value;
  const double by_memory = memory > 0 ? room.memory.value / memory : 1;
  return std::max(1, static_cast<int>(std::min(std::floor(room.cores / cores), std::floor(by_memory))));
}

void settle_per_node(ClusterDraft& draft, int cores) {
  if (draft.has("executors.per_node")) return;
  const Machine machine = machine_of(draft);
  if (machine.vcpus <= 0 || machine.memory <= Bytes{}) return invent_node(draft, cores);
  const int fit = executors_that_fit(draft, machine, cores);
  draft.derive("executors.per_node", fmt::format("{}", fit), "as many as fit on a node");
  draft.warn(codes::taken_for_granted, fmt::format("how many executors a node runs is not given; taken: {}, as many as "
                                                   "fit",
                                                   fit));
}

std::optional<int> executors_of(ClusterDraft& draft) {
  if (draft.has(instances)) return draft.count(instances);
  if (draft.has(most_instances)) {
    const std::optional<int> most = draft.count(most_instances);
    if (most)
      draft.warn(codes::taken_for_granted,
                 fmt::format("executors come and go; taken: {}, the most that there may be", *most),
                 draft.spot(most_instances));
    return most;
  }
  draft.warn(codes::taken_for_granted, "the number of executors is not given; taken: 2, Spark's default");
  return 2;
}

/// Where nodes are given, executors follow from them; else nodes from executors.
void settle_counts(ClusterDraft& draft) {
  if (draft.has("nodes")) {
    const std::optional<int> nodes = draft.count("nodes"), all = draft.count(instances);
    if (!nodes || !all || draft.has("executors.per_node")) return;
    const int each = std::max(1, (*all + *nodes - 1) / *nodes);
    if (each * *nodes != *all)
      draft.warn(codes::taken_for_granted,
                 fmt::format("{} executors do not lie evenly on {} nodes; taken: {} a node", *all, *nodes, each),
                 draft.spot(instances));
    draft.derive("executors.per_node", fmt::format("{}", each), fmt::format("{} executors on {} nodes", *all, *nodes));
    return;
  }
  fill_executors(draft);
  settle_overhead(draft);
  const std::optional<int> all = executors_of(draft), cores = draft.count("executors.cores");
  if (!all || !cores) return;
  settle_per_node(draft, *cores);
  const std::optional<int> each = draft.count("executors.per_node");
  if (!each) return;
  const int nodes = (*all + *each - 1) / *each;
  if (nodes * *each != *all)
    draft.warn(codes::taken_for_granted,
               fmt::format("{} executors do not fill their nodes with {} each; taken: {} nodes", *all, *each, nodes),
               draft.spot(instances));
  draft.derive("nodes", fmt::format("{}", nodes), fmt::format("{} executors, {} a node", *all, *each));
}

}  // namespace

void take_property(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot) {
  if (const std::string_view path = cluster_path_of(key); !path.empty())
    draft.set(path, cluster_text_of(key, value), spot);
  else if (key.starts_with(own_property))
    draft.set_fact(key.substr(own_property.size()), value, spot);
  else if (key == "spark.executor.instances")
    draft.set(instances, value, spot);
  else if (key == "spark.dynamicAllocation.maxExecutors")
    draft.set(most_instances, value, spot);
  else if (key == "spark.executor.memoryOverheadFactor" || key == "spark.kubernetes.memoryOverheadFactor")
    draft.set(overhead_factor, value, spot);
  else if (key.starts_with(node_selector) && key.substr(node_selector.size()) == instance_type_label)
    draft.set("machine", value, spot);
  else if (key == "spark.dynamicAllocation.enabled" && value == "true")
    draft.warn(codes::taken_for_granted, "executors come and go with dynamic allocation; taken: a fixed number", spot);
  else if (key != "spark.dynamicAllocation.enabled" && !is_known_otherwise(key))
    draft.warn(codes::left_out, fmt::format("{} says nothing that a cluster file has; left out", in_quotes(key)), spot);
}

void take_properties(ClusterDraft& draft, Gleaner& gleaner, const Value* properties) {
  if (properties == nullptr) return;
  for (const Entry& entry : properties->entries) {
    if (entry.value.kind != ValueKind::scalar) continue;
    gleaner.take(entry.value);
    take_property(draft, entry.key, entry.value.text, entry.value.spot);
  }
}

void take_machine(ClusterDraft& draft, std::string_view line, const Value* type) {
  if (type == nullptr || type->text == unknown_type) return;
  if (known_machine(type->text)) {
    draft.set(line, type->text, type->spot);
    return;
  }
  draft.warn(codes::taken_for_granted,
             fmt::format("the catalogue has no machine {}; the cluster goes without its name", in_quotes(type->text)),
             type->spot, "give vcpus, memory and price in the cluster file");
}

Machine machine_of(const ClusterDraft& draft) {
  Machine machine = known_machine(draft.text("machine")).value_or(Machine{});
  if (const double vcpus = std::strtod(draft.text("vcpus").c_str(), nullptr); vcpus > 0) machine.vcpus = vcpus;
  if (const auto memory = draft.bytes("memory")) machine.memory = Bytes{*memory};
  return machine;
}

Bytes node_memory(Bytes room) {
  // The room that a node leaves grows with its memory: found by halving, in whole MiB.
  double low = room.value / mebi, high = 3 * low + 4096;
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    Machine machine;
    machine.vcpus = 2;
    machine.memory = Bytes{middle * mebi};
    (pod_memory(machine) < room ? low : high) = middle;
  }
  return Bytes{std::ceil(high) * mebi};
}

void settle_spark(ClusterDraft& draft) {
  if (draft.has("machine") && !known_machine(draft.text("machine"))) {
    const Value type{ValueKind::scalar, draft.text("machine"), false, {}, {}, draft.spot("machine")};
    draft.erase("machine");
    take_machine(draft, "machine", &type);
  }
  settle_counts(draft);
  settle_overhead(draft);
}

}  // namespace sizer::deploy
