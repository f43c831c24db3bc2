// Import: an EMR cluster, as RunJobFlow takes it or describe-cluster gives it; by instance fleets or groups.
#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/releases.h"
#include "deploy/tags.h"
#include "deploy/writers.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// Nodes of one role.
struct Role {
  const Value* type = nullptr;
  int nodes = 0;
  Spot spot{};
};

int whole(const Value* value) {
  return value ? static_cast<int>(std::strtol(value->text.c_str(), nullptr, 10)) : 0;
}

class EmrReader {
 public:
  EmrReader(const Value& root, const SourceText& source) : root_(root), draft_(source), gleaner_(root, draft_) {}

  Imported read() {
    const Value* const described = Gleaner::at(root_, {"Cluster"});
    const Value& cluster = described ? *described : root_;
    const Value* const within = Gleaner::at(cluster, {"Instances"});
    take_tags(Gleaner::at(cluster, {"Tags"}));
    for (const Value* place : {&cluster, within})
      if (place) {
        take_fleets(Gleaner::at(*place, {"InstanceFleets"}));
        take_groups(Gleaner::at(*place, {"InstanceGroups"}));
      }
    take_roles();
    take_version(cluster);
    take_configurations(Gleaner::at(cluster, {"Configurations"}));
    settle_spark(draft_);
    forget_program(cluster, within);
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

  Role& role_of(const std::string& name) { return name == "MASTER" ? driver_ : workers_; }

  void add(const std::string& role, const Value* type, int nodes, const Spot& spot) {
    Role& to = role_of(role);
    if (to.type && type && to.type->text != type->text)
      draft_.warn(codes::taken_for_granted, fmt::format("workers of several types; taken: {}", to.type->text),
                  type->spot, "sizer knows equal workers only");
    if (!to.type) to.type = type;
    to.nodes += nodes;
    to.spot = spot;
  }

  void take_fleets(const Value* fleets) {
    if (fleets == nullptr) return;
    for (const Value& fleet : fleets->items) {
      const std::string role = gleaner_.word(fleet, {"InstanceFleetType"});
      const Value* const demand = gleaner_.scalar(fleet, {"TargetOnDemandCapacity"});
      const Value* const spot = gleaner_.scalar(fleet, {"TargetSpotCapacity"});
      const Value* list = Gleaner::at(fleet, {"InstanceTypeConfigs"});
      if (!list) list = Gleaner::at(fleet, {"InstanceTypeSpecifications"});
      if (list == nullptr || list->items.empty()) continue;
      const Value& config = list->items.front();
      const Value* const type = gleaner_.scalar(config, {"InstanceType"});
      const int weight = std::max(1, whole(gleaner_.scalar(config, {"WeightedCapacity"})));
      if (list->items.size() > 1)
        draft_.warn(codes::taken_for_granted, "a fleet of several types; taken: the first", list->spot);
      add(role, type, (whole(demand) + whole(spot) + weight - 1) / weight, demand ? demand->spot : fleet.spot);
      if (whole(spot) > 0) draft_.warn(codes::taken_for_granted, "spot instances; taken: as on demand", spot->spot);
      gleaner_.program(fleet, "InstanceFleets.", {"Name"});
      gleaner_.program(config, "InstanceTypeConfigs.", {"EbsConfiguration"});
    }
  }

  void take_groups(const Value* groups) {
    if (groups == nullptr) return;
    for (const Value& group : groups->items) {
      std::string role = gleaner_.word(group, {"InstanceRole"});
      if (role.empty()) role = gleaner_.word(group, {"InstanceGroupType"});
      const Value* count = gleaner_.scalar(group, {"InstanceCount"});
      if (!count) count = gleaner_.scalar(group, {"RequestedInstanceCount"});
      add(role, gleaner_.scalar(group, {"InstanceType"}), whole(count), count ? count->spot : group.spot);
      gleaner_.program(group, "InstanceGroups.", {"Name", "Market", "EbsConfiguration"});
    }
  }

  void take_roles() {
    if (workers_.nodes > 0)
      draft_.set("nodes", fmt::format("{}", workers_.nodes), workers_.spot);
    else
      draft_.problems().add(codes::missing_key, root_.spot, "no instance fleet or group of type CORE: no workers");
    take_machine(draft_, "machine", workers_.type);
    if (driver_.type && (!workers_.type || driver_.type->text != workers_.type->text || draft_.must_name_driver()))
      take_machine(draft_, "driver", driver_.type);
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
      const Value* const name = Gleaner::at(each, {"Classification"});
      if (!name || name->text != "spark-defaults") continue;
      gleaner_.take(*name);
      take_properties(draft_, gleaner_, Gleaner::at(each, {"Properties"}));
    }
  }

  void forget_program(const Value& cluster, const Value* within) {
    gleaner_.program(cluster, "",
                     {"Name", "Applications", "LogUri", "JobFlowRole", "ServiceRole", "Steps", "BootstrapActions", "Id",
                      "Status", "VisibleToAllUsers", "Tags", "AutoTerminationPolicy"});
    if (within)
      gleaner_.program(
          *within, "Instances.",
          {"Ec2SubnetId", "Ec2SubnetIds", "Ec2KeyName", "KeepJobFlowAliveWhenNoSteps", "TerminationProtected"});
    gleaner_.leave_rest();
  }

  const Value& root_;
  ClusterDraft draft_;
  Gleaner gleaner_;
  Role workers_, driver_;
};

}  // namespace

Imported import_emr(const Value& root, const SourceText& source, Picks&) {
  return EmrReader(root, source).read();
}

}  // namespace sizer::deploy
