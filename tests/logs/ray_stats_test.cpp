// What ds.stats() of Ray Data prints, read as measured runs. The texts in tests/runs are those of real runs (made by
// tests/runs/record_ray.py); where a truth must be known, a text is written here.
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "catch.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/calibration.h"
#include "sizer/input.h"

using namespace sizer;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string recorded(const std::string& name) {
  std::ifstream file(std::string(SIZER_SOURCE_DIR) + "/tests/runs/" + name + ".txt");
  std::stringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

RayStats stats_of(const std::string& name) {
  return read_ray_stats(recorded(name), name, "");
}

const MeasuredOperator& operator_in(const RayStats& stats, const std::string& name) {
  const auto found = std::ranges::find_if(stats.operators, [&](const auto& op) { return op.name.starts_with(name); });
  REQUIRE(found != stats.operators.end());
  return *found;
}

double typical_of(const Constants& constants, const char* name) {
  return constants.range(*find_constant(name)).typical;
}

/// Operators that read, sort, and run a function, whose tasks took so long.
std::string made_text(double gigabytes, double read, double sort, double map, double user) {
  const double rows = gigabytes * 1e7;
  const auto figures = [&](double total) {
    return fmt::format(
        "* Remote wall time: 1ms min, 2s max, 1s mean, {:.6f}s total\n* UDF time: 0us min, 2s max, 1s mean, "
        "{:.6f}s total\n* Output num rows per block: 1 min, 1 max, 1 mean, {:.0f} total\n"
        "* Output size bytes per block: 1 min, 1 max, 1 mean, {:.0f} total\n",
        total, total == map ? user : 0, rows, 2 * gigabytes * 1e9);
  };
  return fmt::format(
      "# name: made {0:.0f}\n# input_bytes: {0:.0f} GB\n# storage: local_disk\n# tuning: tuned\n"
      "Operator 1 ReadParquet: 90 tasks executed, 90 blocks produced in 9s\n{1}\nOperator 2 Sort: executed in 9s\n\n"
      "\tSuboperator 0 SortMap: 90 tasks executed, 90 blocks produced\n{2}\n"
      "Operator 3 MapBatches(f): 90 tasks executed, 90 blocks produced in 9s\n{3}\n",
      gigabytes, figures(read), figures(sort), figures(map));
}

/// The same as a cluster with these constants would print it.
std::string made_by(const Constants& truth, double gigabytes) {
  const RayStats shape = read_ray_stats(made_text(gigabytes, 10, 20, 30, 15), "made", "");
  std::vector<double> times;
  for (const MeasuredRun& run : shape.runs) times.push_back(predict(run, truth.at(Case::typical), Case::typical).value);
  REQUIRE(times.size() == 2);
  return made_text(gigabytes, times[0], times[1], 30, 15);
}

}  // namespace

TEST_CASE("each operator of a text of Ray has its rows, bytes and seconds", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.54.1-long");
  REQUIRE(stats.operators.size() == 4);
  const MeasuredOperator& read = operator_in(stats, "ReadParquet");
  CHECK(*read.tasks == 8);
  CHECK(*read.blocks == 120);
  CHECK(*read.seconds == Seconds{5.04});
  CHECK(read.held->value == Approx(0.21793));
  CHECK(read.cpu->value == Approx(0.15573));
  CHECK(*read.rows_out == Rows{3'200'000});
  CHECK(*read.bytes_out == Bytes{122'448'035});
  CHECK(read.heap->value == Approx(196.64 * 1024 * 1024));
  CHECK(read.place.line == 13);
  const MeasuredOperator& map = operator_in(stats, "MapBatches(doubled)->MapBatches(Scorer)");
  CHECK(map.rows_per_second()->value == Approx(3'200'000 / 7.55));
  CHECK(*map.matches() == 1);
  CHECK(*map.width() == Approx(172'447'747.0 / 122'448'035));
}

