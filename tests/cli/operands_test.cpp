// What stands on the command line and means something else: files of others in a folder, words for flags, variables.
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/file_kind.h"
#include "program.h"

namespace {

using Catch::Matchers::Contains;

const std::string a_job = "engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 GB}}\nsteps: [{write: 1 GB}]\n";

/// The names of variables of the environment that a test has.
std::vector<std::string> given_names;
std::vector<std::string> names_of_variables() {
  return given_names;
}

Ran with_names(std::vector<std::string> names, const std::vector<std::string>& args) {
  given_names = std::move(names);
  std::istringstream in;
  std::ostringstream out, err;
  const int code = sizer::run(args, {in, out, err, {}, {}, nullptr, names_of_variables});
  return {code, out.str(), err.str()};
}

}  // namespace

TEST_CASE("files of other programs are passed over in a folder, with a count", "[operands]") {
  const Folder folder;
  folder.file("daily.yaml", a_job);
  folder.file("docker-compose.yml", "version: '3'\nservices: {web: {image: nginx}}\n");
  folder.file("package.json", R"({"name": "x", "scripts": {"test": "jest"}})");
  folder.file("action.yml", "name: x\ninputs: {who: {required: true}}\nruns: {using: node20}\n");
  folder.file("azure-pipelines.yml", "pool: x\nsteps: [{script: make}]\n");
  folder.file("deploy.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n");
  folder.file("kubeconfig.yaml", "apiVersion: v1\nkind: Config\nclusters: []\n");
  folder.file("stack.yaml", "Resources: {A: !Ref B}\n");
  folder.file("chart.yaml", "{{ if .Values.on }}\na: b\n{{ end }}\n");
  const Ran ran = sizer_with({"check", folder.path.string()});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, Contains("note[SZ177]: passed over 8 files") && Contains("action.yml"));
  CHECK_THAT(ran.out, Contains("daily"));
  const Ran valid = sizer_with({"validate", folder.path.string()});
  CHECK(valid.code == 0);
  CHECK_THAT(valid.err, Contains("passed over 8 files"));
  CHECK_THAT(valid.out, Contains("daily.yaml: valid job"));
}

TEST_CASE("a job that is wrong is no file of another program", "[operands]") {
  const std::string text = GENERATE(as<std::string>(), "engine: spark\ninput: {}\nstep: []\n",
                                    "egine: spark\ninputs: {a: {size: 1 GB}}\nsteps: [{write: 1 GB}]\n",
                                    "engine: spark\ninputs: {a: {size: 1 GB}\nsteps: [{write: 1 GB}]\n",
                                    "{\"engine\": \"spark\", // which\n \"steps\": []}");
  const Folder folder;
  folder.file("daily.yaml", a_job);
  folder.file("wrong.yaml", text);
  INFO(text);
  const Ran ran = sizer_with({"check", folder.path.string()});
  CHECK(ran.code == 4);
  CHECK_THAT(ran.err, Contains("wrong.yaml"));
}

TEST_CASE("a file that is named is read, whatever it is, and a folder without a job is an error", "[operands]") {
  const Folder folder;
  folder.file("package.json", R"({"name": "x"})");
  CHECK(sizer_with({"check", folder.at("package.json")}).code == 2);
  const Ran none = sizer_with({"check", folder.path.string()});
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Contains("no file is a job"));
}

TEST_CASE("json is a format, whichever way it is asked for", "[operands][cli]") {
  const Folder folder;
  folder.file("daily.yaml", a_job);
  const std::string job = folder.at("daily.yaml");
  CHECK(sizer_with({"estimate", job, "--json"}).out == sizer_with({"estimate", job, "--format", "json"}).out);
  const Ran both = sizer_with({"estimate", job, "--json", "--format", "csv"});
  CHECK(both.code == 2);
  CHECK_THAT(both.err, Contains("contradict"));
  const Ran file = sizer_with({"estimate", job, "-o", "json"});
  CHECK(file.code == 2);
  CHECK_THAT(file.err, Contains("'--format json'") && Contains("'--output ./json'"));
  CHECK_THAT(sizer_with({"estimate", job, "--html"}).err, Contains("did you mean '--format html'?"));
}

TEST_CASE("a mistyped variable of the environment is told, with the nearest", "[operands][cli]") {
  const Folder folder;
  folder.file("daily.yaml", a_job);
  const Ran ran = with_names({"SIZER_FROMAT", "SIZER_FORMAT", "SIZER_RELEASE_URL_OF_CI", "HOME", "SIZRE_FORMAT"},
                             {"estimate", folder.at("daily.yaml")});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, Contains("warning[SZ176]") && Contains("SIZER_FROMAT") && Contains("'SIZER_FORMAT'"));
  CHECK_THAT(ran.err, !Contains("SIZER_RELEASE") && !Contains("SIZRE"));
}
