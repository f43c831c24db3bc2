// Constants fitted to measured runs: what runs can tell is found, what they cannot tell stays, and the error is honest.
#include <fmt/format.h>

#include <cmath>

#include "catch.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/calibration.h"
#include "sizer/input.h"

using namespace sizer;
using Catch::Matchers::Contains;

namespace {

constexpr const char* columns = "name,machine,nodes,work,format,rows,input_bytes,seconds\n";

/// Rows of a sort on these nodes, as a cluster whose constants are `truth` would measure them.
std::string rows_of(const Constants& truth, const std::vector<int>& nodes, const std::string& machine = "m5d.4xlarge") {
  std::string table = columns;
  for (const int n : nodes)
    for (const double gigabytes : {200.0, 300.0, 450.0}) {
      const std::string row = fmt::format("sort-{0}x{1:.0f},{2},{0},sort,text,{3:.0f},{4:.0f},", n, gigabytes, machine,
                                          gigabytes * 1e7, gigabytes * 1e9);
      const MeasuredRun run = read_runs(columns + row + "1\n", "row.csv").front();
      table += fmt::format("{}{:.2f}\n", row, predict(run, truth.at(Case::typical), Case::typical).value);
    }
  return table;
}

void set(Constants& constants, const char* name, double value) {
  constants.set(*find_constant(name), {value, value, value});
}

double typical(const Constants& constants, const char* name) {
  return constants.range(*find_constant(name)).typical;
}

/// A cluster that is not like the built-in one: its driver takes a node, a tenth of the work stays on one, and its CPUs
/// are half as fast again as tuned.
Constants odd_cluster() {
  Constants truth;
  set(truth, "driver_nodes", 1);
  set(truth, "one_node_share", 0.1);
  set(truth, "tuning_typical", 1.2);
  return truth;
}

}  // namespace

TEST_CASE("a fit to small clusters foretells large ones", "[calibration]") {
  const Constants truth = odd_cluster();
  const auto small = read_runs(rows_of(truth, {2, 4, 6}), "small.csv");
  const auto large = read_runs(rows_of(truth, {10, 16}), "large.csv");
  const BackTest before = summary_of(predict_all(large, Constants()));
  const Calibration made = calibrate(small, Constants());
  const BackTest after = summary_of(predict_all(large, made.constants));
  CHECK(before.median > 0.15);
  CHECK(after.worst < 0.05);
  CHECK(typical(made.constants, "driver_nodes") == 1);
  CHECK(typical(made.constants, "one_node_share") == Approx(0.1).margin(0.03));
}

TEST_CASE("runs that are as the built-in constants say change little", "[calibration]") {
  const Calibration made = calibrate(read_runs(rows_of(Constants(), {2, 4, 8, 12}), "runs.csv"), Constants());
  CHECK(typical(made.constants, "driver_nodes") == 0);
  CHECK(typical(made.constants, "one_node_share") < 0.01);
  for (const FittedConstant& each : made.fitted)
    if (each.before.typical > 0)
      CHECK(std::abs(std::log(made.constants.range(each.id).typical / each.before.typical)) < 0.1);
  CHECK(made.constants.back_test->worst < 0.05);
}

TEST_CASE("what no run depends on keeps its value, and the profile says why", "[calibration]") {
  const Calibration made = calibrate(read_runs(rows_of(odd_cluster(), {2, 4, 6}), "runs.csv"), Constants());
  const auto kept = std::ranges::find(made.kept, *find_constant("ray_sort_byte"), &KeptConstant::id);
  REQUIRE(kept != made.kept.end());
  CHECK(kept->why == "no run depends on it");
  CHECK_FALSE(made.constants.overridden(kept->id));
  for (const FittedConstant& each : made.fitted)
    CHECK(std::ranges::find(made.kept, each.id, &KeptConstant::id) == made.kept.end());
}

TEST_CASE("one run that is far off pulls the others' prediction but little", "[calibration]") {
  std::vector<MeasuredRun> runs = read_runs(rows_of(odd_cluster(), {2, 3, 4, 6, 8}), "runs.csv");
  runs[4].seconds = runs[4].seconds * 4;
  const Calibration made = calibrate(runs, Constants());
  CHECK(made.constants.back_test->median < 0.05);
  CHECK(made.constants.back_test->worst > 2);
}

TEST_CASE("ranges hold what runs that are alike differ by", "[calibration]") {
  std::vector<MeasuredRun> runs = read_runs(rows_of(odd_cluster(), {2, 3, 4, 6, 8, 10, 12}), "runs.csv");
  for (std::size_t i = 0; i < runs.size(); ++i)
    runs[i].seconds = runs[i].seconds * std::exp(0.5 * std::sin(7.0 * static_cast<double>(i)));
  const Calibration made = calibrate(runs, Constants());
  CHECK(made.constants.back_test->inside >= 0.85);
  CHECK(made.constants.back_test->median > 0.1);
}

