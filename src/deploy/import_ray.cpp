// Import: a RayCluster, or the one within a RayJob.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/exact_text.h"
#include "deploy/importers.h"
#include "deploy/writers.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// "15", "500m", "57Gi", "60G" of Kubernetes as a number; empty: none.
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
                                 {"Ki", kibi},
                                 {"Mi", kibi * kibi},
                                 {"Gi", kibi * kibi * kibi},
                                 {"P", 1e15},
                                 {"Ti", kibi * kibi * kibi * kibi}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto suffix = std::ranges::find(suffixes, rest, &Suffix::name);
  return suffix == std::end(suffixes) ? std::nullopt : std::optional(number * suffix->factor);
}

/// What one group of pods asks for; null and empty where it does not say.
struct FoundPod {
  const Value* machine = nullptr;
  const Value *cpu = nullptr, *memory = nullptr, *gpus = nullptr;
  const Value *start_cpus = nullptr, *start_store = nullptr, *start_gpus = nullptr, *aggregators = nullptr;
};

class RayReader {
 public:
  RayReader(const Value& root, const Value& spec, const SourceText& source)
      : root_(root), spec_(spec), draft_(source), gleaner_(root, draft_) {}

  Imported read(std::string kind) {
    gleaner_.facts(Gleaner::at(root_, {"metadata", "annotations"}), false);
    gleaner_.set("ray.version", spec_, {"rayVersion"});
    const Value* const head = Gleaner::at(spec_, {"headGroupSpec"});
    if (const Value* const group = worker_group()) read_workers(*group, head ? read_pod(*head) : FoundPod{});
    forget_program();
    gleaner_.leave_rest();
    return draft_.finish(std::move(kind));
  }

