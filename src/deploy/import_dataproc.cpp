// Import: Dataproc of Google: clusters, workflow templates, jobs, and batches without a cluster.
#include <algorithm>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr SparkHome dataproc{.dynamic = true, .provider = "gcp", .platform = "dataproc"};
constexpr SparkHome dataproc_serverless{.kubernetes = true,  // whose overhead for Python is the same
                                        .dynamic = true,
                                        .instances = 2,
                                        .cores = 4,
                                        .heap = "9600 MiB",
                                        .whose = "Dataproc Serverless's default",
                                        .provider = "gcp",
                                        .platform = "dataproc_serverless",
                                        .workers_are_nodes = true};

struct ImageVersion {
  std::string_view image, spark;
};
constexpr ImageVersion images[] = {{"1.3", "2.3"}, {"1.4", "2.4"}, {"1.5", "2.4"}, {"2.0", "3.1"},
                                   {"2.1", "3.3"}, {"2.2", "3.5"}, {"2.3", "3.5"}};
constexpr ImageVersion runtimes[] = {{"1.0", "3.2"}, {"1.1", "3.3"}, {"1.2", "3.5"}, {"2.0", "3.3"},
                                     {"2.1", "3.4"}, {"2.2", "3.5"}, {"2.3", "3.5"}};

constexpr std::string_view job_kinds[] = {"sparkJob", "pysparkJob", "sparkSqlJob", "sparkRJob"};
constexpr std::string_view batch_kinds[] = {"sparkBatch", "pysparkBatch", "sparkSqlBatch", "sparkRBatch"};

template <std::size_t n>
const Value* any_of_keys(const Value& root, const std::string_view (&keys)[n]) {
  for (const std::string_view key : keys)
    if (const Value* const value = Gleaner::at(root, {key})) return value;
  return nullptr;
}

bool is_config(const Value* config) {
  return config != nullptr && (Gleaner::at(*config, {"workerConfig"}) || Gleaner::at(*config, {"masterConfig"}) ||
                               Gleaner::at(*config, {"gceClusterConfig"}));
}

/// The cluster that the file describes; null: none.
const Value* config_of(const Value& root) {
  for (const Value* const config :
       {Gleaner::at(root, {"config"}), Gleaner::at(root, {"placement", "managedCluster", "config"}), &root})
    if (is_config(config)) return config;
  return nullptr;
}

int whole_of(const Value* value) {
  return value ? static_cast<int>(std::strtol(value->text.c_str(), nullptr, 10)) : 0;
}

class DataprocReader {
 public:
  DataprocReader(const Value& root, const SourceText& source) : root_(root), draft_(source), gleaner_(root, draft_) {}

  Imported cluster(const Value& config) {
    take_workers(config);
    take_type("machine", config, "workerConfig");
    take_type("driver", config, "masterConfig");
    take_image(config);
    take_prefixed(Gleaner::at(config, {"softwareConfig", "properties"}));
    if (const Value* const ttl = gleaner_.scalar(config, {"lifecycleConfig", "idleDeleteTtl"})) take_idle(*ttl);
    if (const Value* const policy = gleaner_.scalar(config, {"autoscalingConfig", "policyUri"}))
      draft_.warn(codes::taken_for_granted,
                  fmt::format("workers scale by a policy that is not in this file; taken: {}", draft_.text("nodes")),
                  policy->spot, "give its maximum as nodes of the cluster file");
    fill_in_node(draft_, {Gleaner::at(config, {"workerConfig", "machineTypeUri"}), nullptr}, "the workers");
    settle_spark(draft_, dataproc);
    gleaner_.program(root_, "", {"clusterName", "projectId", "labels", "clusterUuid", "status", "id", "name", "jobs"});
    gleaner_.program(config, "config.",
                     {"gceClusterConfig", "configBucket", "tempBucket", "initializationActions", "encryptionConfig",
                      "endpointConfig"});
    gleaner_.leave_rest();
    return draft_.finish("Dataproc cluster");
  }

  Imported job(const Value& job) {
    take_properties(draft_, gleaner_, Gleaner::at(job, {"properties"}));
    settle_spark(draft_, dataproc);
    gleaner_.program(root_, "", {"placement", "reference", "labels"});
    gleaner_.leave_rest();
    return draft_.finish("Dataproc job");
  }

