// A log to a job file, and the job file to an estimate.
#include <nlohmann/json.hpp>

#include "catch.h"
#include "folder.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/estimate.h"
#include "sizer/imported.h"
#include "sizer/input.h"
#include "sizer/observed.h"

using namespace sizer;
using sizer::Json;

namespace {

const std::string two_queries = std::string(SIZER_SOURCE_DIR) + "/tests/logs/two_queries.zst";

}  // namespace

TEST_CASE("the run of a log becomes a job whose time is that of the log", "[import][logs]") {
  const std::vector<Run> runs = read_logs({two_queries});
  REQUIRE(runs.size() == 1);
  const ImportedRun imported = import_run(runs.front());
  REQUIRE_FALSE(imported.jobs.empty());
  double measured = 0, estimated = 0;
  std::int64_t input = 0, shuffled = 0;
  for (std::size_t i = 0; i < imported.jobs.size(); ++i) {
    const ImportedJob& each = imported.jobs[i];
    CHECK(document_of(imported.text, i + 1).find(each.text) != std::string::npos);
    const Job job = read_job(each.text, "imported.yaml");
    CHECK(job.name == each.name);
    CHECK(write_job(job) == write_job(each.job));
    const Estimate made = estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
    CHECK(estimate(each.job, each.job.cluster, Constants().at(Case::typical), Case::typical).bill.total ==
          made.bill.total);
    StageBytes bytes;
    for (const Stage& stage : made.plan.stages) bytes += stage.bytes;
    CHECK(bytes.input_read.value == static_cast<double>(each.input_bytes));
    CHECK(bytes.shuffle_write.value == static_cast<double>(each.shuffle_write_bytes));
    CHECK(bytes.output_write.value == static_cast<double>(each.output_bytes));
    input += each.input_bytes;
    shuffled += each.shuffle_write_bytes;
    measured += each.seconds;
    estimated += made.timeline.duration.value;
  }
  CHECK(input == runs.front().all.input_bytes);
  CHECK(shuffled == runs.front().all.shuffle_write_bytes);
  CHECK(measured == Approx(static_cast<double>(*runs.front().app.end_ms - *runs.front().app.start_ms) / 1000));
  CHECK(estimated == Approx(measured).epsilon(0.05));
}

TEST_CASE("an imported file of several queries is estimated query by query and as a whole", "[import][logs]") {
  const Folder folder;
  const std::string file = folder.at("job.yaml");
  REQUIRE(sizer_with({"import", two_queries, "--output", file}).code == 0);
  const std::size_t jobs = documents_in(read_file(file));
  const Ran ran = sizer_with({"estimate", file, "--format", "json"});
  REQUIRE(ran.code == 0);
  const Json result = Json::parse(ran.out);
  CHECK(result["jobs"].size() == jobs);
  double sum = 0;
  for (const Json& job : result["jobs"]) {
    sum += job["wall_clock_seconds"]["typical"].get<double>();
    CHECK(job["measured"].get<std::string>().find("measured tasks") != std::string::npos);
  }
  CHECK(result["sequences"].size() == (jobs > 1 ? 1 : 0));
  for (const Json& sequence : result["sequences"]) {
    CHECK(sequence["jobs"].get<std::size_t>() == jobs);
    CHECK(sequence["wall_clock_seconds"]["typical"].get<double>() == Approx(sum));
  }
  const Ran one = sizer_with({"estimate", file + "#1", "--quiet"});
  CHECK(one.code == 0);
  CHECK(sizer_with({"estimate", file + "#99"}).code == 2);
  const Ran planned = sizer_with({"estimate", file + "#1", "--set", "spark.shuffle_partitions=7"});
  CHECK(planned.err.find("the model answers") != std::string::npos);
}

TEST_CASE("what is no log, and a log without a task, are refused with a word of why", "[import][wrong]") {
  const Folder folder;
  CHECK(sizer_with({"import", folder.at(".")}).code == 3);
  folder.file("empty.log", "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.0\"}\n");
  const Ran empty = sizer_with({"import", folder.at("empty.log")});
  CHECK(empty.code == 2);
  CHECK(empty.err.find("no task ended in this log") != std::string::npos);
  CHECK(empty.out.empty());
}

