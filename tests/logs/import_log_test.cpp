// Which log `import` reads: of standard input, of a folder, of several applications.
#include <nlohmann/json.hpp>

#include "catch.h"
#include "packed.h"
#include "program.h"
#include "real_log.h"
#include "result/json_value.h"
#include "sizer/input.h"

using namespace sizer;
using sizer::Json;

namespace {

/// A log with one task.
std::string log_of(const std::string& id, const std::string& name, const std::string& start = "1700000000000") {
  return R"({"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}
{"Event":"SparkListenerApplicationStart","App Name":")" +
         name + R"(","App ID":")" + id + R"(","Timestamp":)" + start + R"(}
{"Event":"SparkListenerExecutorAdded","Timestamp":1700000001000,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":8}}
{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":0,"Launch Time":1700000002100,"Finish Time":1700000008100},"Task Metrics":{"Executor Run Time":5900}}
{"Event":"SparkListenerApplicationEnd","Timestamp":1700000010000}
)";
}

}  // namespace

TEST_CASE("a log on standard input is imported as from its file, packed or not", "[import][logs]") {
  const std::string& log = real_log();
  const auto [what, bytes] = GENERATE_COPY(table<std::string, std::string>({
      {"plain", log},
      {"zstd", packed::zstd(log)},
      {"gzip", packed::deflated(log, 31)},
      {"lz4", packed::lz4_frame(log)},
      {"snappy", packed::snappy_header + packed::snappy_block(log)},
      {"zip", packed::zip({{"app-1", log}})},
  }));
  INFO(what);
  const Ran from_file = sizer_with({"import", std::string(SIZER_SOURCE_DIR) + "/tests/logs/two_queries.zst"});
  REQUIRE(from_file.code == 0);
  const Ran ran = sizer_with({"import", "-"}, bytes);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(ran.out == from_file.out);
}

TEST_CASE("what is wrong with a log on standard input is told of it", "[import][wrong]") {
  const Ran cut = sizer_with({"import", "-"}, real_log().substr(0, real_log().size() / 2));
  CHECK(cut.code == 0);
  CHECK(cut.err.find("<stdin>: warning[SZ062]: cut short") != std::string::npos);
  const Ran none = sizer_with({"import", "-"}, packed::zstd("hello\n"));
  CHECK(none.code == 2);
  CHECK(none.err.find("<stdin>: error[SZ035]: no event log") != std::string::npos);
}

TEST_CASE("of several applications one is picked by its id, name, log or number", "[import][logs]") {
  const Folder folder;
  folder.file("a", log_of("app-1", "daily", "1700000000123"));
  folder.file("b.gz", packed::deflated(log_of("app-2", "weekly"), 31));
  folder.file("c", log_of("app-3", "daily"));
  struct Picked {
    std::string pick, told;
    const char* name;  ///< of the job; empty: none is made
  };
  const auto [pick, told, name] = GENERATE(values<Picked>({
      {"", "there are 3 applications here: --pick one, by its id, name or number", ""},
      {"",
       "= note: there are: 1 (app-1, 'daily', 2023-11-14 22:13:20 UTC), 2 (app-2, 'weekly', 2023-11-14 22:13:20 UTC), "
       "3 (app-3, 'daily', 2023-11-14 22:13:20 UTC)\n",
       ""},
      {"app-2", "", "weekly"},
      {"weekly", "", "weekly"},
      {"b.gz", "", "weekly"},
      {"2", "", "weekly"},
      {"app-3", "", "daily"},
      {"daily", "error[SZ160]: --pick 'daily': 2 applications are called so: --pick one by its number", ""},
      {"daily", "there are: 1 (app-1, 'daily', 2023-11-14 22:13:20 UTC), 3 (app-3", ""},
      {"weakly", "error[SZ161]: --pick 'weakly': none of the 3 applications is called so", ""},
      {"weakly", "did you mean 'weekly'?", ""},
      {"4", "--pick '4': none of the 3 applications is called so", ""},
  }));
  std::vector<std::string> args = {"import", folder.path.string()};
  if (!pick.empty()) args.insert(args.end(), {"--pick", pick});
  const Ran ran = sizer_with(args);
  INFO(pick << "\n" << ran.err);
  const bool made = *name != '\0';
  CHECK(ran.code == (made ? 0 : 2));
  CHECK(ran.out.empty() == !made);
  CHECK(ran.err.find(told) != std::string::npos);
  if (made) CHECK(ran.out.find("\nname: " + std::string(name) + "\n") != std::string::npos);
}

