// `sizer size`: its answer in other verbs, manifests beside it, exit codes, and flags that make no sense.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "folder.h"
#include "program.h"
#include "sized.h"

using namespace sizer;

TEST_CASE("what the answer says to write gives the estimate that it shows", "[size]") {
  const Ran sized =
      sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--deadline",
                  "40 min", "--machine", "m5d*,r6i*", "--nodes", "2..60", "--format", "json"});
  REQUIRE(sized.code == 0);
  const auto value = [&](const std::string& path) {
    Ran one = sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--deadline",
                          "40 min", "--machine", "m5d*,r6i*", "--nodes", "2..60", "--get", path});
    return one.out.substr(0, one.out.size() - 1);
  };
  const Ran again =
      sizer_with({"estimate", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml", "--set",
                  "cluster=" + value("sizing.winner.cluster"), "--get", "jobs[0].wall_clock_seconds.typical"});
  REQUIRE(again.code == 0);
  CHECK(again.out == value("sizing.winner.wall_clock_seconds.typical") + "\n");
}

TEST_CASE("the answer is written as a manifest in the same step", "[size][deploy]") {
  const Folder folder;
  const std::string file = (folder.path / "app.yaml").string(), flags = (folder.path / "defaults.conf").string();
  const std::string job = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml";
  const Ran ran = sizer_with({"size", job, "--deadline", "40 min", "--machine", "m5d*", "--nodes", "2..60", "--export",
                              "spark-application=" + file, "--export", "spark-defaults=" + flags, "--format", "json"});
  REQUIRE(ran.code == 0);
  // What is read back from it takes as long as the answer said.
  const Ran imported = sizer_with({"import", file});
  REQUIRE(imported.code == 0);
  Job read = sized::shipped("spark-join-sort-merge");
  read.cluster = read_cluster(imported.out, "cluster.yaml");
  read.spark = overlaid(read.cluster.spark, read.own_spark);
  for (Step& step : read.steps)
    if (auto* join = std::get_if<Join>(&step.op)) join->strategy = JoinStrategy::sort_merge;
  const double seconds = sized::typical(read).timeline.duration.value;
  CHECK(ran.out.find("\"decided_seconds\": " + nlohmann::json(seconds).dump()) != std::string::npos);
  CHECK(read_file(file).find("kind: SparkApplication") != std::string::npos);
  CHECK(read_file(flags).find("spark.executor.cores") != std::string::npos);
  CHECK(ran.out.find("\"manager\": \"kubernetes\"") != std::string::npos);
}

TEST_CASE("a manifest that cannot be of the job is refused, and without a winner none is written", "[size][deploy]") {
  const Folder folder;
  const std::string file = (folder.path / "made.yaml").string();
  const std::string job = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-dedup.yaml";
  const auto with = [&](const std::string& value, const std::string& deadline) {
    return sizer_with({"size", job, "--deadline", deadline, "--machine", "n2-standard-8", "--export", value});
  };
  CHECK(with("ray-job=" + file, "2 h").code == 2);
  CHECK(with("ray-job=" + file, "2 h").err.find("those that fit") != std::string::npos);
  CHECK(with("spark-aplication=" + file, "2 h").err.find("did you mean 'spark-application'") != std::string::npos);
  CHECK(with("spark-application", "2 h").err.find("expected TARGET=FILE") != std::string::npos);
  CHECK(with("emr-instance-fleet=" + file, "2 h").err.find("is for machines of aws") != std::string::npos);
  const Ran none = with("spark-application=" + file, "1 s");
  CHECK(none.code == 1);
  CHECK(none.out.find("no manifest is written") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("where nothing keeps the deadline the exit code is 1 and the nearest miss is told", "[size]") {
  const Ran ran = sizer_with({"size", std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml",
                              "--deadline", "10 s", "--machine", "m5.*", "--nodes", "2..20"});
  CHECK(ran.code == 1);
  CHECK(ran.out.find("NOTHING KEEPS THE LIMITS") != std::string::npos);
  CHECK(ran.out.find("What comes nearest: ") != std::string::npos);
}

TEST_CASE("flags of size that make no sense are refused with what was expected", "[size]") {
  const std::string job = std::string(SIZER_SOURCE_DIR) + "/workloads/spark-join-sort-merge.yaml";
  const auto refused = [&](const std::vector<std::string>& flags, const std::string& words) {
    std::vector<std::string> args = {"size", job};
    args.insert(args.end(), flags.begin(), flags.end());
    const Ran ran = sizer_with(args);
    CAPTURE(words, ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.err.find(words) != std::string::npos);
  };
  refused({"--nodes", "20..2"}, "expected a range");
  refused({"--nodes", "many"}, "expected a range");
  refused({"--machine", "m5d.4xlage"}, "did you mean 'm5d.4xlarge'");
  refused({"--cloud", "awz"}, "did you mean 'aws'");
  refused({"--cloud", "gcp", "--machine", "m5*"}, "no machine type");
  refused({"--objective", "speed"}, "cost");
  refused({"--deadline", "soon"}, "--deadline");
  refused({"--machine", ","}, "it names nothing");
  refused({"--gpu-rate", "T4"}, "expected GPU=ROWS");
  refused({"--gpu-rate", "zzzzz=1000"}, "known: ");
  refused({"--gpu-rate", "A100-80G=1000"}, "did you mean 'A100-80GB'");
}