  Imported batch() {
    if (Gleaner::at(root_, {"pysparkBatch"})) draft_.derive(spark_line::python, "true", "");
    take_properties(draft_, gleaner_, Gleaner::at(root_, {"runtimeConfig", "properties"}));
    take_version(runtimes, gleaner_.scalar(root_, {"runtimeConfig", "version"}));
    settle_spark(draft_, dataproc_serverless);
    gleaner_.program(
        root_, "",
        {"name", "labels", "pysparkBatch", "sparkBatch", "sparkSqlBatch", "sparkRBatch", "environmentConfig"});
    gleaner_.leave_rest();
    return draft_.finish("Dataproc batch");
  }

 private:
  /// Secondary workers are of the primary ones' type, and spot unless they say otherwise.
  void take_workers(const Value& config) {
    const Value* const primary = gleaner_.scalar(config, {"workerConfig", "numInstances"});
    const Value* const secondary = gleaner_.scalar(config, {"secondaryWorkerConfig", "numInstances"});
    const std::string how = gleaner_.word(config, {"secondaryWorkerConfig", "preemptibility"});
    if (primary && whole_of(primary) == 0 && whole_of(secondary) == 0) return take_single(config);
    const int first = primary ? whole_of(primary) : Gleaner::at(config, {"workerConfig"}) ? 2 : 0;
    const int more = whole_of(secondary);
    if (first + more == 0) return take_single(config);
    const Spot spot = primary ? primary->spot : config.spot;
    if (!primary)
      draft_.warn(codes::taken_for_granted, "the number of workers is not given; taken: 2, Dataproc's default", spot);
    if (more > 0)
      draft_.derive("nodes", fmt::format("{}", first + more), fmt::format("{} primary and {} secondary", first, more));
    else
      draft_.set("nodes", fmt::format("{}", first), spot);
    if (more == 0 || how == "NON_PREEMPTIBLE") return;
    if (more > first) draft_.set("pricing", "spot", secondary->spot);
    draft_.warn(codes::taken_for_granted,
                fmt::format("{} of {} workers are spot; taken: all {}", more, first + more,
                            more > first ? "spot" : "on demand"),
                secondary->spot);
  }

  /// Without workers the master does the work.
  void take_single(const Value& config) {
    draft_.derive("nodes", "1", "a cluster of its master alone");
    take_type("machine", config, "masterConfig");
  }

  void take_type(std::string_view line, const Value& config, std::string_view part) {
    const Value* const type = gleaner_.scalar(config, {part, "machineTypeUri"});
    if (type == nullptr || draft_.has(line)) return;
    Value name = *type;
    name.text = name.text.substr(name.text.find_last_of('/') + 1);
    if (line == "driver" && name.text == draft_.text("machine")) return;
    take_machine(draft_, line, &name);
    if (line == "driver" && whole_of(gleaner_.scalar(config, {part, "numInstances"})) > 1)
      draft_.warn(codes::taken_for_granted, "several masters; taken: one", type->spot);
  }

  template <std::size_t n>
  void take_version(const ImageVersion (&known)[n], const Value* version) {
    if (version == nullptr) return;
    const auto found =
        std::ranges::find_if(known, [&](const ImageVersion& each) { return version->text.starts_with(each.image); });
    if (found != std::end(known)) draft_.set("spark.version", std::string(found->spark), version->spot);
  }
  void take_image(const Value& config) {
    take_version(images, gleaner_.scalar(config, {"softwareConfig", "imageVersion"}));
  }

  /// "spark:spark.executor.cores": the part before the colon names the file that it goes to.
  void take_prefixed(const Value* properties) {
    if (properties == nullptr) return;
    for (const Entry& entry : properties->entries) {
      if (!entry.key.starts_with("spark:") || entry.value.kind != ValueKind::scalar) continue;
      gleaner_.take(entry.value);
      take_property(draft_, std::string_view(entry.key).substr(6), entry.value.text, entry.value.spot);
    }
  }

  void take_idle(const Value& ttl) {
    const std::string seconds = ttl.text.substr(0, ttl.text.find('s'));
    if (seconds.find_first_not_of("0123456789") == std::string::npos && !seconds.empty())
      draft_.set("idle_tail", seconds + " s", ttl.spot);
  }

  const Value& root_;
  ClusterDraft draft_;
  Gleaner gleaner_;
};

}  // namespace

bool is_dataproc(const Value& root) {
  return root.kind == ValueKind::mapping &&
         (config_of(root) != nullptr || any_of_keys(root, job_kinds) || any_of_keys(root, batch_kinds));
}

Imported import_dataproc(const Value& root, const SourceText& source, Picks&) {
  DataprocReader reader(root, source);
  if (const Value* const config = config_of(root)) return reader.cluster(*config);
  if (const Value* const job = any_of_keys(root, job_kinds)) return reader.job(*job);
  return reader.batch();
}

}  // namespace sizer::deploy