TEST_CASE("the parts of a shuffle count together", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.54.1-long");
  const MeasuredOperator& sort = operator_in(stats, "Sort");
  CHECK(*sort.seconds == Seconds{19.74});
  CHECK(sort.held->value == Approx(0.51766 + 0.9815));
  CHECK(*sort.rows_in == Rows{3'200'000});
  CHECK(*sort.bytes_out == Bytes{172'847'802});
}

TEST_CASE("the user's code is never timed at more than its tasks", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.54.1-long");  // its nested functions took 7.41 s of 6.1 s
  const MeasuredOperator& map = operator_in(stats, "MapBatches(doubled)->MapBatches(Scorer)");
  CHECK(*map.user == *map.held);
  CHECK(map.user_rows_per_second()->value == Approx(3'200'000 / 6.1));
  CHECK_THAT(map.kept_out, Contains("nothing but run the user's code"));
}

TEST_CASE("stages of Ray 2.9 are its operators", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.9.3-long");
  const MeasuredOperator& read = operator_in(stats, "ReadParquet");
  CHECK(*read.blocks == 120);
  CHECK_FALSE(read.tasks);
  CHECK_FALSE(read.user);
  CHECK(*read.rows_out == Rows{3'200'000});
  CHECK(operator_in(stats, "Sort").held);
  CHECK_THAT(operator_in(stats, "MapBatches").kept_out, Contains("does not time the user's code"));
}

TEST_CASE("rows that leave a write are none of the data's", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.54.1-long");
  const MeasuredOperator& write = operator_in(stats, "MapBatches(doubled)->Write");
  CHECK(*write.rows_in == Rows{3'200'000});
  CHECK_FALSE(write.rows_out);
  CHECK_FALSE(write.width());
}

TEST_CASE("a run whose user code was not timed is not one of the fit", "[ray_stats]") {
  const auto whole = [](const RayStats& stats) {
    return std::ranges::any_of(stats.runs, [](const MeasuredRun& run) { return run.of.empty(); });
  };
  CHECK(whole(stats_of("ray-2.54.1-long")));
  CHECK_FALSE(whole(stats_of("ray-2.9.3-long")));
  CHECK(whole(stats_of("ray-2.9.3-group")));
}

TEST_CASE("what Ray tells twice is counted once", "[ray_stats]") {
  const RayStats stats = stats_of("ray-2.54.1-union");
  CHECK(std::ranges::count(stats.operators, "ReadParquet->SplitBlocks(15)", &MeasuredOperator::name) == 1);
  CHECK_THAT(operator_in(stats, "UnionOperator").kept_out, Contains("model"));
}

TEST_CASE("the time of a fit to operators leads back to what they cost", "[ray_stats]") {
  Constants truth;
  truth.set(*find_constant("ray_read_byte"), {12e-9, 12e-9, 12e-9});  // twice what is built in
  std::string text;
  for (const double gigabytes : {20.0, 50.0, 90.0}) text += made_by(truth, gigabytes);
  const RayStats stats = read_ray_stats(text, "made.txt", "");
  CHECK(stats.runs.size() == 6);  // the function's own time is its rate, and tells nothing of Ray
  const Calibration made = calibrate(stats.runs, Constants());
  CHECK(made.constants.back_test->median < 0.02);
  const auto typical = [&](const char* name) { return typical_of(made.constants, name); };
  CHECK(typical("ray_read_byte") == Approx(12e-9).epsilon(0.2));  // all that is slower might be the cluster's tuning
  CHECK(typical("ray_sort_byte") == Approx(typical_of(Constants(), "ray_sort_byte")).epsilon(0.2));
  CHECK(std::ranges::find(made.kept, *find_constant("ray_write_byte"), &KeptConstant::id) != made.kept.end());
}

