// What the readers of Spark's manifests have in common: properties, and how executors lie on nodes.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/importers.h"
#include "deploy/node_labels.h"
#include "deploy/spark_lines.h"
#include "deploy/spark_properties.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "sizer/room.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// Labels of nodes as properties, and whose pods want them.
struct SelectorProperty {
  std::string_view start;
  bool worker, driver;
};
constexpr SelectorProperty selector_properties[] = {{"spark.kubernetes.node.selector.", true, true},
                                                    {"spark.kubernetes.executor.node.selector.", true, false},
                                                    {"spark.kubernetes.driver.node.selector.", false, true}};

/// A property that leads to lines of a cluster file, and is none itself.
struct Pseudo {
  std::string_view key, line;
  double unit = 0;  ///< of a size without one, in bytes; 0: it is no size
};
constexpr Pseudo pseudos[] = {{"spark.executor.instances", instances},
                              {"spark.dynamicAllocation.enabled", spark_line::dynamic},
                              {"spark.dynamicAllocation.maxExecutors", most_instances},
                              {"spark.dynamicAllocation.minExecutors", spark_line::least_instances},
                              {"spark.dynamicAllocation.initialExecutors", spark_line::first_instances},
                              {"spark.master", spark_line::master},
                              {"spark.cores.max", spark_line::all_cores},
                              {"spark.executor.memoryOverheadFactor", spark_line::overhead_factor},
                              {"spark.kubernetes.memoryOverheadFactor", spark_line::kubernetes_factor},
                              {"spark.yarn.executor.memoryOverhead", spark_line::legacy_overhead, mebi},
                              {"spark.mesos.executor.memoryOverhead", spark_line::legacy_overhead, mebi},
                              {"spark.kubernetes.executor.memoryOverhead", spark_line::legacy_overhead, mebi},
                              {"spark.memory.offHeap.enabled", spark_line::off_heap_on},
                              {"spark.memory.offHeap.size", spark_line::off_heap, 1},
                              {"spark.executor.pyspark.memory", spark_line::python_memory, mebi},
                              {"spark.driver.cores", spark_line::driver_cores},
                              {"spark.driver.memoryOverhead", spark_line::driver_overhead, mebi},
                              {"spark.yarn.driver.memoryOverhead", spark_line::driver_overhead, mebi},
                              {"spark.kubernetes.executor.request.cores", spark_line::core_request},
                              {"spark.executor.resource.gpu.amount", spark_line::gpus_each},
                              {"spark.task.resource.gpu.amount", spark_line::gpus_task},
                              {"spark.task.cpus", spark_line::task_cores}};

const Pseudo* find_pseudo(std::string_view key) {
  const auto found = std::ranges::find(pseudos, key, &Pseudo::key);
  return found == std::end(pseudos) ? nullptr : &*found;
}

/// About the program, or what export writes and has no choice about.
bool is_known_otherwise(std::string_view key) {
  return key == "spark.databricks.cluster.profile" || key == "spark.app.name" || key == "spark.submit.deployMode" ||
         key == "spark.local.dir";
}

bool take_selector(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot) {
  for (const SelectorProperty& each : selector_properties) {
    if (!key.starts_with(each.start)) continue;
    const std::string_view label = key.substr(each.start.size());
    const bool taken = each.worker && take_label(draft, NodeRole::worker, label, value, spot);
    return (each.driver && take_label(draft, NodeRole::driver, label, value, spot)) || taken;
  }
  return false;
}

void take_other(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot) {
  if (key.starts_with(own_property))
    draft.set_fact(key.substr(own_property.size()), value, spot);
  else if (!take_selector(draft, key, value, spot))
    draft.warn(codes::left_out, fmt::format("{} says nothing that a cluster file has; left out", in_quotes(key)), spot);
}

}  // namespace

void take_property(ClusterDraft& draft, std::string_view key, const std::string& value, const Spot& spot) {
  if (is_known_otherwise(key)) return;
  const Pseudo* const pseudo = find_pseudo(key);
  const std::string_view path = cluster_path_of(key);
  if (pseudo == nullptr && path.empty()) return take_other(draft, key, value, spot);
  if (draft.refuse_placeholder(value, spot)) return;
  if (pseudo == nullptr) return draft.set(path, cluster_text_of(key, value), spot);
  const std::optional<Bytes> size = pseudo->unit > 0 ? spark_size(value, pseudo->unit) : std::nullopt;
  draft.set(pseudo->line, size ? exact_text(*size) : value, spot);
}

bool leads_to_cluster(std::string_view key) {
  return find_pseudo(key) != nullptr || !cluster_path_of(key).empty();
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

void fill_in_node(ClusterDraft& draft, const OpenMachine& machine, std::string_view whose) {
  if (draft.has("machine") || (draft.has("vcpus") && draft.has("memory"))) return;
  const std::string of = machine.type   ? printable(machine.type->text)
                         : machine.pool ? fmt::format("the machines of pool {}", printable(machine.pool->text))
                                        : std::string(whose);
  for (const std::string_view line : {"vcpus", "memory"})
    if (!draft.has(line)) draft.fill_in(line, "of " + of);
  if (machine.type) return;  // of which take_machine told
  draft.warn(codes::to_fill_in,
             machine.pool ? fmt::format("the machine is that of the pool {}", in_quotes(machine.pool->text))
                          : fmt::format("no machine is named for {}", whose),
             machine.pool ? machine.pool->spot : Spot{}, "fill in machine, or vcpus and memory, in the cluster file");
}

void tell_scaling(ClusterDraft& draft, std::string_view things, std::string_view least, std::string_view most,
                  const Spot& spot) {
  const std::string from = least.empty() ? "up" : fmt::format("from {}", least);
  draft.warn(codes::taken_for_granted,
             fmt::format("{} scale {} to {}; taken: {}, the maximum", things, from, most, most), spot);
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
    if (middle <= low || middle >= high) break;  // so large that MiB are no longer told apart
    Machine machine;
    machine.vcpus = 2;
    machine.memory = Bytes{middle * mebi};
    (pod_memory(machine) < room ? low : high) = middle;
  }
  return Bytes{std::ceil(high) * mebi};
}

}  // namespace sizer::deploy
