// What real Spark and Ray did, against the plan and the ledger of the matching job file. The runs were recorded by the
// scripts of tests/lab; where the two differ by more than a fifth, docs/limits.md names the mechanism that is missing.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "catch.h"
#include "result/json_value.h"
#include "sizer/estimate.h"
#include "sizer/input.h"

using namespace sizer;
using sizer::Json;
namespace fs = std::filesystem;

namespace {

const fs::path lab = fs::path(SIZER_SOURCE_DIR) / "tests" / "lab";

/// Figures of an experiment that the model is known to miss: "experiment figure" to the heading in docs/limits.md.
const std::map<std::string, std::string> known_misses = {
#include "lab_known_misses.inc"
};

struct LabRun {
  std::string name;
  Json measured;
  Job job;
  Estimate made;
};

std::vector<LabRun> runs_of(const std::string& engine) {
  std::vector<LabRun> runs;
  const Constants constants;
  for (const auto& entry : fs::directory_iterator(lab / "recorded")) {
    std::ifstream file(entry.path());
    const Json record = Json::parse(file);
    if (!record.contains("job") || record.at("engine") != engine) continue;
    const fs::path path = lab / record.at("job").get<std::string>();
    LabRun run{record.at("experiment"), record.at("measured"), read_job(read_file(path.string()), path.string()), {}};
    run.made = estimate(run.job, run.job.cluster, constants.at(Case::typical), Case::typical);
    runs.push_back(std::move(run));
  }
  std::ranges::sort(runs, {}, &LabRun::name);
  return runs;
}

std::multiset<std::string> planned_kinds(const Plan& plan) {
  std::multiset<std::string> kinds;
  for (const ExchangeNote& exchange : plan.exchanges)
    if (exchange.stage >= 0) kinds.insert(name_of(exchange.kind));
  return kinds;
}

std::multiset<std::string> measured_kinds(const Json& measured) {
  std::multiset<std::string> kinds;
  for (const Json& exchange : measured.at("exchanges")) kinds.insert(exchange.at("kind").get<std::string>());
  return kinds;
}

/// Checks a figure to a fifth (and a MiB: fixed headers of tiny shuffles), unless the miss is known; a known miss that
/// the model no longer has fails too, so that the list stays true.
void check_bytes(const LabRun& run, const std::string& figure, double predicted, double measured) {
  const bool near = std::abs(predicted - measured) <= 0.2 * measured + 1048576;
  const bool known = known_misses.contains(run.name + " " + figure);
  INFO(run.name << " " << figure << ": predicted " << predicted << ", measured " << measured << ", ratio "
                << predicted / measured);
  CHECK(near != known);
}

StageBytes total(const Plan& plan) {
  StageBytes all;
  for (const Stage& stage : plan.stages) all += stage.bytes;
  return all;
}

double raw_of(const Plan& plan, bool broadcast) {
  double raw = 0;
  for (const ExchangeNote& exchange : plan.exchanges)
    if (exchange.stage >= 0 && (exchange.kind == Partitioned::broadcast) == broadcast) raw += exchange.raw.value;
  return raw;
}

double raw_of(const Json& measured, bool broadcast) {
  double raw = 0;
  for (const Json& exchange : measured.at("exchanges"))
    if ((exchange.at("kind") == "broadcast") == broadcast && exchange.contains("raw_bytes"))
      raw += exchange.at("raw_bytes").get<double>();
  return raw;
}

}  // namespace

TEST_CASE("Spark plans the exchanges that the plan has, and no other", "[lab]") {
  const std::vector<LabRun> runs = runs_of("spark");
  REQUIRE(runs.size() > 20);
  for (const LabRun& run : runs) {
    INFO(run.name);
    CHECK(planned_kinds(run.made.plan) == measured_kinds(run.measured));
  }
}

TEST_CASE("Spark reads, shuffles and spills the bytes that the ledger says", "[lab]") {
  for (const LabRun& run : runs_of("spark")) {
    const StageBytes bytes = total(run.made.plan);
    check_bytes(run, "input_read", bytes.input_read.value, run.measured.at("input_read_bytes"));
    check_bytes(run, "raw", raw_of(run.made.plan, false), raw_of(run.measured, false));
    check_bytes(run, "shuffle_write", bytes.shuffle_write.value, run.measured.at("shuffle_write_bytes"));
    check_bytes(run, "spill", bytes.spill_write.value, run.measured.at("spill_disk_bytes"));
  }
}

namespace {

bool only_sends(const Stage& stage) {
  for (const Part& part : stage.parts)
    if (part.act == Act::exchange_write) return true;
  return false;
}

}  // namespace

TEST_CASE("Ray 2.54 fuses the operators that the plan fuses", "[lab]") {
  int compared = 0;
  for (const LabRun& run : runs_of("ray")) {
    if (run.name.find("2_54") == std::string::npos || known_misses.contains(run.name + " operators")) continue;
    ++compared;
    std::size_t planned = 0, measured = 0;
    for (const Stage& stage : run.made.plan.stages) planned += !only_sends(stage);
    for (const Json& op : run.measured.at("operators")) measured += op.at("kind") != "InputDataBuffer";
    INFO(run.name);
    CHECK(planned == measured);
  }
  CHECK(compared >= 10);
}

TEST_CASE("Ray 2.54 puts the bytes into its object store that the plan says", "[lab]") {
  for (const LabRun& run : runs_of("ray")) {
    if (run.name.find("2_54") == std::string::npos) continue;
    check_bytes(run, "object_store_put", total(run.made.plan).object_store_put.value,
                run.measured.at("created_object_bytes"));
  }
}