TEST_CASE("the whole is a run where its cluster and its time are known", "[ray_stats]") {
  const std::string text =
      made_text(10, 60, 100, 30, 15) + "Dataset throughput:\n\t* Ray Data throughput: 1000000.0 rows/s\n";
  const RayStats alone = read_ray_stats(text, "a", ""), with = read_ray_stats(text, "a", "4 x m5.4xlarge");
  CHECK(alone.runs.size() == 2);
  REQUIRE(with.runs.size() == 3);
  CHECK(with.runs.back().of.empty());
  CHECK(with.runs.back().seconds.value == Approx(100));
  CHECK(with.runs.back().job.cluster.nodes == 4);
}

TEST_CASE("bytes on storage that nobody told are asked for", "[ray_stats]") {
  const std::string text = recorded("ray-2.54.1-shuffle");
  const RayStats stats = read_ray_stats(text.substr(text.find("Operator")), "a", "");
  CHECK_THAT(operator_in(stats, "ReadParquet").kept_out, Contains("# input_bytes"));
  CHECK(operator_in(stats, "RandomShuffle").kept_out.empty());
}

TEST_CASE("damaged figures of a text of Ray are told with their place", "[ray_stats]") {
  const Folder folder;
  std::string text = recorded("ray-2.54.1-long");
  for (const auto& [good, bad] : {std::pair("80.46us min", "80.46 min"), std::pair("3200000 total", "32x total"),
                                  std::pair("120 blocks produced in 7.55s", "120 blocks produced in s")})
    text.replace(text.find(good), std::string(good).size(), bad);
  const Ran ran = sizer_with({"calibrate", "--runs", folder.file("stats.txt", text)});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("stats.txt:14:") && Contains("stats.txt:18:") && Contains("stats.txt:28:"));
  CHECK(ran.out.empty());
}

TEST_CASE("every beginning of a text of Ray, and every flip in it, is read or refused with a place", "[ray_stats]") {
  const std::string name = GENERATE("ray-2.54.1-group", "ray-2.54.1-iterate", "ray-2.54.1-long", "ray-2.54.1-map",
                                    "ray-2.54.1-shuffle", "ray-2.54.1-union", "ray-2.9.3-group", "ray-2.9.3-long");
  const std::string text = recorded(name);
  std::size_t read = 0, refused = 0;
  const auto check = [&](const std::string& damaged) {
    try {
      read += read_ray_stats(damaged, "a", "").operators.size();
    } catch (const InputError& error) {
      ++refused;
      REQUIRE(error.diagnostics.front().place.line > 0);
    }
  };
  for (std::size_t at = 0; at <= text.size(); ++at) check(text.substr(0, at));
  for (std::size_t at = 0; at < text.size(); at += 7) {
    std::string flipped = text;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x15);
    check(flipped);
  }
  CHECK(read > 0);
  CHECK(refused > 0);
}

