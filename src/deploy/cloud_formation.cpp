// EMR clusters and jobs of Glue within a template of CloudFormation.
#include "deploy/cloud_formation.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "deploy/gleaner.h"

namespace sizer::deploy {
namespace {

constexpr std::string_view short_reference = "$Ref ";

/// The default of a parameter; null: it has none.
const Value* default_of(const Value& root, std::string_view parameter) {
  return Gleaner::at(root, {"Parameters", parameter, "Default"});
}

void put_text(Value& value, std::string text) {
  const Spot spot = value.spot;
  value = Value{};
  value.kind = ValueKind::scalar;
  value.text = std::move(text);
  value.spot = spot;
}

/// References become what they stand for, other functions marks of what is not put in.
void resolve(Value& value, const Value& root) {
  const bool function = value.kind == ValueKind::mapping && value.entries.size() == 1 &&
                        (value.entries.front().key == "Ref" || value.entries.front().key.starts_with("Fn::"));
  const bool reference = value.kind == ValueKind::scalar && value.text.starts_with(short_reference);
  if (!function && !reference) {
    for (Value& item : value.items) resolve(item, root);
    for (Entry& entry : value.entries) resolve(entry.value, root);
    return;
  }
  const std::string name = reference ? value.text.substr(short_reference.size()) : value.entries.front().value.text;
  const Value* const known = reference || value.entries.front().key == "Ref" ? default_of(root, name) : nullptr;
  put_text(value, known && known->kind == ValueKind::scalar ? known->text : fmt::format("${{{}}}", name));
}

std::string type_of_resource(const Value& resource) {
  const Value* const type = Gleaner::at(resource, {"Type"});
  return type && type->kind == ValueKind::scalar ? type->text : std::string();
}

/// Groups that are resources of their own.
void add_task_groups(Value& properties, const Value& resources) {
  const auto instances = std::ranges::find(properties.entries, "Instances", &Entry::key);
  if (instances == properties.entries.end()) return;
  for (const auto& [type, key] : {std::pair{"AWS::EMR::InstanceGroupConfig", "InstanceGroups"},
                                  std::pair{"AWS::EMR::InstanceFleetConfig", "InstanceFleets"}}) {
    Value list;
    list.kind = ValueKind::list;
    list.spot = resources.spot;
    for (const Entry& entry : resources.entries)
      if (const Value* const group = Gleaner::at(entry.value, {"Properties"});
          group && type_of_resource(entry.value) == type)
        list.items.push_back(*group);
    if (!list.items.empty() && instances->value.find(key) == nullptr)
      instances->value.entries.push_back({key, resources.spot, std::move(list)});
  }
}

/// The properties of each resource of a type.
std::vector<std::pair<std::string, Value>> resources_of(const Value& root, std::string_view type) {
  std::vector<std::pair<std::string, Value>> found;
  const Value* const resources = Gleaner::at(root, {"Resources"});
  if (resources == nullptr || resources->kind != ValueKind::mapping) return found;
  for (const Entry& entry : resources->entries) {
    if (type_of_resource(entry.value) != type) continue;
    const Value* const given = Gleaner::at(entry.value, {"Properties"});
    if (given == nullptr) continue;
    Value properties = *given;
    add_task_groups(properties, *resources);
    resolve(properties, root);
    found.emplace_back(entry.key, std::move(properties));
  }
  return found;
}

}  // namespace

std::string without_short_forms(std::string text) {
  for (std::size_t at = text.find('!'); at != std::string::npos; at = text.find('!', at + 1)) {
    const bool value = at > 0 && (text[at - 1] == ' ' || text[at - 1] == '[' || text[at - 1] == ',');
    const bool word = at + 1 < text.size() && std::isupper(static_cast<unsigned char>(text[at + 1])) != 0;
    if (value && word) text[at] = '$';
  }
  return text;
}

std::vector<std::pair<std::string, Value>> emr_clusters_of_template(const Value& root) {
  return resources_of(root, "AWS::EMR::Cluster");
}

std::vector<std::pair<std::string, Value>> glue_jobs_of_template(const Value& root) {
  return resources_of(root, "AWS::Glue::Job");
}

}  // namespace sizer::deploy
