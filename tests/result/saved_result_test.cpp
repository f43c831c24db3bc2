// Saved results: what is read back is what was written, and what is no result says where it is none.
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "folder.h"
#include "full_result.h"
#include "generated_job.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/input.h"
#include "sizer/saved.h"

using namespace sizer;
using sizer::Json;
namespace fs = std::filesystem;

namespace {

std::string rendered(const Result& result, const std::string& format = "json") {
  return find_renderer(format)->render(result, {});
}

Json sample() {
  return Json::parse(rendered(samples::full_result("sample")));
}

/// What is wrong with a document, as `line:column: code message`, one a line.
std::string refusal_of(const std::string& text) {
  std::string told;
  try {
    read_result(text, "saved.json");
  } catch (const InputError& error) {
    for (const Diagnostic& each : error.diagnostics)
      told += std::to_string(each.place.line) + ":" + std::to_string(each.place.column) + ": " + each.code + " " +
              each.message + "\n";
  }
  return told;
}
std::string refusal_of(const Json& document) {
  return refusal_of(document.dump(2));
}

Ran sizer_report(const std::vector<std::string>& files, const std::string& input = "") {
  std::vector<std::string> args = {"report", "--format", "json"};
  args.insert(args.end(), files.begin(), files.end());
  return sizer_with(args, input);
}

}  // namespace

TEST_CASE("a result that is read and written again has the same bytes, for each workload", "[saved][law]") {
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SIZER_SOURCE_DIR) / "workloads")) {
    const std::string file = entry.path().string();
    const Job job = read_job(read_file(file), file);
    Result result = samples::result_of({make_report(job, Constants(), estimate(job, job.cluster, Constants()))});
    const std::string written = rendered(result);
    INFO(file);
    CHECK(rendered(read_result(written, "saved.json")) == written);
  }
}

TEST_CASE("a result that is read and written again has the same bytes, for jobs drawn at random", "[saved][law]") {
  const unsigned seed = GENERATE(range(0u, 60u));
  const Job job = generated::job(seed);
  const std::string written =
      rendered(samples::result_of({make_report(job, Constants(), estimate(job, job.cluster, Constants()), {20, 0})}));
  INFO("seed " << seed);
  CHECK(rendered(read_result(written, "saved.json")) == written);
}

TEST_CASE("whatever names a result holds, it reads back in every format as it was", "[saved][law]") {
  for (const std::string& name : samples::hostile_names) {
    // Bytes that are not UTF-8 are replaced when they are written; from then on nothing changes.
    const std::string written = rendered(samples::full_result(name));
    const Result once = read_result(written, "saved.json");
    INFO(written.substr(0, 1500));
    CHECK(rendered(once) == written);
    CHECK(rendered(read_result(Json::parse(written).dump(), "on one line.json")) == written);
    if (name.find('\xff') != std::string::npos) continue;
    for (const Renderer& renderer : renderers()) {
      INFO(renderer.name);
      CHECK(renderer.render(once, {}) == renderer.render(samples::full_result(name), {}));
    }
  }
}

TEST_CASE("a result that a program rewrote, which escapes all that is not ASCII, reads the same", "[saved]") {
  const std::string written = rendered(samples::full_result("\\ud83d 数据 🚀🚀 \\"));
  const std::string ascii = Json::parse(written).dump(-1, ' ', true);
  CHECK(ascii.find("\\ud83d\\ude80\\ud83d\\ude80") != std::string::npos);
  CHECK(rendered(read_result(ascii, "saved.json")) == written);
}

TEST_CASE("a file that is no result is refused for what it is", "[saved]") {
  CHECK(refusal_of(std::string("name: a job\nengine: spark\n")) ==
        "1:1: SZ011 this is no saved result: it has no 'format_version'\n");
  CHECK(refusal_of(std::string("[1, 2]")).find("SZ011") != std::string::npos);
  CHECK(refusal_of(std::string("")).find("SZ003") != std::string::npos);
  CHECK(refusal_of(rendered(samples::full_result("cut")).substr(0, 5000)).find("SZ001") != std::string::npos);
}

