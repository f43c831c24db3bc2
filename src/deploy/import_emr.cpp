// Import: an EMR cluster, as RunJobFlow takes it, describe-cluster gives it or the command line asks for it; in
// CloudFormation too.
#include <algorithm>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/emr_groups.h"
#include "deploy/importers.h"
#include "deploy/releases.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

std::string group_name(const EmrGroup& group) {
  if (!group.name.empty()) return group.name;
  return group.role == EmrGroup::Role::task ? "task" : group.role == EmrGroup::Role::core ? "core" : "master";
}

std::string group_type(const EmrGroup& group) {
  return group.type ? group.type->text : std::string();
}

std::string group_in_short(const EmrGroup& group) {
  return fmt::format("{} x {}{}", group.nodes(), group.type ? group.type->text : "?",
                     group.spot == 0        ? ""
                     : group.on_demand == 0 ? ", spot"
                                            : fmt::format(", {} of them spot", group.spot));
}

class EmrReader {
 public:
  EmrReader(const Value& root, const SourceText& source, Picks& picks)
      : root_(root), picks_(picks), draft_(source), gleaner_(root, draft_) {}

  Imported read() {
    const Value* const described = Gleaner::at(root_, {"Cluster"});
    const Value& cluster = described ? *described : root_;
    take_tags(Gleaner::at(cluster, {"Tags"}));
    const std::vector<EmrGroup> groups = groups_of(draft_, gleaner_, cluster);
    const auto master = std::ranges::find(groups, EmrGroup::Role::master, &EmrGroup::role);
    take_workers(groups, master == groups.end() ? nullptr : &*master, cluster);
    take_version(cluster);
    take_configurations(Gleaner::at(cluster, {"Configurations"}));
    draft_.derive("platform", "emr", "a cluster of EMR");
    settle_spark(draft_);
    fill_in_node(draft_, machine_, "the workers");
    forget_program(cluster, Gleaner::at(cluster, {"Instances"}));
    return draft_.finish("EMR cluster");
  }

 private:
  void take_tags(const Value* tags) {
    if (tags == nullptr) return;
    for (const Value& tag : tags->items) {
      const Value *const key = Gleaner::at(tag, {"Key"}), *const value = Gleaner::at(tag, {"Value"});
      if (!key || !value || !key->text.starts_with(own_prefix)) continue;
      gleaner_.take(*key);
      gleaner_.take(*value);
      const std::string path = key->text.substr(own_prefix.size());
      draft_.set_fact(path, text_of_tag(path, value->text), value->spot);
    }
  }

  /// All groups of workers as one, or the one that is wanted.
  void take_workers(const std::vector<EmrGroup>& groups, const EmrGroup* master, const Value& cluster) {
    std::vector<EmrGroup> workers;
    std::ranges::copy_if(groups, std::back_inserter(workers), [](const EmrGroup& each) {
      return each.role != EmrGroup::Role::master && (each.nodes() > 0 || each.type);
    });
    if (workers.empty()) return take_alone(master);
    const std::vector<EmrGroup> scaled = of_managed_scaling(std::move(workers), cluster);
    const EmrGroup taken = together(scaled);
    if (taken.nodes() > 0) {
      draft_.set("nodes", fmt::format("{}", taken.nodes()), taken.place);
    } else {
      draft_.fill_in("nodes", "the groups of workers have no instances");
      draft_.warn(codes::to_fill_in, "the groups of workers have no instances", taken.place,
                  "fill in nodes in the cluster file");
    }
    machine_.type = taken.type;
    take_machine(draft_, "machine", taken.type);
    take_market(taken);
    take_driver(master, taken);
  }

  /// Without CORE and TASK the primary node does the work.
  void take_alone(const EmrGroup* master) {
    if (master == nullptr) {
      draft_.problems().add(codes::missing_key, root_.spot, "no instance fleet or group of type CORE: no workers");
      return;
    }
    draft_.derive("nodes", "1", "the primary node alone");
    if (!draft_.has("driver")) draft_.derive("driver", "on_worker", "the primary node does all work");
    machine_.type = master->type;
    take_machine(draft_, "machine", master->type);
    if (master->bought) draft_.set("pricing", "spot", master->bought->spot);
  }

