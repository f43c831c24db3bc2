// Files of several jobs, and many files: read once, estimated on all cores, handed over in their order.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/session.h"
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

TEST_CASE("jobs that are set aside make the text that they make together", "[documents]") {
  const Folder folder;
  for (int i = 100; i < 230; ++i)
    folder.file("job" + std::to_string(i) + ".yaml", named_job("job" + std::to_string(i), i == 170 ? "half" : "0.5"));
  std::string several = named_job("several1");
  for (int i = 2; i < 80; ++i) several += "---\n" + named_job("several" + std::to_string(i), i == 79 ? "half" : "0.5");
  folder.file("jobs.yaml", several);
  for (const std::string format : {"json", "ndjson"}) {
    const std::string together = folder.path.string() + "-together." + format;
    const Ran aside =
        sizer_with({"check", folder.path.string(), "--max-cost", "$1", "--format", format, "--draws", "10"});
    const Ran whole = sizer_with({"check", folder.path.string(), "--max-cost", "$1", "--format", "text", "--report",
                                  format + "=" + together, "--draws", "10"});
    CHECK(aside.code == 4);
    CHECK(aside.code == whole.code);
    CHECK(aside.err == whole.err);
    std::ifstream file(together);
    CHECK(aside.out == std::string(std::istreambuf_iterator<char>(file), {}));
    std::filesystem::remove(together);
  }
}

TEST_CASE("each of very many jobs is drawn less often, unless it is said how often", "[documents]") {
  std::istringstream none;
  sizer::Options options;
  CHECK(sizer::Session(options, none, 1000).setup().drawing.count == 1000);
  CHECK(sizer::Session(options, none, 1001).setup().drawing.count == 200);
  options.draws = "500";
  CHECK(sizer::Session(options, none, 1001).setup().drawing.count == 500);
}

TEST_CASE("where no temporary file can be made, many jobs are an error and nothing is written", "[documents]") {
  const Folder folder;
  for (int i = 100; i < 170; ++i)
    folder.file("job" + std::to_string(i) + ".yaml", named_job("job" + std::to_string(i)));
  const char* const before = std::getenv("TMPDIR");
  const std::string usual = before ? before : "";
  setenv("TMPDIR", folder.at("none").c_str(), 1);
  const Ran ran = sizer_with({"estimate", folder.path.string(), "--format", "json", "--draws", "10"});
  before ? setenv("TMPDIR", usual.c_str(), 1) : unsetenv("TMPDIR");
  CHECK(ran.code == 3);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("cannot make a temporary file in $TMPDIR") != std::string::npos);
}
