// Labels of Kubernetes' nodes.
#include "deploy/node_labels.h"

#include <algorithm>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/findings.h"
#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// A label that says how a node is bought, and its value for spot.
struct SpotLabel {
  std::string_view label, spot;
};
constexpr SpotLabel spot_labels[] = {
    {"karpenter.sh/capacity-type", "spot"},        {"eks.amazonaws.com/capacityType", "spot"},
    {"cloud.google.com/gke-spot", "true"},         {"cloud.google.com/gke-preemptible", "true"},
    {"cloud.google.com/gke-provisioning", "spot"}, {"kubernetes.azure.com/scalesetpriority", "spot"},
    {"node.kubernetes.io/lifecycle", "spot"},      {"lifecycle", "ec2spot"}};

/// Labels that only nodes of one platform have.
struct PlatformLabel {
  std::string_view start, platform;
};
constexpr PlatformLabel platform_labels[] = {{"eks.amazonaws.com/", "eks"},
                                             {"alpha.eksctl.io/", "eks"},
                                             {"cloud.google.com/gke-", "gke"},
                                             {"kubernetes.azure.com/", "aks"}};

/// The line that a label goes to; empty: none.
std::string_view line_of(NodeRole role, std::string_view label) {
  const bool driver = role == NodeRole::driver;
  if (label == "node.kubernetes.io/instance-type" || label == "beta.kubernetes.io/instance-type")
    return driver ? spark_line::driver_type : "machine";
  if (label == "karpenter.k8s.aws/instance-family") return driver ? spark_line::driver_family : spark_line::family;
  if (label == "karpenter.k8s.aws/instance-size") return driver ? spark_line::driver_size : spark_line::size;
  return {};
}

void take_expressions(ClusterDraft& draft, Gleaner& gleaner, NodeRole role, const Value& term) {
  const Value* const expressions = Gleaner::at(term, {"matchExpressions"});
  if (expressions == nullptr) return;
  for (const Value& each : expressions->items) {
    const Value *const key = Gleaner::at(each, {"key"}), *const how = Gleaner::at(each, {"operator"}),
                       *const values = Gleaner::at(each, {"values"});
    if (!key || !how || how->text != "In" || !values || values->items.empty()) continue;
    const Value& first = values->items.front();
    if (!take_label(draft, role, key->text, first.text, first.spot)) continue;
    for (const Value* const part : {key, how, values}) gleaner.take(*part);
    if (values->items.size() > 1)
      draft.warn(codes::taken_for_granted,
                 fmt::format("{} may be any of {}; taken: {}, the first", key->text, values->items.size(), first.text),
                 first.spot);
  }
}

void put_together(ClusterDraft& draft, std::string_view line, std::string_view family, std::string_view size) {
  if (!draft.has(line) && draft.has(family) && draft.has(size))
    draft.set(line, draft.text(family) + "." + draft.text(size), draft.spot(size));
  draft.erase(family);
  draft.erase(size);
}

/// What the catalogue does not know goes, with a word.
void look_up(ClusterDraft& draft, std::string_view line) {
  if (!draft.has(line) || is_driver_place(draft.text(line))) return;
  const Value type{ValueKind::scalar, draft.text(line), false, {}, {}, draft.spot(line)};
  draft.erase(line);
  take_machine(draft, line, &type);
}

}  // namespace

bool take_label(ClusterDraft& draft, NodeRole role, std::string_view label, const std::string& value,
                const Spot& spot) {
  if (is_placeholder(value) && !line_of(role, label).empty()) return draft.refuse_placeholder(value, spot);
  for (const PlatformLabel& each : platform_labels)
    if (label.starts_with(each.start) && !draft.has("platform"))
      draft.set("platform", std::string(each.platform), spot);
  if (const std::string_view line = line_of(role, label); !line.empty()) {
    draft.set(line, value, spot);
    return true;
  }
  const auto bought = std::ranges::find(spot_labels, label, &SpotLabel::label);
  if (bought == std::end(spot_labels)) return false;
  if (role == NodeRole::worker && lower(value) == bought->spot) draft.set("pricing", "spot", spot);
  return true;
}

void take_labels(ClusterDraft& draft, Gleaner& gleaner, NodeRole role, const Value& pod) {
  if (const Value* const selector = Gleaner::at(pod, {"nodeSelector"}))
    for (const Entry& entry : selector->entries)
      if (entry.value.kind == ValueKind::scalar &&
          take_label(draft, role, entry.key, entry.value.text, entry.value.spot))
        gleaner.take(entry.value);
  const Value* const terms = Gleaner::at(
      pod, {"affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"});
  if (terms != nullptr && !terms->items.empty()) take_expressions(draft, gleaner, role, terms->items.front());
}

void settle_labels(ClusterDraft& draft) {
  put_together(draft, "machine", spark_line::family, spark_line::size);
  put_together(draft, spark_line::driver_type, spark_line::driver_family, spark_line::driver_size);
  const std::string machine = draft.text("machine"), driver = draft.text(spark_line::driver_type);
  look_up(draft, "machine");
  if (!driver.empty() && driver != machine)
    draft.set("driver", driver, draft.spot(spark_line::driver_type));
  else if (!driver.empty() && !draft.has("driver") && machine_of(draft).gpus > 0)
    draft.derive("driver", "own_node", "on a machine of the workers' type");
  draft.erase(spark_line::driver_type);
  look_up(draft, "driver");
}

}  // namespace sizer::deploy
