// JUnit: a suite a job, a case a gate, and red only what the exit code calls red.
#include <string>

#include "catch.h"
#include "full_result.h"
#include "sizer/render.h"

using namespace sizer;
using Catch::Matchers::Contains;

namespace {

std::string junit_of(const Result& result) {
  return find_renderer("junit")->render(result, {});
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("each gate of a job is a test case, and only a failure that counts is one", "[junit]") {
  Result result = samples::full_result("sample");
  result.diagnostics.clear();
  const std::string text = junit_of(result);
  CHECK_THAT(text,
             Contains("<testsuite name=\"sample\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\" time=\"0\""));
  CHECK(count(text, "<testcase ") == 9);  // and those of two searches, of a difference and of two ways to run the job
  CHECK(count(text, "<failure ") == 1);
  CHECK(count(text, "<skipped ") == 3);  // and the way that cannot run
  CHECK_THAT(text, Contains("<skipped message=\"inconclusive: 45 is above 40 for sample\">"));
  CHECK_THAT(text, Contains("excepted until 2026-12-31"));
}

TEST_CASE("a job without gates is one test case: can it run", "[junit]") {
  const std::string good = junit_of(samples::result_of({samples::customer_metrics()}));
  CHECK_THAT(good, Contains("<testcase name=\"feasible\"") && Contains("failures=\"0\""));
  const std::string bad = junit_of(samples::result_of({samples::too_large_broadcast()}));
  CHECK_THAT(bad, Contains("<failure message=\"customers is 50 GB") && Contains("type=\"SZ101\""));
  CHECK(count(bad, "<failure ") == 1);
}

TEST_CASE("a search is one test case: was there a cluster that keeps the limits", "[junit][size]") {
  Result result;
  result.sizing = samples::sizing("sample");
  const std::string found = junit_of(result);
  CHECK_THAT(found, Contains("<testcase name=\"limits\" classname=\"sample\"") && Contains("failures=\"0\""));
  result.sizing = samples::sizing("sample", false);
  CHECK_THAT(junit_of(result), Contains("<failure message=\"nothing keeps the limits; nearest: "));
}

TEST_CASE("a file that could not be read is an error of its own suite, however much is wrong with it", "[junit]") {
  Result result = samples::full_result("sample");
  result.diagnostics.push_back(result.diagnostics[0]);
  const std::string text = junit_of(result);
  CHECK(count(text, "<error ") == 1);
  CHECK_THAT(text, Contains("<testsuite name=\"sample.yaml\" tests=\"1\" failures=\"0\" errors=\"1\""));
}

TEST_CASE("no name closes a tag or an attribute of JUnit", "[junit][hostile]") {
  const std::string plain = junit_of(samples::full_result("plain"));
  for (const std::string& name : samples::hostile_names) {
    const std::string text = junit_of(samples::full_result(name));
    INFO(text);
    for (const char* mark : {"<", ">"}) CHECK(count(text, mark) == count(plain, mark));
    for (const char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
    CHECK(text.find("\xef\xbf\xbe") == std::string::npos);
  }
}