TEST_CASE("a log that names its machines makes a cluster with their price, and says what it could not use",
          "[import][logs]") {
  struct Named {
    const char* settings;
    std::vector<std::string> lines;  ///< of the cluster
    const char* warning;
  };
  const auto [settings, lines, warning] = GENERATE(values<Named>({
      {R"("spark.databricks.workerNodeTypeId":"m5d.4xlarge","spark.databricks.driverNodeTypeId":"m5d.2xlarge")",
       {"machine: m5d.4xlarge", "driver: m5d.2xlarge", "platform: databricks\n"},
       ""},
      {R"("spark.databricks.clusterUsageTags.clusterNodeType":"m5d.4xlarge","spark.databricks.clusterUsageTags.clusterAvailability":"SPOT_WITH_FALLBACK","spark.databricks.clusterUsageTags.clusterCreator":"JobLauncher","spark.databricks.clusterUsageTags.clusterFirstOnDemand":"3")",
       {"machine: m5d.4xlarge", "pricing: spot", "platform: databricks\n"},
       "the first 3 machines were on demand"},
      {R"("spark.databricks.clusterUsageTags.clusterNodeType":"Standard_E8s_v3","spark.databricks.clusterUsageTags.clusterCreator":"Webapp","spark.databricks.clusterUsageTags.clusterAvailability":"ON_DEMAND_AZURE")",
       {"machine: Standard_E8s_v3", "platform: databricks_all_purpose\n"},
       ""},
      {R"("spark.databricks.workerNodeTypeId":"m99.huge")",
       {"vcpus: 8", "platform: databricks\n"},
       "the worker is a m99.huge (spark.databricks.workerNodeTypeId), which the catalogue does not hold"},
      {R"("spark.sql.emr.internal.extensions":"x")", {"vcpus: 8", "platform: emr\n"}, "it ran on emr"},
      {R"("spark.dataproc.engine":"default")", {"vcpus: 8", "platform: dataproc\n"}, "it ran on dataproc"},
      {R"("spark.master":"yarn")", {"vcpus: 8"}, ""},
  }));
  const std::string log = R"({"Event":"SparkListenerApplicationStart","App Name":"a","Timestamp":1700000000000}
{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{)" +
                          std::string(settings) + R"(}}
{"Event":"SparkListenerExecutorAdded","Timestamp":1700000001000,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":8}}
{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":0,"Launch Time":1700000002100,"Finish Time":1700000008100},"Task Metrics":{"Executor Run Time":5900}}
{"Event":"SparkListenerApplicationEnd","Timestamp":1700000010000}
)";
  const Folder folder;
  const Ran ran = sizer_with({"import", folder.file("app.log", log), "--output", folder.at("job.yaml")});
  INFO(settings << ran.err);
  REQUIRE(ran.code == 0);
  CHECK((ran.err.find("warning") != std::string::npos) == (warning != std::string()));
  CHECK(ran.err.find(warning) != std::string::npos);
  const std::string text = read_file(folder.at("job.yaml"));
  for (const std::string& line : lines) CHECK(text.find("  " + line) != std::string::npos);
  const Ran estimated = sizer_with({"estimate", folder.at("job.yaml"), "--format", "json"});
  REQUIRE(estimated.code == 0);
  const bool priced = lines.front().starts_with("machine");
  CHECK(Json::parse(estimated.out)["jobs"][0]["cost_usd"]["total"].is_null() != priced);
}

TEST_CASE("constants that logs show outright are quartiles of what was seen, and few are chance", "[logs][calibrate]") {
  Observer few;
  few.add(read_logs({two_queries}).front());
  CHECK(few.constants().empty());

  Run run;
  for (int i = 1; i <= 11; ++i) {
    RunStage stage;
    stage.id = i;
    stage.first_launch_ms = i * 100'000;
    stage.last_finish_ms = i * 100'000 + 10'000 * i;
    for (int task = 0; task < 9; ++task) stage.durations_ms.add(1000);
    stage.durations_ms.add(1000 * (i + 1));
    run.stages.push_back(std::move(stage));
  }
  Observer many;
  many.add(run);
  const std::vector<ObservedConstant> seen = many.constants();
  REQUIRE(seen.size() == 1);
  CHECK(constant_table()[seen[0].id].name == std::string("straggler"));
  CHECK(seen[0].seen == 11);
  CHECK(seen[0].value.typical == Approx(7 / ((9 + 7) / 10.0)).epsilon(0.02));  // of i = 6
  CHECK(seen[0].value.low < seen[0].value.typical);
  CHECK(seen[0].value.typical < seen[0].value.high);
}

TEST_CASE("logs are calibrated on and back-tested, as text, as JSON and as a page", "[logs][calibrate]") {
  const Folder folder;
  const std::string profile = folder.at("profile.yaml");
  const Ran fitted = sizer_with({"calibrate", two_queries, two_queries, "--output", profile});
  CHECK(fitted.code == 0);
  CHECK(fitted.err.find("4 runs") != std::string::npos);
  const Ran tested = sizer_with({"backtest", two_queries, "--profile", profile, "--format", "json"});
  REQUIRE(tested.code == 0);
  const Json document = Json::parse(tested.out);
  CHECK(document["runs"].size() == 2);
  REQUIRE(document["stages"].size() >= 2);
  for (const Json& stage : document["stages"]) {
    const double measured = stage["measured_seconds"].get<double>();
    CHECK(measured >= 1);
    CHECK(stage["replayed_seconds"]["typical"].get<double>() == Approx(measured).epsilon(0.25));
  }
  CHECK(sizer_with({"backtest", two_queries, "--profile", profile}).out.find("scheduled again") != std::string::npos);
  const Ran page = sizer_with({"backtest", two_queries, "--profile", profile, "--format", "html"});
  CHECK(page.code == 0);
  CHECK(page.out.find("<svg") != std::string::npos);
  CHECK(page.out.find("two queries: part 1") != std::string::npos);
  CHECK(sizer_with({"calibrate", folder.at("none.log")}).code == 2);
}
