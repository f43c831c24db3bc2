// Pods of a RayCluster.
#include "deploy/ray_groups.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/writers.h"
#include "text/exact_text.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// What Kubernetes calls accelerators, and what each is; NVIDIA's are GPUs, which their machine tells.
struct Accelerator {
  std::string_view resource, name;
};
constexpr Accelerator accelerators[] = {{"nvidia.com/gpu", ""},
                                        {"aws.amazon.com/neuron", ""},
                                        {"aws.amazon.com/neuroncore", "NeuronCore"},
                                        {"amd.com/gpu", "AMD GPU"},
                                        {"gpu.intel.com/i915", "Intel GPU"},
                                        {"gpu.intel.com/xe", "Intel GPU"},
                                        {"google.com/tpu", "TPU"},
                                        {"habana.ai/gaudi", "Gaudi"},
                                        {"huawei.com/Ascend910", "Ascend910"},
                                        {"huawei.com/Ascend310P", "Ascend310P"},
                                        {"aliyun.com/gpu-mem", "GPU share"},
                                        {"nvidia.com/gpu.shared", "GPU share"}};

/// Labels of nodes that name a GPU, and the catalogue's names for what they say.
constexpr Accelerator gpu_labels[] = {{"nvidia-tesla-t4", "T4"},
                                      {"nvidia-tesla-v100", "V100"},
                                      {"nvidia-l4", "L4"},
                                      {"nvidia-tesla-a100", "A100"},
                                      {"nvidia-a100-80gb", "A100-80GB"},
                                      {"nvidia-h100-80gb", "H100"},
                                      {"Tesla-T4", "T4"},
                                      {"Tesla-V100-SXM2-16GB", "V100"},
                                      {"NVIDIA-L4", "L4"},
                                      {"NVIDIA-A10G", "A10G"},
                                      {"NVIDIA-A100-SXM4-40GB", "A100"},
                                      {"NVIDIA-A100-SXM4-80GB", "A100-80GB"},
                                      {"NVIDIA-A100-80GB-PCIe", "A100-80GB"},
                                      {"NVIDIA-H100-80GB-HBM3", "H100"}};
constexpr std::string_view gpu_label_keys[] = {"cloud.google.com/gke-accelerator", "nvidia.com/gpu.product",
                                               "k8s.amazonaws.com/accelerator"};

class GroupOfPods {
 public:
  GroupOfPods(ClusterDraft& draft, Gleaner& gleaner, const Value& group, const std::string& name)
      : draft_(draft), gleaner_(gleaner) {
    read_.group = &group;
    read_.name = name;
    read_.place = group.spot;
    read_.pod = Gleaner::at(group, {"template", "spec"});
    const Value* const containers = read_.pod ? Gleaner::at(*read_.pod, {"containers"}) : nullptr;
    if (containers && containers->kind == ValueKind::list && !containers->items.empty())
      container_ = &containers->items.front();
  }

  RayGroup read() {
    read_machine();
    read_cpus();
    read_memory();
    read_accelerators();
    read_store();
    read_aggregators();
    return read_;
  }

 private:
  /// What Ray is started with: `resources` of the group win over `rayStartParams`, and these over the container.
  const Value* started(std::string_view parameter, std::string_view resource) {
    const Value* const by_group = resource.empty() ? nullptr : gleaner_.scalar(*read_.group, {"resources", resource});
    const Value* const by_parameter = gleaner_.scalar(*read_.group, {"rayStartParams", parameter});
    return by_group ? by_group : by_parameter;
  }

  /// Limits count, as they do for KubeRay; requests where there are none.
  const Value* asked(std::string_view name) {
    if (container_ == nullptr) return nullptr;
    const Value* const limit = gleaner_.scalar(*container_, {"resources", "limits", name});
    const Value* const request = gleaner_.scalar(*container_, {"resources", "requests", name});
    return limit ? limit : request;
  }

  std::optional<double> quantity(const Value* value, const char* expected) {
    if (value == nullptr) return std::nullopt;
    const std::optional<double> read = kubernetes_quantity(value->text);
    if (!read)
      draft_.problems().add(codes::not_a_number, value->spot,
                            fmt::format("{} is not {}", in_quotes(value->text), expected));
    return read;
  }

  void read_machine() {
    if (read_.pod == nullptr) return;
    const Value* const selector = Gleaner::at(*read_.pod, {"nodeSelector"});
    if (selector == nullptr) return;
    if (const Value* const type = Gleaner::at(*selector, {instance_type_label})) read_.machine = type->text;
    for (const std::string_view key : gpu_label_keys)
      if (const Value* const label = Gleaner::at(*selector, {key})) {
        const auto known = std::ranges::find(gpu_labels, std::string_view(label->text), &Accelerator::resource);
        if (known == std::end(gpu_labels)) continue;
        gleaner_.take(*label);
        read_.gpu = known->name;
      }
  }

  void read_cpus() {
    const Value* const start = started("num-cpus", "CPU");
    const Value* const pod = asked("cpu");
    read_.asked_cpus = quantity(pod, "a number of CPUs, such as 15");
    read_.cpus_from = start ? start : pod;
    read_.cpus = start ? quantity(start, "a number of CPUs, such as 15") : read_.asked_cpus;
    if (read_.cpus) read_.cpus = std::ceil(*read_.cpus - 1e-9);  // as KubeRay starts Ray
  }

