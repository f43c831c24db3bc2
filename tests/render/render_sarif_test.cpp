// SARIF: rules, places and fingerprints that a code scanner can rely on.
#include <set>
#include <string>

#include "catch.h"
#include "full_result.h"
#include "result/json_value.h"
#include "sizer/render.h"

using namespace sizer;
using sizer::Json;

namespace {

Json run_of(const Result& result) {
  return Json::parse(find_renderer("sarif")->render(result, {}))["runs"][0];
}
Json results_of(const Result& result) {
  return run_of(result)["results"];
}

}  // namespace

TEST_CASE("diagnostics, reasons and gates that did not pass are results of SARIF, the worst first", "[sarif]") {
  const Json run = run_of(samples::full_result("sample.yaml"));
  std::vector<std::string> told;
  for (const Json& each : run["results"])
    told.push_back(each["level"].get<std::string>() + " " + each["ruleId"].get<std::string>());
  CHECK(told == std::vector<std::string>{"error SZ014", "error max_cost", "warning max_bytes", "warning SZ201",
                                         "note max_spill", "note SZ301"});
  for (const Json& each : run["results"]) {
    const Json& rule = run["tool"]["driver"]["rules"][each["ruleIndex"].get<std::size_t>()];
    CHECK(rule["id"] == each["ruleId"]);
  }
}

TEST_CASE("a result of SARIF has a path relative to the repository and a region", "[sarif]") {
  const Json first = results_of(samples::full_result("./jobs/a b%.yaml"))[0];
  const Json& place = first["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "jobs/a%20b%25.yaml.yaml");
  CHECK(place["artifactLocation"]["uriBaseId"] == "%SRCROOT%");
  CHECK(place["region"] == Json({{"startLine", 14}, {"startColumn", 5}, {"endColumn", 11}}));
  CHECK(results_of(samples::full_result("<stdin>"))[3].contains("locations") == false);
}

TEST_CASE("rules lead to their pages", "[sarif]") {
  std::set<std::string> pages;
  const Json run = run_of(samples::full_result("sample"));
  for (const Json& rule : run["tool"]["driver"]["rules"]) pages.insert(rule["helpUri"].get<std::string>());
  CHECK(pages.contains("docs/errors.md#sz014"));
  CHECK(pages.contains("docs/policies.md#sz201"));
  CHECK(pages.contains("docs/job-file.md#budget"));
}

TEST_CASE("a search without an answer is an error, and one with an answer is silent", "[sarif][size]") {
  Result result;
  result.sizing = samples::sizing("sample.yaml");
  CHECK(results_of(result).empty());
  result.sizing = samples::sizing("sample.yaml", false);
  const Json told = results_of(result);
  REQUIRE(told.size() == 1);
  CHECK(told[0]["ruleId"] == "limits");
  CHECK(told[0]["level"] == "error");
  CHECK(told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sample.yaml");
}

TEST_CASE("a fingerprint stays when lines and figures move, and tells equal findings apart", "[sarif]") {
  Result before = samples::full_result("sample"), after = before;
  after.diagnostics[0].place.line = 99;
  after.jobs[0].reasons[0].message = "other figures";
  const Json old = results_of(before), moved = results_of(after);
  for (std::size_t i = 0; i < old.size(); ++i) CHECK(old[i]["partialFingerprints"] == moved[i]["partialFingerprints"]);

  before.diagnostics.push_back(before.diagnostics[0]);
  std::set<std::string> all;
  for (const Json& each : results_of(before)) all.insert(each["partialFingerprints"].dump());
  CHECK(all.size() == 7);
}

TEST_CASE("no name breaks SARIF", "[sarif][hostile]") {
  for (const std::string& name : samples::hostile_names)
    for (const Json& each : results_of(samples::full_result(name)))
      if (each.contains("locations")) {
        const std::string uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        for (const char c : uri)
          CHECK((c > ' ' && c < 0x7f && std::string("<>\"\\^`{|}").find(c) == std::string::npos));
      }
}
