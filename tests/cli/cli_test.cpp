// The whole program as a function call: exit codes, streams, files.
#include "cli/program.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/output.h"
#include "program.h"
#include "render/terminal_text.h"
#include "result/json_value.h"

using namespace sizer;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using sizer::Json;
namespace fs = std::filesystem;

namespace {

constexpr const char* join_job = R"(
engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB}
  customers: {size: 50 GB}
steps:
  - join: {with: customers, on: customer_id}
  - write: 120 GB
)";
constexpr const char* plain_job = R"(
engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 GB}
steps:
  - filter: 0.5
)";
constexpr const char* misspelt_job = "engin: spark\n";

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Fails every write as the system would.
struct Broken : std::streambuf {
  explicit Broken(int error) : error_(error) {}
  int overflow(int) override {
    errno = error_;
    return traits_type::eof();
  }
  int error_;
};

}  // namespace

TEST_CASE("a job is estimated, and nothing is said on the side", "[cli]") {
  const Folder folder;
  const Ran ran = sizer_with({"estimate", folder.file("job.yaml", join_job)});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Contains("processed"));
}

TEST_CASE("a job can come from standard input", "[cli]") {
  const Ran ran = sizer_with({"estimate", "-", "--format", "json"}, join_job);
  CHECK(ran.code == 0);
  CHECK(Json::parse(ran.out)["jobs"][0]["file"] == "<stdin>");
}

TEST_CASE("flags may stand before the verb, after it and after the operands", "[cli]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", join_job);
  const std::string expected = sizer_with({"estimate", job, "--format", "json"}).out;
  CHECK(sizer_with({"--format", "json", "estimate", job}).out == expected);
  CHECK(sizer_with({"estimate", "-f", "json", job}).out == expected);
  CHECK(sizer_with({"estimate", "--format=text", "--format=json", "--", job}).out == expected);
}

TEST_CASE("the flag --plan sets the strategy of every join", "[cli]") {
  const auto plan = [](const std::string& name) {
    const Ran ran = sizer_with({"estimate", "-", "-f", "json", "--plan", name}, join_job);
    CHECK(ran.code == 0);
    return Json::parse(ran.out)["jobs"][0]["plan"];
  };
  CHECK(plan("broadcast") == "broadcast");
  CHECK(plan("sort-merge") == "sort_merge");
  CHECK(plan("sort_merge") == "sort_merge");
}

TEST_CASE("the flag --plan for a job without a join is ignored with a note", "[cli]") {
  const Ran ran = sizer_with({"estimate", "-", "-f", "json", "--plan", "broadcast"}, plain_job);
  CHECK(ran.code == 0);
  CHECK(Json::parse(ran.out)["diagnostics"][0]["severity"] == "note");
  CHECK_THAT(ran.err, Contains("this job has no join"));
  CHECK(sizer_with({"estimate", "-", "-q", "--plan", "broadcast"}, plain_job).err.empty());
}

TEST_CASE("bad input is told on the side and in the JSON, which stays valid", "[cli]") {
  const Ran ran = sizer_with({"estimate", "-", "--format", "json"}, misspelt_job);
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("<stdin>:1:1: error[SZ014]"));
  const Json document = Json::parse(ran.out);
  CHECK(document["jobs"] == Json::array());
  const Json& diagnostics = document["diagnostics"];
  CHECK(
      std::ranges::any_of(diagnostics, [](const Json& each) { return each["code"] == "SZ014" && each["line"] == 1; }));
  CHECK(sizer_with({"estimate", "-"}, misspelt_job).out.empty());
}

TEST_CASE("one bad file of several does not spoil the others", "[cli]") {
  const Folder folder;
  const std::string good = folder.file("good.yaml", plain_job), bad = folder.file("bad.yaml", misspelt_job);
  const Ran ran = sizer_with({"estimate", bad, good, folder.at("missing.yaml"), "-f", "json"});
  CHECK(ran.code == 4);
  const Json document = Json::parse(ran.out);
  REQUIRE(document["jobs"].size() == 1);
  CHECK(document["jobs"][0]["file"] == good);
  CHECK(document["diagnostics"].back()["code"] == "SZ010");
}

