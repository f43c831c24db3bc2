// The instances of an EMR cluster.
#include "deploy/emr_groups.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int most_instances_of_group = 1'000'000;

class GroupReader {
 public:
  GroupReader(ClusterDraft& draft, Gleaner& gleaner) : draft_(draft), gleaner_(gleaner) {}

  std::vector<EmrGroup> take() { return std::move(groups_); }

  /// A list of groups or fleets, which may be mixed up by who wrote it.
  void list(const Value* items) {
    if (items == nullptr) return;
    for (const Value& item : items->items) one(item, {});
  }

  /// `role`: where it does not say so itself.
  void one(const Value& item, std::string_view role) {
    if (item.kind != ValueKind::mapping) return;
    std::string said = gleaner_.word(item, {"InstanceFleetType"});
    for (const std::string_view key : {"InstanceRole", "InstanceGroupType"})
      if (said.empty()) said = gleaner_.word(item, {key});
    EmrGroup group;
    const std::string word = said.empty() ? std::string(role) : lower(said);
    group.role = word == "master" ? EmrGroup::Role::master
                 : word == "task" ? EmrGroup::Role::task
                                  : EmrGroup::Role::core;
    group.place = item.spot;
    group.name = gleaner_.word(item, {"Name"});
    const bool fleet = item.find("InstanceTypeConfigs") || item.find("InstanceTypeSpecifications") ||
                       item.find("TargetOnDemandCapacity") || item.find("TargetSpotCapacity");
    if (fleet)
      take_fleet(item, group);
    else
      take_group(item, group);
    groups_.push_back(group);
  }

  /// The oldest way: two types, and how many there are of both.
  void types(const Value& within) {
    const Value* const master = gleaner_.scalar(within, {"MasterInstanceType"});
    const Value* const slave = gleaner_.scalar(within, {"SlaveInstanceType"});
    const Value* const count = gleaner_.scalar(within, {"InstanceCount"});
    if (!master && !slave) return;
    const int all = std::max(1, number(count));
    EmrGroup driver;
    driver.role = EmrGroup::Role::master;
    driver.type = master ? master : slave;
    driver.on_demand = 1;
    driver.place = driver.type->spot;
    groups_.push_back(driver);
    if (all == 1) return;
    EmrGroup workers;
    workers.type = slave ? slave : master;
    workers.on_demand = all - 1;
    workers.place = count->spot;
    groups_.push_back(workers);
  }

 private:
  int number(const Value* value) {
    if (value == nullptr) return 0;
    int read = 0;
    const char* const end = value->text.data() + value->text.size();
    const auto [stopped, error] = std::from_chars(value->text.data(), end, read);
    if (error == std::errc() && stopped == end && read >= 0 && read <= most_instances_of_group) return read;
    draft_.problems().add(codes::not_a_number, value->spot,
                          fmt::format("{} is no whole number of instances", in_quotes(value->text)));
    return 0;
  }

  void take_group(const Value& item, EmrGroup& group) {
    const Value* count = gleaner_.scalar(item, {"InstanceCount"});
    for (const std::string_view key : {"RequestedInstanceCount", "RunningInstanceCount"})
      if (!count) count = gleaner_.scalar(item, {key});
    int nodes = count ? number(count) : group.role == EmrGroup::Role::master ? 1 : 0;
    group.type = gleaner_.scalar(item, {"InstanceType"});
    if (count) group.place = count->spot;
    const Value* const most = gleaner_.scalar(item, {"AutoScalingPolicy", "Constraints", "MaxCapacity"});
    const Value* const least = gleaner_.scalar(item, {"AutoScalingPolicy", "Constraints", "MinCapacity"});
    if (most) {
      nodes = number(most);
      tell_scaling(draft_, "instances", least ? least->text : "", most->text, most->spot);
    }
    const Value* const market = gleaner_.scalar(item, {"Market"});
    const Value* const bid = gleaner_.scalar(item, {"BidPrice"});
    const bool spot = market ? lower(market->text) == "spot" : bid != nullptr;
    group.bought = !spot ? nullptr : market ? market : bid;
    (spot ? group.spot : group.on_demand) = nodes;
    gleaner_.program(item, "InstanceGroups.",
                     {"Id", "Status", "EbsConfiguration", "EbsBlockDevices", "EbsOptimized", "AutoScalingPolicy",
                      "ShrinkPolicy", "Configurations", "ConfigurationsVersion",
                      "LastSuccessfullyAppliedConfigurations", "CustomAmiId", "BidPrice", "RunningInstanceCount"});
  }

