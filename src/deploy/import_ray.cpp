// Import: a RayCluster, or the one within a RayJob, RayService or RayCronJob.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/node_labels.h"
#include "deploy/ray_groups.h"
#include "sizer/room.h"
#include "text/exact_text.h"
#include "text/problems.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr double most_replicas = 1e6;

class RayReader {
 public:
  RayReader(const Value& root, const Value& spec, const SourceText& source, Picks& picks)
      : root_(root), spec_(spec), picks_(picks), draft_(source), gleaner_(root, draft_) {}

  Imported read(std::string kind) {
    gleaner_.facts(Gleaner::at(root_, {"metadata", "annotations"}), false);
    gleaner_.set("ray.version", spec_, {"rayVersion"});
    scales_ = gleaner_.word(spec_, {"enableInTreeAutoscaling"}) == "true";
    const Value* const head_group = Gleaner::at(spec_, {"headGroupSpec"});
    RayGroup head;
    if (head_group) head = read_ray_group(draft_, gleaner_, *head_group, "head");
    const std::vector<RayGroup> workers = worker_groups();
    if (workers.empty())
      take_head_alone(head_group ? &head : nullptr);
    else
      take_workers(chosen_workers(workers), head_group ? &head : nullptr);
    forget_program();
    gleaner_.leave_rest();
    return draft_.finish(std::move(kind));
  }

 private:
  /// Groups that have pods, or may have.
  std::vector<RayGroup> worker_groups() {
    std::vector<RayGroup> found;
    const Value* const groups = Gleaner::at(spec_, {"workerGroupSpecs"});
    if (groups == nullptr || groups->kind != ValueKind::list) return found;
    for (std::size_t i = 0; i < groups->items.size(); ++i) {
      const Value* const name = Gleaner::at(groups->items[i], {"groupName"});
      RayGroup group =
          read_ray_group(draft_, gleaner_, groups->items[i], name ? name->text : fmt::format("group {}", i + 1));
      read_replicas(group);
      if (group.nodes > 0 || !group.nodes_known) found.push_back(std::move(group));
    }
    return found;
  }

  int whole(const Value* value) {
    const std::optional<double> number = value ? kubernetes_quantity(value->text) : std::optional(0.0);
    if (number && *number == std::floor(*number) && *number <= std::numeric_limits<int>::max())
      return static_cast<int>(std::min(*number, most_replicas + 1));
    draft_.problems().add(codes::not_a_number, value->spot,
                          fmt::format("{} is no number of pods", in_quotes(value->text)));
    return 0;
  }

  /// What a group says of its number of pods.
  struct Replicas {
    const Value *given = nullptr, *least = nullptr, *most = nullptr, *hosts = nullptr;
    bool bounded = false;  ///< KubeRay's own default for the most is no bound
  };

  Replicas replicas_of(const Value& group) {
    Replicas read{gleaner_.scalar(group, {"replicas"}), gleaner_.scalar(group, {"minReplicas"}),
                  gleaner_.scalar(group, {"maxReplicas"}), gleaner_.scalar(group, {"numOfHosts"})};
    read.bounded = read.most && whole(read.most) <= most_replicas;
    return read;
  }

  /// Where the autoscaler is on, as many as there may be; each replica is a group of hosts.
  void read_replicas(RayGroup& group) {
    const Replicas replicas = replicas_of(*group.group);
    const Value* const most = replicas.bounded ? replicas.most : nullptr;
    const Value* const taken = scales_ && most ? most : replicas.given ? replicas.given : most ? most : replicas.least;
    if (taken != nullptr) {
      group.nodes = whole(taken) * std::max(1, replicas.hosts ? whole(replicas.hosts) : 1);
      group.nodes_from = taken->spot;
    }
    group.nodes_known = taken != nullptr && (!scales_ || most || group.nodes > 0);
  }

