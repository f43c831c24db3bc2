// What real Spark did with shapes of real data (tests/lab/shapes), against what columns tell before the run: the kinds
// of exchanges, broadcasts, and the bytes and rows that cross each exchange.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "catch.h"
#include "result/json_value.h"
#include "sizer/estimate.h"
#include "sizer/input.h"

namespace {

using namespace sizer;
namespace fs = std::filesystem;

const fs::path shapes = fs::path(SIZER_SOURCE_DIR) / "tests" / "lab" / "shapes";

struct Shape {
  std::string name;
  Json record;
  Job job;

  Estimate estimated() const {
    static const Constants constants;
    return estimate(job, job.cluster, constants.at(Case::typical), Case::typical);
  }
};

/// Those of Spark whose words are known.
std::vector<Shape> spark_shapes() {
  std::vector<Shape> all;
  for (const auto& entry : fs::directory_iterator(shapes / "recorded")) {
    std::ifstream file(entry.path());
    Json record = Json::parse(file);
    if (!record.contains("job") || record.at("engine") != "spark") continue;
    const fs::path path = shapes / record.at("job").get<std::string>();
    all.push_back({record.at("experiment"), record, read_job(read_file(path.string()), path.string())});
  }
  std::ranges::sort(all, {}, &Shape::name);
  return all;
}

std::vector<ExchangeNote> planned(const Estimate& made, bool broadcasts) {
  std::vector<ExchangeNote> all;
  for (const ExchangeNote& exchange : made.plan.exchanges)
    if (exchange.stage >= 0 && (exchange.kind == Partitioned::broadcast) == broadcasts) all.push_back(exchange);
  return all;
}

/// How many figures lie within a share of what was measured.
struct Near {
  double within;
  int near = 0, all = 0;
  std::string misses{};

  void add(const std::string& name, double said, double measured) {
    ++all;
    if (std::abs(said / measured - 1) <= within)
      ++near;
    else
      misses += fmt::format("{} {:.2f}, ", name, said / measured);
  }
  double share() const { return static_cast<double>(near) / all; }
};

constexpr double least_bytes = 1e5, least_rows = 1000;  // below, headers and single rows outweigh what is compared

}  // namespace

TEST_CASE("columns tell the exchanges of shapes that Spark ran", "[lab][columns]") {
  int runs = 0;
  for (const Shape& shape : spark_shapes()) {
    if (!shape.record.contains("measured")) continue;
    INFO(shape.name);
    ++runs;
    std::multiset<std::string> said, measured;
    for (const bool broadcasts : {false, true})
      for (const ExchangeNote& each : planned(shape.estimated(), broadcasts)) said.insert(name_of(each.kind));
    for (const Json& each : shape.record.at("measured").at("exchanges"))
      measured.insert(each.at("kind").get<std::string>());
    CHECK(said == measured);
  }
  CHECK(runs >= 39);
}

TEST_CASE("columns tell which tables Spark's planner broadcasts", "[lab][columns]") {
  int right = 0, all = 0;
  std::string wrong;
  for (Shape& shape : spark_shapes()) {
    if (!shape.record.contains("planned_without_adaptive")) continue;
    const Json& joins = shape.record.at("planned_without_adaptive").at("joins");
    if (joins.empty()) continue;
    shape.job.spark.adaptive = false;
    const auto said = static_cast<long>(planned(shape.estimated(), true).size());
    const auto made =
        std::ranges::count_if(joins, [](const Json& join) { return join.get<std::string>().starts_with("Broadcast"); });
    ++all;
    if (said == made)
      ++right;
    else
      wrong += shape.name + ", ";
  }
  INFO(wrong);
  CHECK(all >= 20);
  CHECK(right >= 0.95 * all);
}

TEST_CASE("columns tell the bytes and rows of each exchange", "[lab][columns]") {
  Near raw{.within = 0.2}, written{.within = 0.25}, rows{.within = 0.1};
  for (const Shape& shape : spark_shapes()) {
    if (!shape.record.contains("measured")) continue;
    // The wider of two sides is compared with the wider, whichever a plan names first.
    std::vector<ExchangeNote> said = planned(shape.estimated(), false);
    std::vector<Json> measured;
    for (const Json& each : shape.record.at("measured").at("exchanges"))
      if (each.at("kind") != "broadcast") measured.push_back(each);
    if (said.size() != measured.size()) continue;
    std::ranges::sort(said, std::ranges::greater{}, [](const ExchangeNote& each) { return each.raw.value; });
    std::ranges::sort(measured, std::ranges::greater{},
                      [](const Json& each) { return each.at("raw_bytes").get<double>(); });
    for (std::size_t i = 0; i < said.size(); ++i) {
      const std::string name = fmt::format("{}[{}]", shape.name, i);
      if (const double bytes = measured[i].at("raw_bytes"); bytes >= least_bytes)
        raw.add(name, said[i].raw.value, bytes);
      if (const double bytes = measured[i].at("write_bytes"); bytes >= least_bytes)
        written.add(name, said[i].bytes.value, bytes);
      if (const double count = measured[i].at("records"); count >= least_rows && measured[i].value("partial", false))
        rows.add(name, said[i].rows.value, count);
    }
  }
  INFO("raw " << raw.near << " of " << raw.all << ": " << raw.misses);
  INFO("written " << written.near << " of " << written.all << ": " << written.misses);
  INFO("rows " << rows.near << " of " << rows.all << ": " << rows.misses);
  CHECK(raw.all >= 40);
  CHECK(raw.share() >= 0.9);
  CHECK(rows.share() >= 0.9);
  CHECK(written.share() >= 0.8);
}