TEST_CASE("CPU time that was measured counts for the model's own", "[calibration]") {
  const std::string row =
      "name,machine,nodes,input_bytes,shuffle_bytes,cpu_seconds,seconds\nq,m5d.4xlarge,4,50 GB,20 GB,{},100\n";
  const auto predicted = [&](int cpu) {
    return predict(read_runs(fmt::format(fmt::runtime(row), cpu), "q.csv").front(), Constants().at(Case::typical),
                   Case::typical)
        .value;
  };
  CHECK(predicted(40'000) - predicted(20'000) == Approx(predicted(60'000) - predicted(40'000)).epsilon(0.05));
  CHECK(predicted(40'000) - predicted(20'000) > 20'000.0 / 64);
}

TEST_CASE("a profile reads back as it was written", "[calibration]") {
  const Calibration made = calibrate(read_runs(rows_of(odd_cluster(), {2, 4, 6}), "it's.csv"), Constants());
  const Constants read = read_constants(profile_text(made, {"it's.csv"}), "profile.yaml", Constants());
  REQUIRE(read.back_test);
  CHECK(read.back_test->runs == 9);
  for (const FittedConstant& each : made.fitted) {
    CHECK(read.overridden(each.id));
    CHECK(read.range(each.id).typical == Approx(made.constants.range(each.id).typical).epsilon(0.001));
  }
  CHECK_THAT(profile_text(made, {"it's.csv"}), Contains("profile: \"it's.csv\"") && Contains("kept:"));
}

TEST_CASE("a profile that is wrong is told with its place", "[calibration]") {
  const Folder folder;
  const std::string file =
      folder.file("p.yaml", "constants:\n  tunning_typical: 1.5\nback_test: {runs: 0, median: 0.1}\n");
  const Ran ran = sizer_with({"constants", "--profile", file});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("p.yaml:2:3") && Contains("did you mean 'tuning_typical'") && Contains("worst"));
}

TEST_CASE("every report says how far its profile was off", "[calibration]") {
  const Folder folder;
  const std::string runs = folder.file("runs.csv", rows_of(odd_cluster(), {2, 4, 6}));
  const std::string profile = folder.at("profile.yaml");
  const Ran made = sizer_with({"calibrate", "--runs", runs, "-o", profile});
  CHECK(made.code == 0);
  CHECK_THAT(made.err, Contains("9 runs: median "));
  const std::string job =
      "engine: spark\ncluster: 8 x m5d.4xlarge\ninputs: {a: {size: 100 GB}}\nsteps:\n  - sort: {by: k}\n  - write: "
      "{}\n";
  const Ran text = sizer_with({"estimate", "-", "--profile", profile, "--width", "200"}, job);
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("back-test, 9 runs: median"));
  const Json json = Json::parse(sizer_with({"estimate", "-", "--profile", profile, "-f", "json"}, job).out);
  CHECK(json["profile"]["back_test"]["runs"] == 9);
  CHECK(json["profile"]["constants"].contains("driver_nodes"));
  const Json plain = Json::parse(sizer_with({"estimate", "-", "-f", "json"}, job).out);
  CHECK(plain["profile"]["back_test"].is_null());
}

TEST_CASE("measured and predicted stand side by side", "[calibration]") {
  const Folder folder;
  const std::string runs = folder.file("runs.csv", rows_of(odd_cluster(), {2, 4, 6}));
  const Ran text = sizer_with({"backtest", "--runs", runs});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("from a fit to all others") && Contains("sort-2x200"));
  const Json json = Json::parse(sizer_with({"backtest", "--runs", runs, "-f", "json"}).out);
  CHECK(json["method"] == "leave_one_out");
  CHECK(json["runs"].size() == 9);
  CHECK(json["all"]["runs"] == 9);
  CHECK(json["applications"].size() == 1);
  for (const Json& run : json["runs"]) {
    CHECK(run["measured_seconds"].get<double>() > 0);
    const bool inside = run["predicted_seconds"]["low"] <= run["measured_seconds"] &&
                        run["measured_seconds"] <= run["predicted_seconds"]["high"];
    CHECK(run["inside"].get<bool>() == inside);
  }
}

TEST_CASE("what is wrong with a table of runs is told all at once, with its place", "[calibration]") {
  try {
    read_runs(
        "name,machine,nodes,input_bytes,seconds\na,m5d.4xlarge,2,ten,60\nb,m5d.4xlarge,two,10 GB,60\n\"c\",m5.4xl,2,1 "
        "TB,\nd,1\n",
        "r.csv");
    FAIL("it was read");
  } catch (const InputError& error) {
    std::vector<std::string> places;
    for (const Diagnostic& each : error.diagnostics) places.push_back(where_text(each.place));
    CHECK(places == std::vector<std::string>{"r.csv:2:17", "r.csv:3:15", "r.csv:4:1", "r.csv:4:5", "r.csv:5:1"});
  }
  CHECK_THROWS_WITH(read_runs("name,nodes\nx,1\n", "r.csv"), Contains("no column `seconds`"));
  CHECK_THROWS_WITH(read_runs("name,input_bytes,seconds\n\"x,1,2\n", "r.csv"), Contains("never closed"));
  CHECK_THROWS_AS(read_runs("", "r.csv"), InputError);
}

TEST_CASE("columns may have the names of published tables", "[calibration]") {
  const MeasuredRun run = read_runs(
                              "id,workload,instance,input_bytes,shuffle_write_bytes,wall_s,note\n"
                              "q1,\"TPC-DS q1; executor CPU 892 s; run 1126 s\",\"YARN: 32 executors x 8 cores x 64 "
                              "GB, shared\",10e9,5e9,16.4,\"a, \"\"b\"\"\"\n",
                              "r.csv")
                              .front();
  CHECK(run.cpu->value == 892);
  CHECK(run.seconds.value == 16.4);
  CHECK(run.job.cluster.nodes == 32);
  CHECK(run.job.cluster.executors.cores == 8);
}

TEST_CASE("a fit needs more than one run", "[calibration]") {
  const Folder folder;
  const std::string one = folder.file("one.csv", std::string(columns) + "a,m5d.4xlarge,2,sort,text,1e9,1e11,600\n");
  const Ran ran = sizer_with({"calibrate", "--runs", one});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("at least 2 are needed"));
  CHECK(sizer_with({"calibrate"}).code == 2);
  CHECK(sizer_with({"backtest", "--runs", folder.at("missing.csv")}).code == 3);
}