  /// Groups of one type are one; of several types one is wanted.
  EmrGroup together(const std::vector<EmrGroup>& workers) {
    std::vector<EmrGroup> types;
    for (const EmrGroup& each : workers) {
      const auto same =
          std::ranges::find_if(types, [&](const EmrGroup& t) { return group_type(t) == group_type(each); });
      if (same == types.end()) {
        types.push_back(each);
        continue;
      }
      same->on_demand += each.on_demand;
      same->spot += each.spot;
      if (!same->bought) same->bought = each.bought;
    }
    std::vector<Choice> choices;
    choices.reserve(types.size());
    for (const EmrGroup& each : types) choices.push_back({group_name(each), group_in_short(each), each.place});
    const std::size_t wanted = picks_.choose("groups of workers", choices);
    for (std::size_t i = 0; i < types.size(); ++i)
      if (i != wanted)
        draft_.warn(codes::left_out,
                    fmt::format("the group {}, {}: a cluster file has equal workers; left out",
                                in_quotes(group_name(types[i])), group_in_short(types[i])),
                    types[i].place);
    return types[wanted];
  }

  /// EMR's own scaling goes over all core and task instances.
  std::vector<EmrGroup> of_managed_scaling(std::vector<EmrGroup> workers, const Value& cluster) {
    const Value* const limits = Gleaner::at(cluster, {"ManagedScalingPolicy", "ComputeLimits"});
    if (limits == nullptr) return workers;
    const Value* const most = gleaner_.scalar(*limits, {"MaximumCapacityUnits"});
    const Value* const least = gleaner_.scalar(*limits, {"MinimumCapacityUnits"});
    const std::string unit = lower(gleaner_.word(*limits, {"UnitType"}));
    for (const std::string_view key : {"MaximumOnDemandCapacityUnits", "MaximumCoreCapacityUnits"})
      gleaner_.scalar(*limits, {key});
    if (most == nullptr) return workers;
    const bool alike = std::ranges::all_of(
        workers, [&](const EmrGroup& each) { return group_type(each) == group_type(workers.front()); });
    EmrGroup& grows = workers.back();  // task groups where there are any
    int units = 1;
    if (unit == "vcpu") {
      units = std::max(1, static_cast<int>(known_machine(group_type(grows)).value_or(Machine{}).vcpus));
    } else if (unit == "instancefleetunits") {
      units = grows.weight;
    }
    const int all = std::max(1, static_cast<int>(std::strtol(most->text.c_str(), nullptr, 10)) / units);
    int others = 0;
    for (const EmrGroup& each : workers)
      if (&each != &grows) others += each.nodes();
    const int grown = std::max(grows.nodes(), all - others);
    const std::string_view things = unit == "vcpu"                 ? "vCPUs"
                                    : unit == "instancefleetunits" ? "units of the fleets"
                                    : alike                        ? "instances"
                                                                   : "core and task instances";
    tell_scaling(draft_, things, least ? least->text : "", most->text, most->spot);
    (grows.spot > 0 && grows.on_demand == 0 ? grows.spot : grows.on_demand) += grown - grows.nodes();
    grows.place = most->spot;
    return workers;
  }

