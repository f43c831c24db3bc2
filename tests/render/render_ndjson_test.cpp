// JSON lines: a record a line, the first one saying what made them.
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "full_result.h"
#include "result/json_value.h"
#include "sizer/render.h"

using namespace sizer;
using sizer::Json;

namespace {

std::vector<Json> records(const Result& result) {
  std::istringstream lines(find_renderer("ndjson")->render(result, {}));
  std::vector<Json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(Json::parse(line));
  return all;
}

}  // namespace

TEST_CASE("JSON lines hold what the JSON of the whole result holds", "[ndjson]") {
  const Result result = samples::full_result("sample");
  const Json whole = Json::parse(find_renderer("json")->render(result, {}));
  std::vector<Json> all = records(result);
  std::vector<std::string> types;
  for (Json& record : all) {
    types.push_back(record["type"]);
    record.erase("type");
  }
  CHECK(types == std::vector<std::string>{"version", "job", "gate", "gate", "gate", "gate", "comparison", "difference",
                                          "explanation", "sizing", "sizing", "diagnostic"});
  CHECK(all[0]["format_version"] == whole["format_version"]);
  CHECK(all[0]["sizer"] == whole["sizer"]);
  CHECK(all[0]["catalogue"] == whole["catalogue"]);
  CHECK(all[1] == whole["jobs"][0]);
  CHECK(all[3] == whole["gates"][1]);
  CHECK(all[6] == whole["comparisons"][0]);
  CHECK(all[7]["figures"] == whole["difference"]["jobs"][0]["figures"]);
  CHECK(all[7]["base"] == whole["difference"]["base"]);
  CHECK(all[8] == whole["explanations"][0]);
  CHECK(all[9] == whole["sizing"]);
  CHECK(all[10] == whole["more_sizings"][0]);
  CHECK(all[11] == whole["diagnostics"][0]);
}

TEST_CASE("no name breaks a line of JSON in two", "[ndjson][hostile]") {
  for (const std::string& name : samples::hostile_names) CHECK(records(samples::full_result(name)).size() == 12);
}
