// Any bytes as a manifest: a cluster file that can be read, or a refusal; never a crash, and never the error of another
// kind of manifest: what is said of a file names only kinds that were found in it, and for these it holds a word.
#include <algorithm>
#include <cstdio>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/findings.h"
#include "fuzz.h"
#include "sizer/deploy.h"
#include "sizer/input.h"
#include "text/codes.h"
#include "text/text_check.h"

namespace {

using sizer::deploy::Findings;
using Things = std::string_view;

constexpr Things kubernetes_spark[] = {"SparkApplications", "ScheduledSparkApplications"};
constexpr Things kuberay[] = {"RayJobs", "RayClusters", "RayServices", "RayCronJobs"};
constexpr Things ray[] = {"RayJobs", "RayClusters", "RayServices", "RayCronJobs", "Ray clusters"};
constexpr Things any_ray[] = {"RayJobs", "RayClusters", "RayServices", "RayCronJobs", "Ray clusters", "Glue jobs"};
constexpr Things launcher[] = {"Ray clusters"};
constexpr Things databricks[] = {"Databricks jobs"};
constexpr Things emr[] = {"EMR clusters"};
constexpr Things of_aws[] = {"EMR clusters", "job runs"};
constexpr Things job_runs[] = {"job runs"};
constexpr Things dataproc[] = {"Dataproc clusters", "Dataproc commands"};
constexpr Things glue[] = {"Glue jobs"};
constexpr Things submit[] = {"spark-submit lines", "job runs"};
constexpr Things spark[] = {"SparkApplications",
                            "ScheduledSparkApplications",
                            "Databricks jobs",
                            "EMR clusters",
                            "job runs",
                            "Dataproc clusters",
                            "Dataproc commands",
                            "Glue jobs",
                            "spark-submit lines",
                            "files of properties",
                            "mappings of properties",
                            "sessions of Spark",
                            "operators",
                            "job definitions"};

/// What is said of some kinds alone.
struct Said {
  std::string_view words;
  std::span<const Things> of;
};
constexpr Said said[] = {{"sparkConf", kubernetes_spark},
                         {"KubeRay", kuberay},
                         {"headGroupSpec", kuberay},
                         {"rayStartParams", kuberay},
                         {"clusterSelector", kuberay},
                         {"maxReplicas", kuberay},
                         {"no number of pods", kuberay},
                         {"Ray", any_ray},
                         {"num-cpus", ray},
                         {"takes tasks", ray},
                         {"available_node_types", launcher},
                         {"head_node_type", launcher},
                         {"describes no nodes", launcher},
                         {"Databricks", databricks},
                         {"Photon", databricks},
                         {"DBU", databricks},
                         {"num_workers", databricks},
                         {"first_on_demand", databricks},
                         {"serverless compute", databricks},
                         {"a task runs on", databricks},
                         {"EMR", of_aws},
                         {"EMR Serverless", job_runs},
                         {"EMR on EKS", job_runs},
                         {"type CORE", emr},
                         {"primary node", emr},
                         {"number of instances", emr},
                         {"Dataproc", dataproc},
                         {"Dataproc Serverless", dataproc},
                         {"Glue", glue},
                         {"FLEX", glue},
                         {"M-DPU", glue},
                         {"DPU-hour", glue},
                         {"masters", dataproc},
                         {"preemptibility", dataproc},
                         {"spark-submit", submit},
                         {"--conf", submit},
                         {"executors", spark},
                         {"executor", spark},
                         {"Spark's", spark},
                         {"dynamicAllocation", spark}};

/// Words without one of which no file is of the kind.
struct Marks {
  Things things;
  std::initializer_list<std::string_view> any;
};
const Marks marks[] = {
    {"SparkApplications", {"SparkApplication"}},
    {"ScheduledSparkApplications", {"ScheduledSparkApplication"}},
    {"RayJobs", {"RayJob"}},
    {"RayClusters", {"RayCluster"}},
    {"RayServices", {"RayService"}},
    {"RayCronJobs", {"RayCronJob"}},
    {"Ray clusters", {"available_node_types", "head_node", "worker_nodes", "auth"}},
    {"Databricks jobs",
     {"new_cluster", "job_clusters", "node_type_id", "existing_cluster_id", "instance_pool_id", "task_key",
      "spark_version", "spark_conf", "cluster_name", "policy_id", "is_single_node", "runtime_engine", "_attributes",
      "autotermination_minutes", "resources", "Databricks"}},
    {"EMR clusters",
     {"InstanceFleet", "InstanceGroup", "ReleaseLabel", "InstanceRole", "InstanceType", "InstanceCount",
      "InstanceCollectionType", "AWS::EMR::", "create-cluster", "EmrCreateJobFlowOperator", "run_job_flow"}},
    {"job runs", {"sparkSubmit", "sparkSqlJobDriver", "jobDriver", "hive"}},
    {"Dataproc clusters",
     {"workerConfig", "masterConfig", "gceClusterConfig", "parkJob", "parkSqlJob", "parkRJob", "parkBatch",
      "parkSqlBatch", "parkRBatch", "Dataproc"}},
    {"Dataproc commands", {"dataproc"}},
    {"Glue jobs", {"lue", "WorkerType", "worker_type", "NumberOfWorkers", "pythonshell"}},
    {"spark-submit lines", {"submit", "pyspark", "spark-shell", "spark-sql", "sparkR"}},
    {"files of properties", {"spark."}},
    {"mappings of properties", {"spark."}},
    {"sessions of Spark", {"config", "set", "aster"}},
    {"operators", {"SparkSubmitOperator", "LivyOperator", "SparkSqlOperator"}},
    {"job definitions", {"xecutor", "driver", "XECUTOR", "DRIVER"}}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Where it begins and ends as a word.
bool says(std::string_view text, std::string_view words) {
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

/// The text as one that quotes, escapes and folded lines do not part.
std::string joined(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if (std::string_view("\\\"'`$ \t\r\n+").find(c) == std::string_view::npos) letters += c;
  return letters;
}

class Oracle {
 public:
  Oracle(std::string_view text, const Findings& findings) : text_(text), joined_(joined(text)) {
    for (const sizer::deploy::Found& each : findings.found) found_.insert(each.things);
    // A letter of it may be written as a number.
    escaped_ = text.find("\\x") != std::string_view::npos || text.find("\\u") != std::string_view::npos ||
               text.find("\\U") != std::string_view::npos || text.find("%") != std::string_view::npos;
    if (!escaped_) check_marks();
  }

  void check(const std::vector<sizer::Diagnostic>& diagnostics) const {
    if (escaped_) return;
    for (const sizer::Diagnostic& each : diagnostics) {
      if (found_.empty() && each.code == sizer::codes::unknown_manifest.id) continue;  // which tells all kinds
      for (const std::string* const text : {&each.message, &each.suggestion, &each.note}) check(*text);
    }
  }

 private:
  void check_marks() const {
    for (const Things things : found_) {
      const auto known = std::ranges::find(marks, things, &Marks::things);
      if (known == std::end(marks)) fail("a kind without marks", things, {});
      if (std::ranges::none_of(known->any, [&](std::string_view mark) { return holds(mark); }))
        fail("taken without a word of its kind for one of the", things, {});
    }
  }

  void check(std::string_view text) const {
    static const std::vector<sizer::deploy::KindWord> kinds = sizer::deploy::kind_words();
    for (const sizer::deploy::KindWord& each : kinds) {
      // Of Ray's kinds each has its own name, and a RayCluster within.
      const bool shared = std::ranges::find(kuberay, each.things) != std::end(kuberay) &&
                          (each.word == "RayCluster" || !each.word.starts_with("Ray"));
      if (says(text, each.word) && !(shared ? is_of(kuberay) : found_.contains(each.things)) && !holds(each.word))
        fail(each.word, each.things, text);
    }
    for (const Said& each : said)
      if (says(text, each.words) && !is_of(each.of) && !holds(each.words)) fail(each.words, each.of.front(), text);
  }

  bool is_of(std::span<const Things> kinds) const {
    return std::ranges::any_of(kinds, [&](Things things) { return found_.contains(things); });
  }

  bool holds(std::string_view words) const {
    return text_.find(words) != std::string_view::npos || joined_.find(joined(words)) != std::string_view::npos;
  }

  [[noreturn]] void fail(std::string_view words, std::string_view things, std::string_view text) const {
    std::string all;
    for (const Things each : found_) all += std::string(each) + ", ";
    std::fprintf(stderr, "%.*s: of %.*s; found: %s\n%.*s\n", static_cast<int>(words.size()), words.data(),
                 static_cast<int>(things.size()), things.data(), all.c_str(), static_cast<int>(text.size()),
                 text.data());
    __builtin_trap();
  }

  std::string_view text_;
  std::string joined_;
  std::set<Things> found_;
  bool escaped_ = false;
};

/// One of what was found, and of what it holds.
std::vector<std::string> picks_of(const Findings& findings, std::size_t size) {
  std::vector<std::string> picks(2, "1");
  if (findings.found.size() > 1) picks.insert(picks.begin(), std::to_string(1 + size % findings.found.size()));
  return picks;
}

void import_one(const sizer::SourceText& source, Findings& findings, const Oracle& oracle) {
  const sizer::Imported imported = read_picked(findings, picks_of(findings, source.text.size()));
  if (imported.kind.empty() || imported.text.empty()) __builtin_trap();
  oracle.check(imported.diagnostics);
  try {
    sizer::read_cluster(imported.text, "imported");
  } catch (const sizer::InputError&) {
    // It misses what is to be filled in, and says so.
    if (imported.text.find("fill in: ") == std::string::npos) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const sizer::SourceText source{"fuzz", sizer::fuzz::text_of(data, size)};
  sizer::fuzz::told_or_done(data, size, [&] {
    checked_text(source);
    Findings findings;
    try {
      findings = sizer::deploy::find_all(source);
    } catch (const sizer::InputError& error) {
      Oracle(source.text, findings).check(error.diagnostics);
      throw;
    }
    const Oracle oracle(source.text, findings);
    try {
      import_one(source, findings, oracle);
    } catch (const sizer::InputError& error) {
      oracle.check(error.diagnostics);
      throw;
    }
  });
  return 0;
}