  void read_memory() {
    const Value* const start = started("memory", "memory");
    const Value* const pod = asked("memory");
    read_.memory_from = pod ? pod : start;
    const std::optional<double> told = quantity(start, "a number of bytes");
    read_.memory = pod ? quantity(pod, "a size, such as 57Gi") : told;
    if (pod && told && read_.memory && *told > *read_.memory)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("Ray is told of {} of memory, and its pod has {}; taken: what the pod has",
                              to_text(Bytes{*told}), to_text(Bytes{*read_.memory})),
                  start->spot);
  }

  void read_accelerators() {
    const Value* const start = started("num-gpus", "GPU");
    for (const Accelerator& each : accelerators)
      if (const Value* const pod = asked(each.resource)) {
        read_.gpus_from = pod;
        if (!each.name.empty()) read_.gpu = each.name;
      }
    if (start) read_.gpus_from = start;
    const std::optional<double> count = quantity(read_.gpus_from, "a number of GPUs");
    read_.gpus = count && *count < 1000 ? static_cast<int>(std::ceil(*count)) : 0;
  }

  void read_store() {
    read_.store_from = started("object-store-memory", "");
    read_.object_store = quantity(read_.store_from, "a number of bytes");
  }

  void read_aggregators() {
    const Value* const variables = container_ ? Gleaner::at(*container_, {"env"}) : nullptr;
    if (variables == nullptr) return;
    for (const Value& variable : variables->items) {
      const Value* const name = Gleaner::at(variable, {"name"});
      if (!name || name->text != "RAY_DATA_MAX_HASH_SHUFFLE_AGGREGATORS") continue;
      gleaner_.take(*name);
      read_.aggregators = gleaner_.scalar(variable, {"value"});
    }
  }

  ClusterDraft& draft_;
  Gleaner& gleaner_;
  const Value* container_ = nullptr;
  RayGroup read_{};
};

}  // namespace

std::optional<double> kubernetes_quantity(std::string_view text) {
  struct Suffix {
    std::string_view name;
    double factor;
  };
  constexpr Suffix suffixes[] = {{"", 1},
                                 {"m", 1e-3},
                                 {"k", 1e3},
                                 {"M", 1e6},
                                 {"G", 1e9},
                                 {"T", 1e12},
                                 {"P", 1e15},
                                 {"Ki", kibi},
                                 {"Mi", kibi * kibi},
                                 {"Gi", kibi * kibi * kibi},
                                 {"Ti", kibi * kibi * kibi * kibi}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto suffix = std::ranges::find(suffixes, rest, &Suffix::name);
  return suffix == std::end(suffixes) ? std::nullopt : std::optional(number * suffix->factor);
}

RayGroup read_ray_group(ClusterDraft& draft, Gleaner& gleaner, const Value& group, const std::string& name) {
  return GroupOfPods(draft, gleaner, group, name).read();
}

void forget_ray_group(Gleaner& gleaner, const Value& group, const std::string& where) {
  gleaner.program(group, where,
                  {"groupName", "serviceType", "headService", "enableIngress", "labels", "idleTimeoutSeconds"});
  if (const Value* const parameters = Gleaner::at(group, {"rayStartParams"}))
    gleaner.program(
        *parameters, where + "rayStartParams.",
        {"dashboard-host", "dashboard-port", "block", "port", "metrics-export-port", "no-monitor", "node-ip-address",
         "ray-client-server-port", "redis-password", "system-config", "temp-dir", "labels", "address"});
  if (const Value* const metadata = Gleaner::at(group, {"template", "metadata"}))
    gleaner.program(*metadata, where + "template.metadata.", {"labels", "annotations", "name", "namespace"});
  const Value* const pod = Gleaner::at(group, {"template", "spec"});
  if (pod == nullptr) return;
  gleaner.program(*pod, where + "template.spec.",
                  {"volumes", "serviceAccountName", "serviceAccount", "imagePullSecrets", "restartPolicy",
                   "tolerations", "initContainers", "securityContext", "priorityClassName", "schedulerName", "hostIPC",
                   "hostNetwork", "terminationGracePeriodSeconds", "dnsPolicy", "enableServiceLinks"});
  const Value* const containers = Gleaner::at(*pod, {"containers"});
  if (containers && containers->kind == ValueKind::list && !containers->items.empty())
    gleaner.program(containers->items.front(), where + "template.spec.containers[0].",
                    {"name", "image", "imagePullPolicy", "ports", "volumeMounts", "lifecycle", "env", "envFrom",
                     "command", "args", "livenessProbe", "readinessProbe", "startupProbe", "securityContext"});
}

bool alike(const RayGroup& a, const RayGroup& b) {
  return a.cpus == b.cpus && a.memory == b.memory && a.gpus == b.gpus && a.gpu == b.gpu && a.machine == b.machine;
}

std::string ray_group_in_short(const RayGroup& group) {
  std::string text = group.cpus ? fmt::format("{} CPUs", number_text(*group.cpus)) : "CPUs not said";
  if (group.memory) text += ", " + memory_text(Bytes{*group.memory});
  if (group.gpus > 0) text += fmt::format(", {} {}", group.gpus, group.gpu.empty() ? "GPUs" : group.gpu);
  if (!group.machine.empty()) text += " on " + printable(group.machine);
  return text;
}

}  // namespace sizer::deploy