  void take_market(const EmrGroup& workers) {
    if (workers.spot == 0) return;
    const bool most = workers.spot * 2 >= workers.nodes();
    if (most) draft_.set("pricing", "spot", workers.bought->spot);
    if (workers.on_demand > 0)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("{} of {} workers are spot machines; taken: {}", workers.spot, workers.nodes(),
                              most ? "all are" : "none is"),
                  workers.bought->spot, "a cluster file buys all workers alike");
  }

  void take_driver(const EmrGroup* master, const EmrGroup& workers) {
    if (master != nullptr && master->nodes() > 1)
      draft_.warn(codes::taken_for_granted, fmt::format("there are {} primary nodes; taken: one", master->nodes()),
                  master->place);
    if (master != nullptr && group_type(*master) != group_type(workers)) take_machine(draft_, "driver", master->type);
    if (!draft_.has("driver") && draft_.must_name_driver())
      draft_.derive("driver", "own_node", "EMR's primary node, of the workers' type");
  }

  void take_version(const Value& cluster) {
    const Value* const release = gleaner_.scalar(cluster, {"ReleaseLabel"});
    if (!release || release->text == unknown_release) return;
    if (const std::string spark = spark_of_emr(release->text); !spark.empty())
      draft_.set("spark.version", spark, release->spot);
    else
      draft_.warn(codes::left_out,
                  fmt::format("which Spark {} brings is not known; left out", in_quotes(release->text)), release->spot);
  }

  void take_configurations(const Value* configurations) {
    if (configurations == nullptr) return;
    for (const Value& each : configurations->items) {
      const Value* name = Gleaner::at(each, {"Classification"});
      const Value* properties = Gleaner::at(each, {"Properties"});
      if (!properties) properties = Gleaner::at(each, {"ConfigurationProperties"});
      if (!name || !properties) continue;
      if (name->text == "spark-defaults") {
        gleaner_.take(*name);
        take_properties(draft_, gleaner_, properties);
      } else if (name->text == "spark") {
        gleaner_.take(*name);
        const Value* const all = gleaner_.scalar(*properties, {"maximizeResourceAllocation"});
        if (all && lower(all->text) == "true")
          draft_.derive("executors.per_node", "1", "maximizeResourceAllocation: one executor fills a node");
      }
    }
  }

  void forget_program(const Value& cluster, const Value* within) {
    gleaner_.program(cluster, "",
                     {"Name",
                      "Applications",
                      "LogUri",
                      "LogEncryptionKmsKeyId",
                      "JobFlowRole",
                      "ServiceRole",
                      "Steps",
                      "BootstrapActions",
                      "Id",
                      "Status",
                      "VisibleToAllUsers",
                      "Tags",
                      "AutoTerminationPolicy",
                      "AutoScalingRole",
                      "ScaleDownBehavior",
                      "SecurityConfiguration",
                      "CustomAmiId",
                      "EbsRootVolumeSize",
                      "EbsRootVolumeIops",
                      "EbsRootVolumeThroughput",
                      "OSReleaseLabel",
                      "StepConcurrencyLevel",
                      "KerberosAttributes",
                      "PlacementGroupConfigs",
                      "ManagedScalingPolicy",
                      "Ec2InstanceAttributes",
                      "InstanceCollectionType",
                      "TerminationProtected",
                      "UnhealthyNodeReplacement",
                      "AutoTerminate",
                      "NormalizedInstanceHours",
                      "MasterPublicDnsName",
                      "ClusterArn",
                      "RepoUpgradeOnBoot"});
    if (within)
      gleaner_.program(*within, "Instances.",
                       {"Ec2SubnetId", "Ec2SubnetIds", "Ec2KeyName", "KeepJobFlowAliveWhenNoSteps", "Placement",
                        "TerminationProtected", "UnhealthyNodeReplacement", "HadoopVersion",
                        "EmrManagedMasterSecurityGroup", "EmrManagedSlaveSecurityGroup", "ServiceAccessSecurityGroup",
                        "AdditionalMasterSecurityGroups", "AdditionalSlaveSecurityGroups"});
    gleaner_.leave_rest();
  }

  const Value& root_;
  Picks& picks_;
  ClusterDraft draft_;
  Gleaner gleaner_;
  OpenMachine machine_{};
};

}  // namespace

Imported import_emr(const Value& root, const SourceText& source, Picks& picks) {
  return EmrReader(root, source, picks).read();
}

}  // namespace sizer::deploy