 private:
  /// The only group of workers, or the one of most replicas.
  const Value* worker_group() {
    const Value* const groups = Gleaner::at(spec_, {"workerGroupSpecs"});
    if (groups == nullptr || groups->kind != ValueKind::list || groups->items.empty()) {
      draft_.problems().add(codes::missing_key, spec_.spot, "the cluster has no workerGroupSpecs: no workers");
      return nullptr;
    }
    const auto replicas = [](const Value& group) {
      const Value* const value = Gleaner::at(group, {"replicas"});
      return value ? std::strtol(value->text.c_str(), nullptr, 10) : 0;
    };
    const auto most = std::ranges::max_element(groups->items, {}, replicas);
    if (groups->items.size() > 1)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("there are {} groups of workers; taken: the one of most replicas", groups->items.size()),
                  most->spot, "sizer knows equal workers only");
    return &*most;
  }

  static const Value* container_of(const Value& group) {
    const Value* const containers = Gleaner::at(group, {"template", "spec", "containers"});
    return containers && !containers->items.empty() ? &containers->items.front() : nullptr;
  }

  /// Limits count, as they do for KubeRay; requests where there are none.
  const Value* resource(const Value& container, std::string_view name) {
    const Value* const limit = gleaner_.scalar(container, {"resources", "limits", name});
    const Value* const request = gleaner_.scalar(container, {"resources", "requests", name});
    return limit ? limit : request;
  }

  FoundPod read_pod(const Value& group) {
    FoundPod pod;
    pod.machine = gleaner_.scalar(group, {"template", "spec", "nodeSelector", instance_type_label});
    pod.start_cpus = gleaner_.scalar(group, {"rayStartParams", "num-cpus"});
    pod.start_gpus = gleaner_.scalar(group, {"rayStartParams", "num-gpus"});
    pod.start_store = gleaner_.scalar(group, {"rayStartParams", "object-store-memory"});
    const Value* const container = container_of(group);
    if (container == nullptr) return pod;
    pod.cpu = resource(*container, "cpu");
    pod.memory = resource(*container, "memory");
    pod.gpus = resource(*container, "nvidia.com/gpu");
    if (!pod.gpus) pod.gpus = resource(*container, "aws.amazon.com/neuron");
    pod.aggregators = aggregators_of(*container);
    return pod;
  }

  const Value* aggregators_of(const Value& container) {
    const Value* const variables = Gleaner::at(container, {"env"});
    if (variables == nullptr) return nullptr;
    for (const Value& variable : variables->items) {
      const Value* const name = Gleaner::at(variable, {"name"});
      if (!name || name->text != "RAY_DATA_MAX_HASH_SHUFFLE_AGGREGATORS") continue;
      gleaner_.take(*name);
      return gleaner_.scalar(variable, {"value"});
    }
    return nullptr;
  }

  void read_workers(const Value& group, const FoundPod& head) {
    const FoundPod pod = read_pod(group);
    read_replicas(group);
    take_machine(draft_, "machine", pod.machine);
    if (head.machine && (!pod.machine || head.machine->text != pod.machine->text || draft_.must_name_driver()))
      take_machine(draft_, "driver", head.machine);
    read_cpus(pod);
    read_memory(pod);
    read_gpus(pod);
    read_store(pod);
    const Value* const aggregators = head.aggregators ? head.aggregators : pod.aggregators;
    if (aggregators) draft_.set("ray.max_aggregators", aggregators->text, aggregators->spot);
  }

  void read_replicas(const Value& group) {
    const Value* const least = gleaner_.scalar(group, {"minReplicas"});
    const Value* const most = gleaner_.scalar(group, {"maxReplicas"});
    const bool scales = gleaner_.word(spec_, {"enableInTreeAutoscaling"}) == "true";
    if (!gleaner_.set("nodes", group, {"replicas"})) {
      const Value* const instead = most ? most : least;
      if (instead) draft_.set("nodes", instead->text, instead->spot);
    }
    if (scales && least && most && least->text != most->text)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("the workers are {} to {}; taken: {}", least->text, most->text, draft_.text("nodes")),
                  least->spot);
  }

  /// Ray's own count where it was set apart from the pod's, which may have a fraction of a CPU.
  void read_cpus(const FoundPod& pod) {
    const std::optional<double> limit = pod.cpu ? kubernetes_quantity(pod.cpu->text) : std::nullopt;
    if (pod.cpu && !limit) return wrong(*pod.cpu, "a number of CPUs, such as 15");
    const double started = pod.start_cpus ? std::strtod(pod.start_cpus->text.c_str(), nullptr) : 0;
    if (limit && (started <= 0 || started == std::floor(*limit)))
      draft_.set("usable_cpus", exact_number(*limit), pod.cpu->spot);
    else if (pod.start_cpus)
      draft_.set("usable_cpus", pod.start_cpus->text, pod.start_cpus->spot);
    if (draft_.has("machine") || draft_.has("vcpus") || !draft_.has("usable_cpus")) return;
    const double cpus = std::strtod(draft_.text("usable_cpus").c_str(), nullptr);
    draft_.derive("vcpus", exact_number(std::ceil(cpus) + 1), "the worker's CPUs, and one");
    draft_.warn(codes::taken_for_granted, "no machine is named; taken: nodes that each hold one worker", {},
                "name the machine in the cluster file: speed of disks and network, and price");
  }

  void read_memory(const FoundPod& pod) {
    const std::optional<double> memory = pod.memory ? kubernetes_quantity(pod.memory->text) : std::nullopt;
    if (pod.memory && !memory) return wrong(*pod.memory, "a size, such as 57Gi");
    if (!memory || draft_.has("machine") || draft_.has("memory")) return;
    draft_.derive("memory", exact_text(node_memory(Bytes{*memory})), "the worker's, and what a system keeps");
  }

  void read_gpus(const FoundPod& pod) {
    const Value* const gpus = pod.gpus ? pod.gpus : pod.start_gpus;
    if (!gpus || draft_.has("gpus")) return;
    if (gpus->text != fmt::format("{}", machine_of(draft_).gpus)) draft_.set("gpus", gpus->text, gpus->spot);
  }

  void read_store(const FoundPod& pod) {
    if (!pod.start_store) return;
    const std::optional<double> bytes = kubernetes_quantity(pod.start_store->text);
    if (!bytes) return wrong(*pod.start_store, "a number of bytes");
    const Bytes node = machine_of(draft_).memory;
    if (node > Bytes{})
      draft_.set("ray.object_store_share", fmt::format("{:.6g}", *bytes / node.value), pod.start_store->spot);
  }

  void wrong(const Value& value, const char* expected) {
    draft_.problems().add(codes::not_a_number, value.spot,
                          fmt::format("{} is not {}", in_quotes(value.text), expected));
  }

  void forget_pod(const Value* group, const std::string& where) {
    if (group == nullptr) return;
    gleaner_.program(*group, where, {"groupName", "serviceType"});
    if (const Value* const parameters = Gleaner::at(*group, {"rayStartParams"}))
      gleaner_.program(*parameters, where + "rayStartParams.",
                       {"dashboard-host", "block", "port", "metrics-export-port"});
    if (const Value* const pod = Gleaner::at(*group, {"template", "spec"}))
      gleaner_.program(*pod, where + "template.spec.", {"volumes", "serviceAccountName", "imagePullSecrets"});
    if (const Value* const container = container_of(*group))
      gleaner_.program(*container, where + "template.spec.containers[0].",
                       {"name", "image", "imagePullPolicy", "ports", "volumeMounts", "lifecycle"});
  }

  void forget_program() {
    gleaner_.program(root_, "", {"apiVersion", "kind"});
    if (const Value* const metadata = Gleaner::at(root_, {"metadata"}))
      gleaner_.program(*metadata, "metadata.", {"name", "namespace", "labels"});
    if (const Value* const spec = Gleaner::at(root_, {"spec"}); spec != &spec_ && spec)
      gleaner_.program(*spec, "spec.",
                       {"entrypoint", "shutdownAfterJobFinishes", "ttlSecondsAfterFinished", "activeDeadlineSeconds",
                        "backoffLimit", "submissionMode", "runtimeEnvYAML", "submitterPodTemplate", "jobId"});
    forget_pod(Gleaner::at(spec_, {"headGroupSpec"}), "headGroupSpec.");
    const Value* const groups = Gleaner::at(spec_, {"workerGroupSpecs"});
    for (std::size_t i = 0; groups && i < groups->items.size(); ++i)
      forget_pod(&groups->items[i], fmt::format("workerGroupSpecs[{}].", i));
  }

  const Value& root_;
  const Value& spec_;
  ClusterDraft draft_;
  Gleaner gleaner_;
};

Imported read_ray(const Value& root, const Value* spec, const SourceText& source, const char* kind) {
  if (spec == nullptr)
    fail(codes::missing_key, root.spot, fmt::format("this {} describes no cluster", kind), {},
         "a RayJob that selects a cluster by clusterSelector: import that RayCluster");
  return RayReader(root, *spec, source).read(kind);
}

}  // namespace

Imported import_ray_job(const Value& root, const SourceText& source, Picks&) {
  return read_ray(root, Gleaner::at(root, {"spec", "rayClusterSpec"}), source, "RayJob");
}
Imported import_ray_cluster(const Value& root, const SourceText& source, Picks&) {
  return read_ray(root, Gleaner::at(root, {"spec"}), source, "RayCluster");
}

}  // namespace sizer::deploy