TEST_CASE("a broken result says where, and all at once", "[saved]") {
  Json document = sample();
  document["jobs"][0]["feasible"] = "yes";
  document["jobs"][0]["bytes"]["processed"]["low"] = "1 TB";
  document["jobs"][0].erase("engine");
  document["gates"][1]["verdict"] = "perhaps";
  document["gates"][1]["verdikt"] = 1;
  document["comparisons"][0]["pairs"][0]["second"] = 2;
  const std::string told = refusal_of(document);
  INFO(told);
  for (const char* line :
       {"SZ012 jobs[0].feasible is 'yes'; expected is true or false",
        "SZ012 jobs[0].bytes.processed.low is '1 TB'; expected is a number", "SZ011 jobs[0] has no 'engine'",
        "SZ012 gates[1].verdict is 'perhaps'; expected is one of", "SZ014 unknown key 'verdikt' in gates[1]",
        "SZ018 comparisons[0] has a pair of no candidates"})
    CHECK(told.find(line) != std::string::npos);
  CHECK(told.find("0:0") == std::string::npos);
}

TEST_CASE("a result of an earlier minor version is read without the keys that it did not have", "[saved]") {
  Json document = sample();
  document.erase("total");
  document.erase("more_sizings");
  CHECK(refusal_of(document).find("has no 'total'") != std::string::npos);
  document["format_version"] = "1.2";
  CHECK(refusal_of(document).empty());
}

TEST_CASE("another major version is refused, and a higher minor one may hold more", "[saved]") {
  Json document = sample();
  document["format_version"] = "2.0";
  document["jobs"] = "something else";
  CHECK(refusal_of(document) == "2:21: SZ030 this result is of format version 2.0; this program reads version 1\n");

  document = sample();
  document["news"] = 1;
  document["jobs"][0]["news"] = {1, 2};
  CHECK(refusal_of(document).find("SZ014 unknown key 'news'") != std::string::npos);
  document["format_version"] = "1.7";
  CHECK(refusal_of(document).empty());

  for (const Json& wrong : {Json("one"), Json("1"), Json("1.x"), Json(nullptr), Json::array()}) {
    document["format_version"] = wrong;
    CHECK(refusal_of(document).find("SZ012 format_version") != std::string::npos);
  }
}

TEST_CASE("each key of the JSON stands in the schema, and nothing else does", "[saved][schema]") {
  const Json schema = Json::parse(result_schema()), document = sample();
  CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
  std::vector<std::string> in_schema, in_json;
  for (const auto& [key, value] : schema["definitions"]["job"]["properties"].items()) in_schema.push_back(key);
  for (const auto& [key, value] : document["jobs"][0].items()) in_json.push_back(key);
  CHECK(in_schema == in_json);
  for (const auto& [key, value] : schema["properties"].items()) {
    INFO(key);
    CHECK(!value["description"].get<std::string>().empty());
  }
}

TEST_CASE("report shows a saved result as it was", "[saved][cli]") {
  const std::string written = rendered(samples::full_result("sample"));
  const Folder folder;
  const std::string saved = folder.file("saved.json", written);
  CHECK(sizer_report({saved}).out == written);
  CHECK(sizer_report({saved}).code == 0);
  CHECK(sizer_report({"-"}, written).out == written);
}

TEST_CASE("report shows several results as one, and tells when they were made differently", "[saved][cli]") {
  Result other = samples::full_result("other");
  other.sizer_version = "0.2.0";
  other.catalogue_as_of = "2027-01-01";
  const Folder folder;
  const Ran both = sizer_report(
      {folder.file("a.json", rendered(samples::full_result("sample"))), folder.file("b.json", rendered(other))});
  CHECK(both.code == 0);
  const Json merged = Json::parse(both.out);
  for (const char* key : {"jobs", "comparisons", "explanations"}) CHECK(merged[key].size() == 2);
  CHECK(merged["gates"].size() == 8);
  CHECK(merged["difference"]["jobs"].size() == 2);
  CHECK(merged["difference"]["base"] == "sample, other");
  REQUIRE(merged["diagnostics"].size() == 4);
  CHECK(merged["diagnostics"][1]["message"] == "this result was made with sizer 0.2.0, the first one with 0.1.0");
  CHECK(merged["diagnostics"][2]["severity"] == "note");
}

TEST_CASE("report tells what it cannot read, and shows the rest", "[saved][cli]") {
  const Folder folder;
  const std::string good = folder.file("good.json", rendered(samples::full_result("sample")));
  const std::string bad = folder.file("bad.json", "{}");
  CHECK(sizer_report({bad}).code == 2);
  CHECK(sizer_report({"no such file.json"}).code == 3);
  CHECK(sizer_report({}).code == 2);
  const Ran some = sizer_report({bad, good, "no such file.json"});
  CHECK(some.code == 4);
  CHECK(Json::parse(some.out)["jobs"].size() == 1);
  CHECK(some.err.find("bad.json:1:1: error[SZ011]") != std::string::npos);
}