TEST_CASE("texts of Ray that lines were put into, or cut out of, keep each figure with its own operator",
          "[ray_stats]") {
  struct Damaged {
    const char* what;
    std::string text;
    std::size_t line;  ///< that is refused; 0: none, and all is read
    std::size_t operators;
  };
  const std::string read = "Operator 1 ReadParquet: 8 tasks executed, 8 blocks produced in 1.31s\n",
                    wall = "* Remote wall time: 1s min, 2s max, 1s mean, 8s total\n",
                    rows = "* Output num rows per block: 6 min, 7 max, 6 mean, 50 total\n", key = "# nodes: 4\n",
                    sort = "Operator 2 Sort: executed in 9s\n",
                    part = "\tSuboperator 0 SortMap: 8 tasks executed, 8 blocks produced\n",
                    throughput = "Dataset throughput:\n\t* Ray Data throughput: 25 rows/s\n";
  const auto [what, text, line, operators] = GENERATE_COPY(values<Damaged>({
      {"a key inside of an operator", read + key + wall, 3, 0},
      {"a key without a value", read + "# a note\n" + wall, 3, 0},
      {"a figure before all", rows + read + wall, 1, 0},
      {"a figure behind the throughput", read + wall + throughput + rows, 5, 0},
      {"a figure behind the metrics", read + wall + "Runtime Metrics:\n" + rows, 4, 0},
      {"a part without its operator", key + part + wall, 2, 0},
      {"a part behind the throughput", read + wall + throughput + part, 5, 0},
      {"a spread without its total", read + "* Remote wall time: 1s min, 2s max, 1s mean\n", 2, 0},
      {"nodes cut off", read + wall + "* Tasks per node: 18 min, 8 ma", 3, 0},
      {"two texts, one after the other", read + wall + read + wall, 0, 2},
      {"two texts with a throughput", read + wall + throughput + read + wall + throughput, 0, 2},
      {"two texts with keys", key + read + wall + key + read + wall, 0, 2},
      {"keys at the end", read + wall + key, 0, 1},
      {"a text within its operators", read + wall + sort + part + wall, 0, 2},
  }));
  INFO(what);
  try {
    const RayStats stats = read_ray_stats("# input_bytes: 1 GB\n" + text, "a", "");
    CHECK(line == 0);
    CHECK(stats.operators.size() == operators);
    for (const MeasuredOperator& op : stats.operators) CHECK(op.held.has_value());
  } catch (const InputError& error) {
    CHECK(static_cast<std::size_t>(error.diagnostics.front().place.line) == line + 1);
  }
}

TEST_CASE("a text of Ray with a key inside of an operator is refused by the verbs that read it", "[ray_stats][wrong]") {
  const Folder folder;
  const std::string file =
      folder.file("stats.txt",
                  "Operator 1 ReadParquet: 8 tasks executed, 120 blocks produced in 1.31s\n# vcpus: 2\n"
                  "\t* Output num rows per block: 6 min, 7 max, 6 mean, 50 total\n");
  const std::string verb = GENERATE("calibrate", "backtest");
  const Ran ran = sizer_with({verb, "--runs", file});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("stats.txt:3:") && Contains("this figure stands under no operator"));
}

TEST_CASE("too few runs are counted in words, each reason on the same line", "[ray_stats][wrong]") {
  const Folder folder;
  const std::string file = folder.file("stats.txt", "Operator 1 FromItems: executed in 1s\n");
  const Ran ran = sizer_with({"backtest", "--runs", file});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("no run to fit or to test, and at least 2 are needed") && Contains("FromItems: "));
  CHECK(ran.err.find("\\n") == std::string::npos);
}

TEST_CASE("a profile of Ray's operators says what a job file may say of them", "[ray_stats]") {
  const Folder folder;
  const std::string stats = folder.file("stats.txt", made_text(10, 60, 100, 30, 15)), profile = folder.at("p.yaml");
  const Ran made = sizer_with({"calibrate", "--runs", stats, "--output", profile});
  CHECK(made.code == 0);
  CHECK(sizer_with({"constants", "--profile", profile}).code == 0);
  const Json json = Json::parse(sizer_with({"calibrate", "--runs", stats, "--format", "json"}).out);
  REQUIRE(json["measured"].size() == 3);
  const Json& map = json["measured"][2];
  CHECK(map["operator"] == "MapBatches(f)");
  CHECK(map["rows_per_second"].get<double>() == Approx(1e8 / 15));
  CHECK(map["matches"] == 1);
  CHECK(map["cpu_seconds"].is_null());
  CHECK(map["not_fitted"].is_string());
  CHECK(json["measured"][0]["not_fitted"].is_null());
}

TEST_CASE("a text of Ray whose operators were all executed before is a run without operators", "[ray_stats]") {
  const RayStats stats = read_ray_stats(
      "# name: again\n# nodes: 1\n# machine: m5.4xlarge\n# seconds: 4.68\n"
      "Operator 1 ReadParquet->SplitBlocks(15): [execution cached]\n",
      "made.txt", "");
  CHECK(stats.operators.empty());
  CHECK(stats.runs.size() == 1);
}