TEST_CASE("the exit code tells what went wrong when nothing was done", "[cli]") {
  const Folder folder;
  CHECK(sizer_with({"estimate", folder.at("missing.yaml")}).code == 3);
  CHECK(sizer_with({"estimate", folder.path.string()}).code == 3);
  CHECK(sizer_with({"estimate", "-", "--constants", folder.at("missing.yaml")}, plain_job).code == 3);
  CHECK(sizer_with({"constants", "--constants", folder.at("missing.yaml")}).code == 3);
}

TEST_CASE("a wrong command line gets the nearest word and exit code 2", "[cli]") {
  const auto [args, hint] = GENERATE(table<std::vector<std::string>, std::string>({
      {{"estimat", "job.yaml"}, "did you mean 'estimate'?"},
      {{"job.yaml"}, "did you mean 'sizer estimate job.yaml'?"},
      {{"frobnicate"}, "known: estimate"},
      {{"help", "constant"}, "did you mean 'constants'?"},
      {{"estimate", "--fromat", "json", "x"}, "did you mean '--format'?"},
      {{"estimate", "--plam=auto", "x"}, "did you mean '--plan'?"},
      {{"estimate", "x", "--format", "jsno"}, "did you mean 'json'?"},
      {{"estimate", "x", "--plan", "sortmerge"}, "did you mean 'sort-merge'?"},
      {{"estimate", "x", "--color", "allways"}, "did you mean 'always'?"},
      {{"estimate", "x", "--width", "ten"}, "expected a number from 60 to 500"},
      {{"estimate", "x", "--width", "5"}, "expected a number from 60 to 500"},
      {{"estimate", "x", "--set", "engine"}, "expected PATH=VALUE"},
      {{"estimate", "x", "--format"}, "--format"},
      {{"estimate"}, "which job?"},
      {{"constants", "--plan", "auto"}, "--plan is not a flag of 'constants'"},
  }));
  const Ran ran = sizer_with(args);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK_THAT(ran.err, Contains(hint));
}

TEST_CASE("help leads with examples and exists for every verb", "[cli]") {
  for (const auto& args : {std::vector<std::string>{"help"}, {"--help"}, {"-h"}}) {
    const Ran ran = sizer_with(args);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("Examples:") < ran.out.find("Usage:"));
  }
  for (const std::string verb : {"estimate", "constants", "version", "help"}) {
    CHECK_THAT(sizer_with({"help", verb}).out, StartsWith("sizer " + verb));
    CHECK(sizer_with({verb, "--help"}).out == sizer_with({"help", verb}).out);
  }
  const Ran bare = sizer_with({});
  CHECK(bare.code == 2);
  CHECK(bare.out.empty());
  CHECK_THAT(bare.err, Contains("Examples:"));
}

TEST_CASE("the version is one word away, however asked", "[cli]") {
  const std::string version = sizer_with({"version"}).out;
  CHECK_THAT(version, StartsWith("sizer "));
  CHECK(sizer_with({"--version"}).out == version);
  CHECK(sizer_with({"-V"}).out == version);
  CHECK(sizer_with({"estimate", "--version"}).out == version);
}

