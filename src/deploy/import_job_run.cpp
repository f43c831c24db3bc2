// Import: job runs of EMR Serverless and of EMR on EKS, which hold options of spark-submit in one text.
#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/releases.h"
#include "deploy/spark_lines.h"
#include "deploy/submit.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr SparkHome emr_serverless{.dynamic = true,
                                   .instances = 3,
                                   .cores = 4,
                                   .heap = "14 GiB",
                                   .whose = "EMR Serverless's default",
                                   .provider = "aws",
                                   .platform = "emr_serverless",
                                   .workers_are_nodes = true};
constexpr SparkHome emr_on_eks{.kubernetes = true, .provider = "aws", .platform = "emr_on_eks"};

/// The driver of a job run, and where it runs.
struct Driver {
  const Value* submit = nullptr;
  const SparkHome* home = nullptr;
  const char* kind = "";
};

Driver driver_of(const Value& root) {
  const Value* const given = Gleaner::at(root, {"jobDriver"});
  const Value& driver = given ? *given : root;
  if (const Value* const submit = Gleaner::at(driver, {"sparkSubmit"}))
    return {submit, &emr_serverless, "EMR Serverless job run"};
  // By itself, others may call something so.
  if (const Value* const hive = Gleaner::at(driver, {"hive"}); hive && (given || Gleaner::at(*hive, {"query"})))
    return {hive, &emr_serverless, "EMR Serverless job run"};
  for (const char* const name : {"sparkSubmitJobDriver", "sparkSqlJobDriver"})
    if (const Value* const submit = Gleaner::at(driver, {name})) return {submit, &emr_on_eks, "EMR on EKS job run"};
  return {};
}

/// Properties of `spark-defaults` among an application's configurations.
void take_configuration(ClusterDraft& draft, Gleaner& gleaner, const Value* configurations) {
  if (configurations == nullptr) return;
  for (const Value& each : configurations->items) {
    const Value* const name = Gleaner::at(each, {"classification"});
    if (!name || name->text != "spark-defaults") continue;
    gleaner.take(*name);
    take_properties(draft, gleaner, Gleaner::at(each, {"properties"}));
  }
}

/// The words of one text, each where that text stands.
std::vector<ShellWord> words_of(const Value& parameters) {
  const SourceText alone{parameters.spot.source->file, parameters.text};
  std::vector<ShellWord> words;
  for (std::vector<ShellWord>& command : shell_commands(alone))
    for (ShellWord& word : command) {
      word.spot = parameters.spot;
      words.push_back(std::move(word));
    }
  return words;
}

}  // namespace

bool is_job_run(const Value& root) {
  return root.kind == ValueKind::mapping && driver_of(root).submit != nullptr;
}

Imported import_job_run(const Value& root, const SourceText& source, Picks&) {
  ClusterDraft draft(source);
  Gleaner gleaner(root, draft);
  const Driver driver = driver_of(root);
  take_configuration(draft, gleaner, Gleaner::at(root, {"configurationOverrides", "applicationConfiguration"}));
  std::vector<ShellWord> words;
  if (const Value* const parameters = gleaner.scalar(*driver.submit, {"sparkSubmitParameters"}))
    words = words_of(*parameters);
  if (const Value* const program = gleaner.scalar(*driver.submit, {"entryPoint"}))
    words.push_back({program->text, program->spot});
  take_submit_words(draft, words);
  if (const Value* const release = gleaner.scalar(root, {"releaseLabel"})) {
    const std::string spark = spark_of_emr(release->text.substr(0, release->text.find('-', 4)));
    if (!spark.empty()) draft.set("spark.version", spark, release->spot);
  }
  settle_spark(draft, *driver.home);
  gleaner.program(root, "",
                  {"name", "applicationId", "executionRoleArn", "virtualClusterId", "clientToken", "tags",
                   "executionTimeoutMinutes", "configurationOverrides"});
  gleaner.program(*driver.submit, "jobDriver.", {"entryPointArguments"});
  gleaner.leave_rest();
  return draft.finish(driver.kind);
}

}  // namespace sizer::deploy