  void tell_replicas(const RayGroup& group) {
    const Replicas replicas = replicas_of(*group.group);
    const Value *const least = replicas.least, *const most = replicas.most;
    if (scales_ && replicas.bounded && !(least && least->text == most->text))
      tell_scaling(draft_, "workers", least ? least->text : "0", most->text, most->spot);
    if (scales_ && !replicas.bounded && group.nodes_known)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("the workers scale without a maximum; taken: {}, which they start with", group.nodes),
                  group.nodes_from, "give maxReplicas, or the nodes in the cluster file");
    if (replicas.hosts && whole(replicas.hosts) > 1)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("{} replicas of {} hosts are {} nodes", group.nodes / whole(replicas.hosts),
                              replicas.hosts->text, group.nodes),
                  replicas.hosts->spot);
  }

  /// Groups of pods that are alike are one; of others one is wanted.
  RayGroup chosen_workers(const std::vector<RayGroup>& groups) {
    std::vector<RayGroup> kinds;
    for (const RayGroup& each : groups) {
      const auto same = std::ranges::find_if(kinds, [&](const RayGroup& kind) { return alike(kind, each); });
      if (same == kinds.end()) {
        kinds.push_back(each);
      } else {
        same->nodes += each.nodes;
        same->nodes_known = same->nodes_known && each.nodes_known;
      }
    }
    std::vector<Choice> choices;
    choices.reserve(kinds.size());
    for (const RayGroup& each : kinds)
      choices.push_back({each.name, fmt::format("{} of {}", each.nodes, ray_group_in_short(each)), each.place});
    const std::size_t wanted = picks_.choose("groups of workers", choices);
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (i != wanted)
        draft_.warn(codes::left_out,
                    fmt::format("the group {}, {}: a cluster file has equal workers; left out",
                                in_quotes(kinds[i].name), choices[i].what),
                    kinds[i].place);
    for (const RayGroup& each : groups)
      if (alike(each, kinds[wanted])) tell_replicas(each);
    return kinds[wanted];
  }

  /// Without workers the head does the work.
  void take_head_alone(const RayGroup* head) {
    if (head == nullptr || !head->works()) {
      draft_.problems().add(codes::missing_key, spec_.spot,
                            head ? "the cluster has no workers, and its head takes no tasks (num-cpus: 0)"
                                 : "the cluster has neither headGroupSpec nor workerGroupSpecs");
      return;
    }
    RayGroup alone = *head;
    alone.nodes = 1;
    draft_.derive("driver", "on_worker", "the head alone, which takes tasks");
    take_nodes(alone, "the head alone");
  }

  void take_workers(RayGroup workers, const RayGroup* head) {
    const bool joins = head && head->works() && alike(*head, workers) && workers.nodes_known;
    if (joins) ++workers.nodes;
    take_nodes(workers, joins ? fmt::format("{} workers, and the head, which takes tasks as they do", workers.nodes - 1)
                              : std::string());
    if (head && head->pod) take_labels(draft_, gleaner_, NodeRole::driver, *head->pod);
    settle_labels(draft_);
    if (joins)
      draft_.derive("driver", "on_worker", "the head takes tasks as the workers do");
    else if (head && head->works())
      tell_of_head(*head, workers);
  }

  void tell_of_head(const RayGroup& head, const RayGroup& workers) {
    draft_.warn(
        codes::taken_for_granted,
        fmt::format("the head takes tasks too, with {}; a cluster file has equal workers, so these are left out "
                    "({} x {} remain)",
                    ray_group_in_short(head), workers.nodes, ray_group_in_short(workers)),
        head.place, "Ray gives it none with num-cpus: \"0\" in rayStartParams");
  }

  void take_nodes(const RayGroup& group, const std::string& why) {
    if (group.pod) take_labels(draft_, gleaner_, NodeRole::worker, *group.pod);
    settle_labels(draft_);
    const int each = pods_on_a_machine(group);
    const int nodes = (group.nodes + each - 1) / each;
    if (!group.nodes_known)
      fill_in_nodes(group);
    else if (each > 1)
      draft_.derive("nodes", fmt::format("{}", nodes), fmt::format("{} pods, {} on a machine", group.nodes, each));
    else if (!why.empty())
      draft_.derive("nodes", fmt::format("{}", nodes), why);
    else
      draft_.set("nodes", fmt::format("{}", nodes), group.nodes_from);
    take_cpus(group, each);
    take_memory(group);
    take_gpus(group, each);
    take_store(group, each);
    if (group.aggregators) draft_.set("ray.max_aggregators", group.aggregators->text, group.aggregators->spot);
  }

  void fill_in_nodes(const RayGroup& group) {
    draft_.fill_in("nodes", "how many workers there are is not said");
    draft_.warn(codes::to_fill_in,
                fmt::format("how many workers there are is not said: {}",
                            scales_ ? "the autoscaler has no maxReplicas" : "there are no replicas"),
                group.place, "fill in nodes in the cluster file");
  }

  /// As many as the machine's room holds.
  int pods_on_a_machine(const RayGroup& group) {
    const Machine machine = machine_of(draft_);
    if (machine.vcpus <= 0 || machine.memory <= Bytes{} || !group.nodes_known) return 1;
    const Room room = room_on(machine, Manager::kubernetes);
    double fit = 1e9;
    if (group.asked_cpus && *group.asked_cpus > 0) fit = std::min(fit, std::floor(room.cores / *group.asked_cpus));
    if (group.memory && *group.memory > 0) fit = std::min(fit, std::floor(room.memory.value / *group.memory));
    if (group.gpus > 0) fit = std::min(fit, std::floor(static_cast<double>(machine.gpus) / group.gpus));
    const int each = fit < 1e9 ? std::clamp(static_cast<int>(fit), 1, std::max(1, group.nodes)) : 1;
    if (each > 1)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("{} pods fit on a {}; taken: so many share one", each, machine.name), group.place);
    return each;
  }

  void take_cpus(const RayGroup& group, int pods) {
    const bool named = draft_.has("machine") || draft_.has("vcpus");
    if (group.cpus && *group.cpus <= 0) {
      draft_.warn(
          codes::taken_for_granted,
          "the workers give Ray no CPUs (num-cpus: 0): only what asks for GPUs alone runs there; taken: 1, the least "
          "that a cluster file can say",
          group.cpus_from->spot);
      draft_.set("usable_cpus", "1", group.cpus_from->spot);
    } else if (group.cpus && !is_part_of_fact(*group.cpus)) {
      const std::string cpus = exact_number(*group.cpus * pods);
      if (pods > 1)
        draft_.derive("usable_cpus", cpus, fmt::format("{} pods of {} CPUs", pods, exact_number(*group.cpus)));
      else
        draft_.set("usable_cpus", cpus, group.cpus_from->spot);
    }
    if (named) return;
    if (!group.asked_cpus && !draft_.has("usable_cpus")) {
      draft_.fill_in("vcpus", "the workers' container asks for no CPUs");
      draft_.warn(codes::to_fill_in, "the workers' container asks for no CPUs, and no machine is named", group.place,
                  "fill in vcpus in the cluster file");
      return;
    }
    const double cpus =
        std::max(group.asked_cpus.value_or(0), std::strtod(draft_.text("usable_cpus").c_str(), nullptr));
    draft_.derive("vcpus", exact_number(std::ceil(cpus) + 1), "the worker's CPUs, and one");
    draft_.warn(codes::taken_for_granted, "no machine is named; taken: nodes that each hold one worker", {},
                "name the machine in the cluster file: speed of disks and network, and price");
  }

  /// Ray counts whole CPUs; sizer notes where there was a fraction.
  bool is_part_of_fact(double cpus) const {
    const double noted = std::strtod(draft_.text("usable_cpus").c_str(), nullptr);
    return noted > 0 && std::max(1.0, std::floor(noted)) == cpus;
  }

  void take_memory(const RayGroup& group) {
    if (draft_.has("machine") || draft_.has("memory")) return;
    if (group.memory) {
      draft_.derive("memory", exact_text(node_memory(Bytes{*group.memory})), "the worker's, and what a system keeps");
      return;
    }
    draft_.fill_in("memory", "the workers' container asks for no memory");
    draft_.warn(codes::to_fill_in, "the workers' container asks for no memory, and no machine is named", group.place,
                "fill in memory in the cluster file");
  }

  void take_gpus(const RayGroup& group, int pods) {
    if (group.gpus == 0 || draft_.has("gpus")) return;
    const int all = group.gpus * pods;
    if (all != machine_of(draft_).gpus) draft_.set("gpus", fmt::format("{}", all), group.gpus_from->spot);
    if (!group.gpu.empty() && machine_of(draft_).gpu.empty() && !draft_.has("gpu"))
      draft_.set("gpu", std::string(group.gpu), group.gpus_from->spot);
  }

  void take_store(const RayGroup& group, int pods) {
    const Bytes node = machine_of(draft_).memory;
    if (group.object_store && node > Bytes{})
      draft_.set("ray.object_store_share", fmt::format("{:.6g}", *group.object_store * pods / node.value),
                 group.store_from->spot);
  }

  void forget_program() {
    gleaner_.program(root_, "", {"apiVersion", "kind"});
    if (const Value* const metadata = Gleaner::at(root_, {"metadata"}))
      gleaner_.program(*metadata, "metadata.", {"name", "namespace", "labels"});
    if (const Value* const spec = Gleaner::at(root_, {"spec"}); spec != &spec_ && spec)
      gleaner_.program(*spec, "spec.",
                       {"entrypoint",
                        "shutdownAfterJobFinishes",
                        "ttlSecondsAfterFinished",
                        "activeDeadlineSeconds",
                        "backoffLimit",
                        "submissionMode",
                        "runtimeEnvYAML",
                        "submitterPodTemplate",
                        "jobId",
                        "suspend",
                        "entrypointNumCpus",
                        "entrypointNumGpus",
                        "entrypointResources",
                        "submitterConfig",
                        "metadata",
                        "serveConfigV2",
                        "serveService",
                        "upgradeStrategy",
                        "serviceUnhealthySecondThreshold",
                        "deploymentUnhealthySecondThreshold",
                        "excludeHeadPodFromServeSvc",
                        "schedule",
                        "concurrencyPolicy",
                        "startingDeadlineSeconds",
                        "successfulJobsHistoryLimit",
                        "failedJobsHistoryLimit",
                        "timeZone",
                        "deletionStrategy",
                        "managedBy"});
    gleaner_.program(spec_, "spec.",
                     {"autoscalerOptions", "gcsFaultToleranceOptions", "headServiceAnnotations", "suspend", "managedBy",
                      "authOptions", "upgradeStrategy", "networkPolicy"});
    if (const Value* const head = Gleaner::at(spec_, {"headGroupSpec"}))
      forget_ray_group(gleaner_, *head, "headGroupSpec.");
    const Value* const groups = Gleaner::at(spec_, {"workerGroupSpecs"});
    for (std::size_t i = 0; groups && i < groups->items.size(); ++i)
      forget_ray_group(gleaner_, groups->items[i], fmt::format("workerGroupSpecs[{}].", i));
  }

  const Value& root_;
  const Value& spec_;
  Picks& picks_;
  ClusterDraft draft_;
  Gleaner gleaner_;
  bool scales_ = false;
};