TEST_CASE("the flag --output writes the file whole and leaves nothing else", "[cli]") {
  const Folder folder;
  const std::string result = folder.file("result.json", "old");
  fs::permissions(result, fs::perms::owner_read | fs::perms::owner_write);
  const Ran ran = sizer_with({"estimate", "-", "-f", "json", "-o", result}, plain_job);
  CHECK(ran.code == 0);
  CHECK(ran.out.empty());
  CHECK(Json::parse(text_of(result))["jobs"].size() == 1);
  CHECK(fs::status(result).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(folder.size() == 1);
}

TEST_CASE("the flag --output follows a link and writes into a device", "[cli]") {
  const Folder folder;
  const std::string result = folder.file("result.txt", "old");
  fs::create_symlink(result, folder.at("link.txt"));
  CHECK(sizer_with({"estimate", "-", "-o", folder.at("link.txt")}, plain_job).code == 0);
  CHECK(fs::is_symlink(folder.at("link.txt")));
  CHECK(text_of(result) != "old");
  CHECK(sizer_with({"estimate", "-", "-o", "/dev/null"}, plain_job).code == 0);
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a file that cannot be written is an error and leaves nothing", "[cli]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", plain_job);
  CHECK(sizer_with({"estimate", job, "-o", folder.at("no/such/folder")}).code == 3);
  CHECK(sizer_with({"estimate", job, "-o", folder.path.string()}).code == 3);
  CHECK(sizer_with({"estimate", job, "-o", "/dev/full"}).code == 3);
  CHECK(folder.size() == 1);
}

TEST_CASE("the job file is never overwritten", "[cli]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", plain_job);
  CHECK(sizer_with({"estimate", job, "-o", job}).code == 2);
  CHECK(text_of(job) == plain_job);
}

TEST_CASE("a reader that goes away is no error, a full disk is", "[cli]") {
  for (const auto& [error, code] : {std::pair{EPIPE, 0}, {ENOSPC, 3}}) {
    Broken buffer(error);
    std::ostream out(&buffer);
    std::istringstream in;
    std::ostringstream err;
    CHECK(run({"version"}, {in, out, err}) == code);
    CHECK(err.str().empty() == (code == 0));
  }
}

TEST_CASE("colour comes from the terminal or the flag, and never goes into files", "[cli]") {
  const Style terminal{.colour = true};
  CHECK_THAT(sizer_with({"estimate", "-"}, plain_job, terminal).out, Contains("\x1b["));
  CHECK_THAT(sizer_with({"estimate", "-", "--no-color"}, plain_job, terminal).out, !Contains("\x1b["));
  CHECK_THAT(sizer_with({"estimate", "-", "--color", "never"}, plain_job, terminal).out, !Contains("\x1b["));
  CHECK_THAT(sizer_with({"estimate", "-", "--color", "always"}, plain_job).out, Contains("\x1b["));
  const Folder folder;
  sizer_with({"estimate", "-", "-o", folder.at("out.txt")}, plain_job, terminal);
  CHECK_THAT(text_of(folder.at("out.txt")), !Contains("\x1b["));
}

TEST_CASE("constants are listed with what a file replaced", "[cli]") {
  CHECK_THAT(sizer_with({"constants"}).out, Contains("scan_columnar_byte"));
  const Folder folder;
  const std::string file = folder.file("constants.yaml", "scan_columnar_byte: 10e-9..14e-9\n");
  const Ran text = sizer_with({"constants", "--constants", file});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("*: from"));
  const Json document = Json::parse(sizer_with({"constants", "--constants", file, "-f", "json"}).out);
  int replaced = 0;
  for (const Json& row : document["constants"]) replaced += row["overridden"].get<bool>() ? 1 : 0;
  CHECK(replaced == 1);
}

TEST_CASE("nothing the program prints is wider than asked", "[cli]") {
  const auto args = GENERATE(as<std::vector<std::string>>(), std::vector<std::string>{"help"},
                             std::vector<std::string>{"help", "estimate"}, std::vector<std::string>{"constants"},
                             std::vector<std::string>{"version"}, std::vector<std::string>{"estimate", "-"});
  std::istringstream out(sizer_with(args, join_job).out);
  for (std::string line; std::getline(out, line);) {
    CAPTURE(line);
    CHECK(columns_of(line) <= 80);
  }
}
