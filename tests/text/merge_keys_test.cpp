// YAML's merge key, and comments in JSON.
#include <string>

#include "catch.h"
#include "sizer/input.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

Job merged_job(const std::string& text) {
  return read_job(text, "job.yaml");
}

std::vector<Diagnostic> told_of(const std::string& text, const std::string& file = "job.yaml") {
  try {
    read_job(text, file);
  } catch (const InputError& error) {
    return error.diagnostics;
  }
  return {};
}

const std::string plain_job =
    "engine: spark\ncluster: spark-baseline\ninputs:\n  a: {size: 1 TB, rows: 1G}\n  b: {size: 2 GB, rows: 1M}\n";

}  // namespace

TEST_CASE("a merge key takes over what a mapping does not say itself", "[merge]") {
  const Job job = merged_job(
      "x-defaults: &d {format: orc, files: 100, rows: 7M}\n"
      "x-more: &m {files: 200, compression: 3}\n"
      "engine: spark\ncluster: spark-baseline\n"
      "inputs:\n"
      "  a:\n    <<: *d\n    size: 1 TB\n    rows: 1G\n"
      "  b: {<<: [*d, *m], size: 2 GB}\n"
      "  c: {size: 3 GB, <<: [*m, *d]}\n"
      "  d: {<<: {size: 4 GB}, rows: 5}\n"
      "steps: [{aggregate: {keys: k}}, {write: 1 GB}]\n");
  REQUIRE(job.inputs.size() == 4);
  CHECK(job.inputs[0].format == Format::orc);
  CHECK(job.inputs[0].rows->typical.value == 1e9);
  CHECK(job.inputs[0].files->typical.value == 100);
  CHECK(job.inputs[1].rows->typical.value == 7e6);
  CHECK(job.inputs[1].files->typical.value == 100);
  CHECK(job.inputs[1].compression->typical == 3);
  CHECK(job.inputs[2].files->typical.value == 200);
  CHECK(job.inputs[3].size->typical.value == 4e9);
}

TEST_CASE("steps that merge the same mapping are steps of their own", "[merge]") {
  const Job job = merged_job("x-agg: &agg {aggregate: {keys: k, groups: 1M}}\n" + plain_job +
                             "steps:\n  - {<<: *agg, name: first}\n  - {<<: *agg, name: second, from: b}\n"
                             "  - join: {<<: {with: first, keys: k}, type: left}\n  - write: 1 GB\n");
  REQUIRE(job.steps.size() == 4);
  CHECK(place_of(job, "steps.first").line == 8);
  CHECK(place_of(job, "steps.second").line == 9);
}

TEST_CASE("what cannot be merged is told at its place", "[merge]") {
  const std::vector<Diagnostic> wrong = told_of(plain_job + "<<: 5\nsteps: [{write: 1 GB}]\n");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].place.line == 6);
  CHECK_THAT(wrong[0].message, Contains("`<<` takes over a mapping"));
  const std::vector<Diagnostic> unknown =
      told_of("x-d: &d {sise: 1 GB}\n" + plain_job + "  c: {<<: *d, size: 1 GB}\nsteps: [{write: 1 GB}]\n");
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].place.line == 7);
  CHECK_THAT(unknown[0].message, Contains("'sise'"));
}

TEST_CASE("comments in JSON are told as such", "[json]") {
  const std::string comment = GENERATE("// note\n", "//note\n", "/* note */");
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {"", R"({"engine": "spark"})"},
      {"{ ", R"("engine": "spark"})"},
      {"{\"engine\": \"spark\", ", R"("name": "x"})"},
      {"{\"engine\": \"spark\" ", "}"},
      {"{\"inputs\": {\"a\": {\"size\": \"1 TB\"}} ", "}"},
      {"{'name': 'x // y', ", "engine: spark}"},
  }));
  const std::vector<Diagnostic> all = told_of(before + comment + after, "job.json");
  INFO(before + comment + after);
  REQUIRE(all.size() == 1);
  CHECK(all[0].code == "SZ008");
  CHECK(all[0].message == "JSON has no comments");
  CHECK(all[0].place.line == 1);
  CHECK(all[0].place.column == static_cast<int>(before.size()) + 1);
}

TEST_CASE("two slashes within a word or a string are no comment", "[json]") {
  const std::string name =
      GENERATE("\"s3://a // b\"", "s3://a/b", "'a // b'", "a // b", "\"a\\\" // b\"", "it's // b", "x # // note\n");
  INFO(name);
  for (const Diagnostic& each : told_of("{engine: spark, name: " + name + "}")) CHECK(each.code == "SZ011");
}