Imported read_ray(const Value& root, const Value* spec, const SourceText& source, Picks& picks, const char* kind) {
  if (spec == nullptr)
    fail(codes::missing_key, root.spot, fmt::format("this {} describes no cluster", kind), {},
         Gleaner::at(root, {"spec", "clusterSelector"}) ? "it selects one by clusterSelector: import that RayCluster"
                                                        : "");
  return RayReader(root, *spec, source, picks).read(kind);
}

}  // namespace

Imported import_ray_job(const Value& root, const SourceText& source, Picks& picks) {
  return read_ray(root, Gleaner::at(root, {"spec", "rayClusterSpec"}), source, picks, "RayJob");
}
Imported import_ray_cluster(const Value& root, const SourceText& source, Picks& picks) {
  return read_ray(root, Gleaner::at(root, {"spec"}), source, picks, "RayCluster");
}
Imported import_ray_service(const Value& root, const SourceText& source, Picks& picks) {
  return read_ray(root, Gleaner::at(root, {"spec", "rayClusterConfig"}), source, picks, "RayService");
}
Imported import_ray_cron_job(const Value& root, const SourceText& source, Picks& picks) {
  const Value* spec = Gleaner::at(root, {"spec", "jobTemplate", "rayClusterSpec"});
  if (!spec) spec = Gleaner::at(root, {"spec", "jobTemplate", "spec", "rayClusterSpec"});
  return read_ray(root, spec, source, picks, "RayCronJob");
}

}  // namespace sizer::deploy
