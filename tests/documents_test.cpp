// Files of several jobs, and many files: read once, estimated on all cores, handed over in their order.
#include <filesystem>
#include <string>
#include <vector>

#include "catch.h"
#include "input/documents.h"
#include "program.h"

namespace {

std::string named_job(const std::string& name, const std::string& keeps = "0.5") {
  return "name: " + name +
         "\nengine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 TB}}\nsteps:\n  - filter: " + keeps +
         "\n  - write: 1 GB\n";
}

std::vector<std::string> job_names(const std::string& json) {
  std::vector<std::string> names;
  const std::string key = "\"name\": \"job";
  for (std::size_t at = json.find(key); at != std::string::npos; at = json.find(key, at + 1))
    names.push_back(json.substr(at + key.size(), json.find('"', at + key.size()) - at - key.size()));
  return names;
}

}  // namespace

TEST_CASE("a document stands on its own lines", "[documents]") {
  const sizer::Documents documents("# of two jobs\n---\na: 1\n---\n# nothing\n---\nb: 2\nc: 3");
  REQUIRE(documents.count() == 2);
  CHECK(documents.alone(1) == "\n\na: 1\n");
  CHECK(documents.alone(2) == "\n\n\n\n\n\nb: 2\nc: 3");
}

TEST_CASE("what is wrong in a later document is told with its line in the file", "[documents]") {
  const Folder folder;
  const Ran ran =
      sizer_with({"estimate", folder.file("jobs.yaml", named_job("job1") + "---\n" + named_job("job2", "half"))});
  CHECK(ran.code == 4);
  CHECK(ran.err.find("jobs.yaml:14:13: error") != std::string::npos);
}

TEST_CASE("a saved result holds a later document without the lines before it", "[documents]") {
  const Folder folder;
  const Ran ran = sizer_with(
      {"estimate", folder.file("jobs.yaml", named_job("job1") + "---\n" + named_job("job2")), "--format", "json"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("\"name: job2\\n") != std::string::npos);
}

TEST_CASE("many jobs come in the order of their names, and a wrong one among them spoils no other", "[documents]") {
  const Folder folder;
  std::vector<std::string> expected;
  for (int i = 100; i < 300; ++i) {
    const std::string number = std::to_string(i);
    folder.file("job" + number + ".yaml", named_job("job" + number, i == 170 ? "half" : "0.5"));
    if (i != 170) expected.push_back(number);
  }
  const Ran ran = sizer_with({"estimate", folder.path.string(), "--format", "json", "--draws", "10"});
  CHECK(ran.code == 4);
  CHECK(job_names(ran.out) == expected);
  CHECK(ran.err.find("job170.yaml:6:13: error") != std::string::npos);
}