TEST_CASE("applications of one archive, or of one file, are picked too", "[import][logs]") {
  const std::string one = log_of("app-1", "daily"), two = log_of("app-2", "weekly");
  for (const std::string& bytes : {packed::zip({{"x/app-1", one}, {"x/app-2", two}}), one + two}) {
    CHECK(sizer_with({"import", "-"}, bytes).code == 2);
    const Ran ran = sizer_with({"import", "-", "--pick", "app-2"}, bytes);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("name: weekly\n") != std::string::npos);
  }
}

TEST_CASE("of one application there is nothing to choose, and what lies beside it is passed over", "[import][logs]") {
  const Folder folder;
  folder.file("app", log_of("app-1", "daily"));
  folder.file("readme.txt", "hello\n");
  const std::string path = folder.path.string();
  for (const char* const pick : {"", "1", "app-1", "daily"}) {
    std::vector<std::string> args = {"import", path};
    if (*pick != '\0') args.insert(args.end(), {"--pick", pick});
    const Ran ran = sizer_with(args);
    INFO(pick << ran.err);
    CHECK(ran.code == 0);
    CHECK(ran.err.find("warning[SZ177]: readme.txt is passed over: no event log") != std::string::npos);
  }
  CHECK(sizer_with({"import", path, "--pick", "2"}).err.find("there is one application here") != std::string::npos);
  CHECK(sizer_with({"import", path, "--pick", "1", "--pick", "1"}).code == 2);
}

TEST_CASE("a run in local mode is one machine, paid once", "[import][logs]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", sizer_with({"import", "-"}, real_log()).out);
  const Job read = read_job(document_of(read_file(job), 1), job);
  CHECK(read.cluster.nodes == 1);
  CHECK(read.cluster.driver_place == DriverPlace::local);
  CHECK(read.cluster.executors.cores == 4);
  const Ran ran = sizer_with({"estimate", job + "#1", "--set", "cluster.price=$1/h", "--format", "json"});
  REQUIRE(ran.code == 0);
  const Json made = Json::parse(ran.out)["jobs"][0];
  std::size_t machines = 0;
  for (const Json& line : made["cost_usd"]["lines"]) machines += line["unit"] == "node-hour" ? 1 : 0;
  CHECK(machines == 1);
}

TEST_CASE("the driver of a run on one host is where the log has it", "[import][logs]") {
  struct Place {
    const char* settings;
    const char* executor;
    const char* driver;  ///< of the cluster
  };
  const auto [settings, executor, driver] = GENERATE(values<Place>({
      {R"("spark.master":"local[8]","spark.driver.memory":"20g")", "driver", "local"},
      {R"("spark.master":"local[8]")", "<driver>", "local"},
      {R"("spark.app.name":"a")", "driver", "local"},
      {R"("spark.master":"local-cluster[1,8,1024]")", "0", "on_worker"},
      {R"("spark.master":"spark://h:7077","spark.driver.host":"h","spark.driver.memory":"20g")", "0", "on_worker"},
      {R"("spark.master":"spark://h:7077","spark.driver.host":"laptop")", "0", "own_node"},
      {R"("spark.master":"yarn","spark.driver.host":"h","spark.sql.emr.internal.extensions":"x")", "1", "own_node"},
      {R"("spark.master":"local[*, 4]","spark.databricks.clusterUsageTags.clusterNodeType":"m5d.2xlarge","spark.databricks.driverNodeTypeId":"m5d.2xlarge")",
       "driver", "local"},
  }));
  std::string log = log_of("app-1", "a");
  const auto put = [&](const std::string& what, const std::string& instead) {
    log.replace(log.find(what), what.size(), instead);
  };
  put(R"("Executor ID":"1")", R"("Executor ID":")" + std::string(executor) + '"');
  put(R"({"Event":"SparkListenerExecutorAdded")", R"({"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{)" +
                                                      std::string(settings) +
                                                      "}}\n"
                                                      R"({"Event":"SparkListenerExecutorAdded")");
  const Ran ran = sizer_with({"import", "-"}, log);
  INFO(settings << ran.err << ran.out);
  REQUIRE(ran.code == 0);
  CHECK(ran.out.find("  driver: " + std::string(driver) + "\n") != std::string::npos);
  const Cluster cluster = read_job(ran.out, "job.yaml").cluster;
  CHECK(cluster.nodes == 1);
  if (std::string(settings).find("20g") == std::string::npos) return;
  CHECK(cluster.machine.memory.value > 20.0 * 1024 * 1024 * 1024);  // the driver's is in it
  const bool local = cluster.driver_place == DriverPlace::local;
  CHECK((cluster.executors.memory.value == 20.0 * 1024 * 1024 * 1024) == local);
}
