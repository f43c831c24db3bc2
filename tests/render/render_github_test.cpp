// Annotations of GitHub Actions: escaped as its runner reads them, the worst first, not more than it shows.
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "full_result.h"
#include "sizer/render.h"

using namespace sizer;

namespace {

std::vector<std::string> lines(const Result& result) {
  std::istringstream text(find_renderer("github")->render(result, {}));
  std::vector<std::string> all;
  for (std::string line; std::getline(text, line);) all.push_back(line);
  return all;
}

Diagnostic diagnostic(Severity severity, int line) {
  Diagnostic made;
  made.code = "SZ014";
  made.severity = severity;
  made.message = "wrong";
  made.place = {"jobs/a.yaml", line, 5, 6};
  return made;
}

}  // namespace

TEST_CASE("an annotation names file, line, columns, code and text", "[github]") {
  Result result;
  result.diagnostics = {diagnostic(Severity::error, 14)};
  result.diagnostics[0].suggestion = "did you mean 'cluster'?";
  CHECK(lines(result) == std::vector<std::string>{"::error file=jobs/a.yaml,line=14,col=5,endColumn=11,title=SZ014::"
                                                  "wrong%0Adid you mean 'cluster'?"});
}

TEST_CASE("the worst annotations come first, ten of a kind, then a count of the rest", "[github]") {
  Result result;
  for (int i = 1; i <= 14; ++i) {
    result.diagnostics.push_back(diagnostic(Severity::note, i));
    result.diagnostics.push_back(diagnostic(Severity::error, i));
    result.diagnostics.push_back(diagnostic(Severity::warning, i));
  }
  const std::vector<std::string> all = lines(result);
  REQUIRE(all.size() == 33);
  CHECK(all[0].find("::error file=jobs/a.yaml,line=1,") == 0);
  CHECK(all[10].find("::warning ") == 0);
  CHECK(all[20].find("::notice ") == 0);
  CHECK(all[30] == "sizer: 4 more errors not shown");
  CHECK(all[32] == "sizer: 4 more notices not shown");
}

TEST_CASE("a gate is an error when it counts, a warning when it cannot be told, and silent when it passed",
          "[github]") {
  Result result;
  result.gates = {samples::gate("job", "max_time", Verdict::pass), samples::gate("job", "max_cost", Verdict::fail),
                  samples::gate("job", "max_bytes", Verdict::inconclusive)};
  const std::vector<std::string> all = lines(result);
  REQUIRE(all.size() == 2);
  CHECK(all[0].find("::error file=job,line=5,col=7,endColumn=11,title=max_cost%3A job::45 is above 40") == 0);
  CHECK(all[1].find("::warning ") == 0);
}

TEST_CASE("a search tells its best in a notice, and an error where nothing keeps the limits", "[github][size]") {
  Result result;
  result.sizing = samples::sizing("job");
  REQUIRE(lines(result).size() == 1);
  CHECK(lines(result)[0].find("::notice file=job,title=job::best: ") == 0);
  result.sizing = samples::sizing("job", false);
  REQUIRE(lines(result).size() == 1);
  CHECK(lines(result)[0].find("::error file=job,title=limits%3A job::nothing keeps the limits") == 0);
}

TEST_CASE("no name starts a command of its own", "[github][hostile]") {
  const std::size_t expected = lines(samples::full_result("plain")).size();
  for (const std::string& name : samples::hostile_names) {
    const std::vector<std::string> all = lines(samples::full_result(name));
    CHECK(all.size() == expected);
    for (const std::string& line : all) {
      INFO(line);
      CHECK(line.find("::") == 0);
      for (const char c : line) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
      const std::size_t end = line.find("::", 2);
      CHECK(line.find("title=") < end);
    }
  }
  const std::vector<std::string> all = lines(samples::full_result("a%0Ab::error::c"));
  CHECK(all[0].find("a%250Ab%3A%3Aerror%3A%3Ac") != std::string::npos);
}
