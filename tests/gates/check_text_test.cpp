// What `check` says at a terminal and in a pipe, and values by path: the failing first, what passes in a line each.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "program.h"
#include "result/json_value.h"

namespace {

using Catch::Matchers::Contains;
using sizer::Json;

std::string job_of(const std::string& size, const std::string& more = "") {
  return "engine: spark\ncluster: spark-baseline\n" + more + "inputs:\n  a: {size: " + size +
         "}\nsteps: [{aggregate: {keys: k}}, {write: 1 GB}]\n";
}

/// Three jobs, one of which is above a limit of $2.
struct ThreeJobs {
  Folder folder;
  ThreeJobs() {
    folder.file("a.yaml", job_of("1 GB", "runs_per_month: 30\n"));
    folder.file("b.yaml", job_of("4 TB"));
    folder.file("c.yaml", job_of("2 GB"));
  }
  Ran check(std::vector<std::string> more) const {
    std::vector<std::string> args = {"check", folder.path.string(), "--max-cost", "$2"};
    args.insert(args.end(), more.begin(), more.end());
    return sizer_with(args);
  }
};

}  // namespace

TEST_CASE("check tells what fails first, and the whole of that job alone", "[check][text]") {
  const ThreeJobs jobs;
  const Ran ran = jobs.check({});
  INFO(ran.out);
  CHECK(ran.code == 1);
  const std::size_t fail = ran.out.find("FAIL b max_cost"), pass = ran.out.find("PASS a max_cost"),
                    total = ran.out.find("TOTAL"), page = ran.out.find("What moves");
  REQUIRE(fail != std::string::npos);
  CHECK(fail < pass);
  CHECK(pass < total);
  CHECK(total < page);
  CHECK(ran.out.find("What moves", page + 1) == std::string::npos);
  CHECK_THAT(ran.out, Contains("a month"));
}

TEST_CASE("a quiet check names what fails, and nothing else, a line each in a pipe", "[check][text]") {
  const ThreeJobs jobs;
  const Ran ran = jobs.check({"-q"});
  INFO(ran.out);
  CHECK_THAT(ran.out, Contains("FAIL b max_cost") && !Contains("PASS"));
  CHECK(std::ranges::count(ran.out, '\n') <= 4);
  CHECK(ran.out.find('\n', ran.out.find("FAIL")) > ran.out.find("the limit of $2"));
}

TEST_CASE("a comment tells why first, and of several jobs the whole of those that fail alone", "[check][markdown]") {
  const ThreeJobs jobs;
  const std::string comment = jobs.check({"-f", "markdown"}).out;
  INFO(comment);
  CHECK_THAT(comment.substr(0, 600), Contains("`b` breaks `max_cost`"));
  CHECK_THAT(comment, Contains("<code>b</code>") && !Contains("<code>a</code>") && Contains("all 3 jobs"));
  CHECK(comment.find("| `b` |") < comment.find("| `a` |"));
}

TEST_CASE("a limit of another file is shown where the most bytes of the job come from", "[check][github]") {
  const ThreeJobs jobs;
  CHECK_THAT(jobs.check({"-f", "github"}).out, Contains("b.yaml,line=4,"));
}

TEST_CASE("a path names an entry by its number or name, or all of them", "[get]") {
  const ThreeJobs jobs;
  const auto get = [&](const std::string& path) {
    return sizer_with({"estimate", jobs.folder.path.string(), "--get", path});
  };
  CHECK(get("jobs[*].name").out == "a\nb\nc\n");
  CHECK(get("jobs[b].name").out == "b\n");
  CHECK(get("jobs[1].cost_usd").out == get("jobs[b].cost_usd").out);
  CHECK(get("total.jobs").out == "3\n");
  const Ran none = get("jobs[bb].name");
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Contains("no entry has this name"));
  CHECK(get("jobs[].name").code == 2);
  CHECK(get("jobs[9].name").code == 2);
  CHECK(get("total[*]").code == 0);
}

TEST_CASE("one of a thing is one, and memory is said as it is sold", "[text]") {
  const Folder folder;
  const std::string job = folder.file(
      "one.yaml",
      "engine: spark\ncluster: {nodes: 1, vcpus: 4, memory: 16 GiB, price: $0.2/h, executors: {cores: 1, memory: 2g}}\n"
      "inputs: {a: {size: 1 GB}}\nsteps: [{write: 1 GB}]\n");
  const std::string text = sizer_with({"estimate", job}).out;
  INFO(text);
  CHECK_THAT(text, Contains("1 machine for everything, 4 vCPU") && Contains("of 1 core and 2 GiB") &&
                       Contains("4 vCPU, 16 GiB"));
}
