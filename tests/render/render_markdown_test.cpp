// Markdown: a marker, a headline, tables that hold whatever names there are, and a length that is kept.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "full_result.h"
#include "sizer/render.h"

using namespace sizer;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string markdown_of(const Result& result) {
  return find_renderer("markdown")->render(result, {});
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

Result many_jobs(int count, const std::string& name) {
  std::vector<JobReport> jobs(static_cast<std::size_t>(count), samples::customer_metrics());
  for (JobReport& job : jobs) job.name = name;
  Result result = samples::result_of(jobs);
  result.gates = {samples::gate("job", "max_time", Verdict::pass), samples::gate("job", "max_cost", Verdict::fail)};
  return result;
}

}  // namespace

TEST_CASE("a comment starts with its marker and the verdict in a sentence", "[markdown]") {
  Result result = samples::result_of({samples::customer_metrics()});
  CHECK_THAT(markdown_of(result), StartsWith("<!-- sizer -->\n**sizer**: `daily customer metrics` can run: 25 min "));
  result = many_jobs(2, "job");
  CHECK_THAT(markdown_of(result), StartsWith("<!-- sizer -->\n**sizer**: 2 jobs, all can run; gates: 1 failed, 1 "
                                             "passed. `job` breaks `max_cost`: 45 is above "
                                             "40 for job.\n"));
  result.jobs[0].feasible = false;
  CHECK_THAT(markdown_of(result), Contains("1 of 2 jobs cannot run like this"));
}

TEST_CASE("a comment on a difference shows base, head, change and why", "[markdown]") {
  Result result;
  result.difference = samples::difference("sample");
  const std::string text = markdown_of(result);
  CHECK_THAT(text, Contains("`sample` changes by +30 s (`sample` → `sample`)."));
  CHECK_THAT(text, Contains("| wall\\_clock\\_seconds | 60 s (50 – 70 s) | 90 s (80 – 100 s) | **+30 s** | "
                            "×1.5 (1.4 – 1.6) | data +40 s, plan -10 s |"));
}

TEST_CASE("a comment tells of a job that can run no more, and leaves out figures that stay", "[markdown]") {
  Result result;
  result.difference = samples::difference("sample");
  JobDifference& job = result.difference->jobs[0];
  job.head_feasible = false;
  job.figures.push_back(job.figures[0]);
  job.figures[1].figure = "the same";
  job.figures[1].head = job.figures[1].base;
  CHECK_THAT(markdown_of(result), Contains("`sample` changes by +30 s, and cannot run any more"));
  CHECK_THAT(markdown_of(result), !Contains("the same"));
}

TEST_CASE("a comment on a difference without one is one line", "[markdown]") {
  Result result;
  result.difference = samples::difference("main");
  result.difference->jobs[0].status = "unchanged";
  CHECK(markdown_of(result) == "<!-- sizer -->\n**sizer**: nothing changes in 1 job (`main` → `main`).\n");
}

TEST_CASE("failed gates stand above the others", "[markdown]") {
  const std::string text = markdown_of(many_jobs(1, "job"));
  CHECK(text.find("| **fail** |") < text.find("| **pass** |"));
  CHECK_THAT(text, Contains("| **fail** | `job` | `max_cost` | 45 is above 40 for job | job.yaml:12:3; job; job |"));
}

TEST_CASE("a comment never grows beyond what GitHub takes, keeps its verdicts and says what was cut", "[markdown]") {
  for (const char* name : {"job", "数据数据数据数据数据数据数据", "\xff\xff\xff\xff\xff\xff\xff\xff|||||||||"})
    for (const int count : {1, 10, 60, 120}) {
      Result result = many_jobs(count, name);
      const std::string text = markdown_of(result);
      INFO(count << " jobs");
      CHECK(text.size() <= 65'536);
      CHECK_THAT(text, Contains("| **fail** |"));
      result.gates.clear();  // without verdicts every job is told as a whole
      const std::string whole = markdown_of(result);
      CHECK(whole.size() <= 65'536);
      CHECK((whole.find("*Cut to 65536 bytes. Left out: ") != std::string::npos) == (count > 10));
      CHECK(std::count(text.begin(), text.end(), '\n') > 10);
    }
  Result result = many_jobs(1, "job");
  result.gates.assign(200, samples::gate(std::string(4000, 'x'), "max_cost", Verdict::fail));
  CHECK(markdown_of(result).size() <= 65'536);
  CHECK_THAT(markdown_of(result), StartsWith("<!-- sizer -->\n**sizer**: `job` can run"));
}

TEST_CASE("no name adds a line, a column or a tag to a comment", "[markdown][hostile]") {
  const std::vector<std::string> plain = lines(markdown_of(samples::full_result("plain")));
  for (const std::string& name : samples::hostile_names) {
    const std::vector<std::string> all = lines(markdown_of(samples::full_result(name)));
    INFO(name);
    REQUIRE(all.size() == (name.empty() ? all.size() : plain.size()));
    for (std::size_t i = 0; i < all.size() && !name.empty(); ++i) {
      INFO(all[i]);
      CHECK(std::ranges::count(all[i], '|') == std::ranges::count(plain[i], '|'));
      for (const char c : all[i]) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    }
  }
}