  void take_fleet(const Value& item, EmrGroup& group) {
    const Value* const demand = gleaner_.scalar(item, {"TargetOnDemandCapacity"});
    const Value* const spot = gleaner_.scalar(item, {"TargetSpotCapacity"});
    const Value* list = Gleaner::at(item, {"InstanceTypeConfigs"});
    if (!list) list = Gleaner::at(item, {"InstanceTypeSpecifications"});
    if (demand) group.place = demand->spot;
    if (list && !list->items.empty()) {
      const Value& first = list->items.front();
      group.type = gleaner_.scalar(first, {"InstanceType"});
      group.weight = std::max(1, number(gleaner_.scalar(first, {"WeightedCapacity"})));
      gleaner_.program(first, "InstanceTypeConfigs.",
                       {"EbsConfiguration", "EbsBlockDevices", "EbsOptimized", "BidPrice", "Configurations",
                        "BidPriceAsPercentageOfOnDemandPrice", "CustomAmiId", "Priority"});
      if (list->items.size() > 1) {
        for (std::size_t i = 1; i < list->items.size(); ++i) gleaner_.take(list->items[i]);
        draft_.warn(codes::taken_for_granted,
                    fmt::format("a fleet of {} types; taken: {}, the first", list->items.size(),
                                group.type ? group.type->text : "none"),
                    list->spot, "EMR takes what is to be had; name another in the cluster file: `machine`");
      }
    }
    const auto machines = [&](const Value* units) { return (number(units) + group.weight - 1) / group.weight; };
    group.on_demand = machines(demand);
    group.spot = machines(spot);
    group.bought = group.spot > 0 ? spot : nullptr;
    gleaner_.program(item, "InstanceFleets.",
                     {"Id", "Status", "LaunchSpecifications", "ResizeSpecifications", "Context",
                      "ProvisionedOnDemandCapacity", "ProvisionedSpotCapacity"});
  }

  ClusterDraft& draft_;
  Gleaner& gleaner_;
  std::vector<EmrGroup> groups_;
};

}  // namespace

std::vector<EmrGroup> groups_of(ClusterDraft& draft, Gleaner& gleaner, const Value& cluster) {
  GroupReader reader(draft, gleaner);
  if (cluster.kind == ValueKind::list) reader.list(&cluster);
  const Value* const within = Gleaner::at(cluster, {"Instances"});
  for (const Value* const place : {&cluster, within}) {
    if (place == nullptr || place->kind != ValueKind::mapping) continue;
    reader.list(Gleaner::at(*place, {"InstanceFleets"}));
    reader.list(Gleaner::at(*place, {"InstanceGroups"}));
    reader.types(*place);
    for (const std::string_view kind : {"Group", "Fleet"}) {
      for (const auto& [start, role] : {std::pair{"MasterInstance", "master"}, {"CoreInstance", "core"}})
        if (const Value* const one = Gleaner::at(*place, {start + std::string(kind)})) reader.one(*one, role);
      if (const Value* const tasks = Gleaner::at(*place, {"TaskInstance" + std::string(kind) + "s"}))
        for (const Value& one : tasks->items) reader.one(one, "task");
    }
  }
  return reader.take();
}

}  // namespace sizer::deploy
