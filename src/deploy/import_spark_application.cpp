// Import: a SparkApplication of the Spark operator.
#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_properties.h"
#include "deploy/writers.h"

namespace sizer::deploy {
namespace {

/// A field that stands for a property of Spark.
struct PlainField {
  std::string_view part, key, property;
};
constexpr PlainField fields[] = {{"executor", "instances", "spark.executor.instances"},
                                 {"executor", "cores", "spark.executor.cores"},
                                 {"executor", "memory", "spark.executor.memory"},
                                 {"executor", "memoryOverhead", "spark.executor.memoryOverhead"},
                                 {"driver", "memory", "spark.driver.memory"},
                                 {"dynamicAllocation", "enabled", "spark.dynamicAllocation.enabled"},
                                 {"dynamicAllocation", "maxExecutors", "spark.dynamicAllocation.maxExecutors"}};

const Value* selector_of(const Value& spec, std::string_view part) {
  if (const Value* own = Gleaner::at(spec, {part, "nodeSelector", instance_type_label})) return own;
  return Gleaner::at(spec, {"nodeSelector", instance_type_label});
}

void take_machines(ClusterDraft& draft, Gleaner& gleaner, const Value& spec) {
  const Value* const worker = selector_of(spec, "executor");
  const Value* const driver = selector_of(spec, "driver");
  for (const Value* type : {worker, driver})
    if (type) gleaner.take(*type);
  take_machine(draft, "machine", worker);
  if (driver && (!worker || worker->text != driver->text)) take_machine(draft, "driver", driver);
}

/// GPUs of an executor: of a node, once it is known how many executors lie on one.
void take_gpus(ClusterDraft& draft, Gleaner& gleaner, const Value& spec) {
  gleaner.word(spec, {"executor", "gpu", "name"});
  const Value* const quantity = gleaner.scalar(spec, {"executor", "gpu", "quantity"});
  if (!quantity || draft.has("gpus") || machine_of(draft).gpus > 0) return;
  const int each = draft.count("executors.per_node").value_or(1);
  const int gpus = static_cast<int>(std::strtol(quantity->text.c_str(), nullptr, 10)) * each;
  draft.set("gpus", fmt::format("{}", gpus), quantity->spot);
}

}  // namespace

Imported import_spark_application(const Value& root, const SourceText& source) {
  ClusterDraft draft(source);
  Gleaner gleaner(root, draft);
  static const Value nothing{};
  const Value* const given = Gleaner::at(root, {"spec"});
  const Value& spec = given ? *given : nothing;
  gleaner.facts(Gleaner::at(root, {"metadata", "annotations"}), false);
  take_properties(draft, gleaner, Gleaner::at(spec, {"sparkConf"}));
  for (const PlainField& field : fields)
    if (const Value* const value = gleaner.scalar(spec, {field.part, field.key}))
      take_property(draft, field.property, value->text, value->spot);
  if (const Value* const factor = gleaner.scalar(spec, {"memoryOverheadFactor"}))
    take_property(draft, "spark.executor.memoryOverheadFactor", factor->text, factor->spot);
  gleaner.set("spark.version", spec, {"sparkVersion"});
  take_machines(draft, gleaner, spec);
  settle_spark(draft);
  take_gpus(draft, gleaner, spec);

  gleaner.program(root, "", {"apiVersion", "kind"});
  if (const Value* const metadata = Gleaner::at(root, {"metadata"}))
    gleaner.program(*metadata, "metadata.", {"name", "namespace", "labels"});
  gleaner.program(
      spec, "spec.",
      {"type", "mode", "image", "imagePullPolicy", "imagePullSecrets", "mainApplicationFile", "mainClass", "arguments",
       "pythonVersion", "deps", "restartPolicy", "timeToLiveSeconds", "monitoring", "volumes"});
  for (const std::string_view part : {"driver", "executor"})
    if (const Value* const pod = Gleaner::at(spec, {part}))
      gleaner.program(*pod, fmt::format("spec.{}.", part),
                      {"serviceAccount", "labels", "annotations", "env", "envVars", "volumeMounts", "cores"});
  gleaner.leave_rest();
  return draft.finish("SparkApplication");
}

}  // namespace sizer::deploy
