// Import: a SparkApplication, by itself or on a schedule, of the Spark operator of Kubeflow or of Apache.
#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/node_labels.h"
#include "deploy/spark_lines.h"

namespace sizer::deploy {
namespace {

/// A field that stands for a property of Spark.
struct PlainField {
  std::string_view part, key, property;
};
constexpr PlainField plain_fields[] = {
    {"executor", "instances", "spark.executor.instances"},
    {"executor", "cores", "spark.executor.cores"},
    {"executor", "coreRequest", "spark.kubernetes.executor.request.cores"},
    {"executor", "memory", "spark.executor.memory"},
    {"executor", "memoryOverhead", "spark.executor.memoryOverhead"},
    {"driver", "cores", "spark.driver.cores"},
    {"driver", "memory", "spark.driver.memory"},
    {"driver", "memoryOverhead", "spark.driver.memoryOverhead"},
    {"dynamicAllocation", "enabled", "spark.dynamicAllocation.enabled"},
    {"dynamicAllocation", "minExecutors", "spark.dynamicAllocation.minExecutors"},
    {"dynamicAllocation", "initialExecutors", "spark.dynamicAllocation.initialExecutors"},
    {"dynamicAllocation", "maxExecutors", "spark.dynamicAllocation.maxExecutors"}};
/// The same within spec.applicationTolerations.instanceConfig of Apache's operator.
constexpr PlainField apache_fields[] = {{"", "minExecutors", "spark.dynamicAllocation.minExecutors"},
                                        {"", "initExecutors", "spark.executor.instances"},
                                        {"", "maxExecutors", "spark.dynamicAllocation.maxExecutors"}};

class ApplicationReader {
 public:
  ApplicationReader(const Value& root, const Value* spec, const SourceText& source)
      : root_(root), spec_(spec ? *spec : nothing()), draft_(source), gleaner_(root, draft_) {}

  Imported read(std::string kind) {
    gleaner_.facts(Gleaner::at(root_, {"metadata", "annotations"}), false);
    take_properties(draft_, gleaner_, Gleaner::at(spec_, {"sparkConf"}));
    for (const PlainField& field : plain_fields) take(field, gleaner_.scalar(spec_, {field.part, field.key}));
    if (const Value* const config = Gleaner::at(spec_, {"applicationTolerations", "instanceConfig"}))
      for (const PlainField& field : apache_fields) take(field, gleaner_.scalar(*config, {field.key}));
    if (const Value* const factor = gleaner_.scalar(spec_, {"memoryOverheadFactor"}))
      take_property(draft_, "spark.kubernetes.memoryOverheadFactor", factor->text, factor->spot);
    if (!gleaner_.set("spark.version", spec_, {"sparkVersion"}))
      gleaner_.set("spark.version", spec_, {"runtimeVersions", "sparkVersion"});
    take_language();
    take_nodes();
    take_gpus();
    split_core();
    settle_spark(draft_, {.kubernetes = true});
    forget_program();
    gleaner_.leave_rest();
    return draft_.finish(std::move(kind));
  }

 private:
  static const Value& nothing() {
    static const Value none{};
    return none;
  }

  void take(const PlainField& field, const Value* value) {
    if (value) take_property(draft_, field.property, value->text, value->spot);
  }

  void take_language() {
    const Value* type = gleaner_.scalar(spec_, {"type"});
    if (type ? type->text == "Python" || type->text == "R" : Gleaner::at(spec_, {"pyFiles"}) != nullptr)
      draft_.derive(spark_line::python, "true", "");
  }

  /// What is for all pods, and what an executor or the driver says for itself, which counts.
  void take_nodes() {
    for (const auto& [part, template_of, role] : {std::tuple{"executor", "executorSpec", NodeRole::worker},
                                                  std::tuple{"driver", "driverSpec", NodeRole::driver}}) {
      take_labels(draft_, gleaner_, role, spec_);
      for (const Value* const pod : {Gleaner::at(spec_, {template_of, "podTemplateSpec", "spec"}),
                                     Gleaner::at(spec_, {part, "template", "spec"}), Gleaner::at(spec_, {part})})
        if (pod) take_labels(draft_, gleaner_, role, *pod);
    }
  }

  void take_gpus() {
    gleaner_.word(spec_, {"executor", "gpu", "name"});
    if (const Value* const quantity = gleaner_.scalar(spec_, {"executor", "gpu", "quantity"}))
      draft_.set(spark_line::gpus_each, quantity->text, quantity->spot);
  }

  /// "0.1" of a core asks for a tenth, and runs one task at a time all the same.
  void split_core() {
    const std::string cores = draft_.text("executors.cores");
    if (!cores.starts_with("0.")) return;
    const Spot spot = draft_.spot("executors.cores");
    if (!draft_.has(spark_line::core_request)) draft_.set(spark_line::core_request, cores, spot);
    draft_.warn(codes::taken_for_granted, fmt::format("an executor of {} cores runs one task at a time", cores), spot);
    draft_.set("executors.cores", "1", spot);
  }

  void forget_program() {
    gleaner_.program(root_, "", {"apiVersion", "kind"});
    if (const Value* const metadata = Gleaner::at(root_, {"metadata"}))
      gleaner_.program(*metadata, "metadata.", {"name", "namespace", "labels"});
    if (const Value* const own = Gleaner::at(root_, {"spec"}); own && own != &spec_)
      gleaner_.program(*own, "spec.",
                       {"schedule", "concurrencyPolicy", "suspend", "successfulRunHistoryLimit", "timeZone",
                        "failedRunHistoryLimit"});
    gleaner_.program(spec_, "spec.",
                     {"type", "mode", "image", "imagePullPolicy", "imagePullSecrets", "mainApplicationFile",
                      "mainClass", "arguments", "pythonVersion", "deps", "restartPolicy", "timeToLiveSeconds",
                      "monitoring", "volumes", "hadoopConf", "jars", "pyFiles", "driverArgs", "runtimeVersions"});
    for (const std::string_view part : {"driver", "executor"})
      if (const Value* const pod = Gleaner::at(spec_, {part}))
        gleaner_.program(*pod, fmt::format("spec.{}.", part),
                         {"serviceAccount", "labels", "annotations", "env", "envVars", "volumeMounts", "coreLimit",
                          "coreRequest", "configMaps", "secrets", "javaOptions"});
  }

  const Value& root_;
  const Value& spec_;
  ClusterDraft draft_;
  Gleaner gleaner_;
};

}  // namespace

Imported import_spark_application(const Value& root, const SourceText& source, Picks&) {
  return ApplicationReader(root, Gleaner::at(root, {"spec"}), source).read("SparkApplication");
}

Imported import_scheduled_application(const Value& root, const SourceText& source, Picks&) {
  return ApplicationReader(root, Gleaner::at(root, {"spec", "template"}), source).read("ScheduledSparkApplication");
}

}  // namespace sizer::deploy
