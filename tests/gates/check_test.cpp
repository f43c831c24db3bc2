// check and its gates through the whole program: batches, configuration, environment, every exit code.
#include <filesystem>
#include <map>
#include <sstream>

#include "catch.h"
#include "program.h"
#include "result/json_value.h"

using Catch::Matchers::Contains;
using sizer::Json;
namespace fs = std::filesystem;

namespace {

/// About 1.9 minutes and $0.6 on 20 nodes.
constexpr const char* small_job = R"(
name: nightly clicks
engine: spark
cluster: spark-baseline
labels: {team: growth}
inputs: {clicks: {size: 100 GB, rows: 500M}}
steps: [{aggregate: {keys: user, groups: 1M, width: 1}}, {write: 1 GB}]
)";
constexpr const char* infeasible_job = R"(
name: too large
engine: spark
cluster: spark-baseline
inputs: {clicks: {size: 1 TB}, users: {size: 50 GB}}
steps: [{join: {with: users, on: id, strategy: broadcast}}, {write: 1 GB}]
)";
constexpr const char* broken_job = "engin: spark\n";

/// The variables of the environment that a test gives.
std::map<std::string, std::string> variables;
std::string variable(const char* name) {
  const auto found = variables.find(name);
  return found == variables.end() ? "" : found->second;
}

Ran with_variables(std::map<std::string, std::string> given, const std::vector<std::string>& args) {
  variables = std::move(given);
  std::istringstream in;
  std::ostringstream out, err;
  const int code = sizer::run(args, {in, out, err, {}, {}, variable});
  return {code, out.str(), err.str()};
}

/// A project: its root is known by .git, so that what lies above does not count.
struct ProjectFolder : Folder {
  ProjectFolder() { fs::create_directories(path / ".git"); }
  std::string in(const std::string& folder, const std::string& name, const std::string& text) const {
    fs::create_directories(path / folder);
    return file(folder + "/" + name, text);
  }
};

Json gates_of(const Ran& ran) {
  return Json::parse(ran.out)["gates"];
}

}  // namespace

TEST_CASE("check says yes, no, or why it cannot tell", "[check]") {
  const ProjectFolder project;
  const std::string good = project.file("job.yaml", small_job), bad = project.file("large.yaml", infeasible_job);
  const std::string wrong = project.file("wrong.yaml", broken_job), missing = project.at("missing.yaml");
  const auto code = [](const std::vector<std::string>& args) { return sizer_with(args).code; };
  CHECK(code({"check", good}) == 0);
  CHECK(code({"check", good, "--max-cost", "$1000"}) == 0);
  CHECK(code({"check", good, "--max-cost", "1 ct"}) == 2);
  CHECK(code({"check", good, "--max-cost", "$0.01"}) == 1);
  CHECK(code({"check", bad}) == 1);
  CHECK(code({"estimate", bad}) == 0);
  CHECK(code({"estimate", good, "--max-time", "1 s"}) == 1);
  CHECK(code({"check", wrong}) == 2);
  CHECK(code({"check", missing}) == 3);
  CHECK(code({"check", good, wrong}) == 4);
  CHECK(code({"check", bad, missing}) == 4);
  CHECK(code({"check", wrong, missing}) == 3);
  CHECK(code({"check", good, bad}) == 1);
  CHECK(code({"check", good, "--baseline", missing}) == 3);
  CHECK(code({"check", good, "--baseline", wrong}) == 2);
}

TEST_CASE("one bad file does not hide the gates of the others", "[check]") {
  const ProjectFolder project;
  project.in("jobs", "a.yaml", small_job);
  project.in("jobs/deep", "b.json", infeasible_job);
  project.in("jobs", "c.yml", broken_job);
  project.in("jobs", "sizer.yaml", "policies: {}\n");
  project.in("jobs", "notes.txt", "not a job");
  const Ran ran = sizer_with({"check", project.at("jobs"), "-f", "json", "--max-time", "1 h"});
  CHECK(ran.code == 4);
  const Json document = Json::parse(ran.out);
  REQUIRE(document["jobs"].size() == 2);
  CHECK(document["gates"].size() == 4);
  CHECK(document["diagnostics"].size() >= 1);
  CHECK(sizer_with({"check", project.at("jobs/*.yaml"), "-q"}).code == 0);  // sizer.yaml is no job
  CHECK(sizer_with({"check", project.at("jobs/*.txt"), "-q"}).code == 2);
  CHECK(sizer_with({"check", project.at("jobs/x*"), "-q"}).code == 3);
}

TEST_CASE("gates of a configuration count for check and never for estimate", "[check][config]") {
  const ProjectFolder project;
  const std::string file = project.in("team/jobs", "job.yaml", small_job);
  project.in("team", "sizer.yaml", "budgets:\n  - jobs: \"nightly*\"\n    max_cost: $0.01\n    owner: ann\n");
  CHECK(sizer_with({"estimate", file}).code == 0);
  CHECK(gates_of(sizer_with({"estimate", file, "-f", "json"})).empty());
  const Ran ran = sizer_with({"check", file, "-f", "json"});
  CHECK(ran.code == 1);
  const Json gate = gates_of(ran)[0];
  CHECK(gate["id"] == "max_cost");
  CHECK(gate["verdict"] == "fail");
  CHECK(gate["owner"] == "ann");
  CHECK_THAT(gate["source"].get<std::string>(), Contains("team/sizer.yaml:3:15"));
  CHECK(sizer_with({"check", file, "--no-config"}).code == 0);
}

TEST_CASE("flags are stronger than the job, the job than the configuration, later budgets than earlier",
          "[check][config]") {
  const ProjectFolder project;
  project.file("sizer.yaml", "budgets: [{max_cost: $0.01}, {jobs: nightly*, max_cost: $2}]\n");
  const std::string plain = project.file("a.yaml", small_job);
  const std::string own = project.file("b.yaml", std::string(small_job) + "budget: {max_cost: $0.02}\n");
  const auto limit = [](const std::vector<std::string>& args) {
    return gates_of(sizer_with(args))[0]["limit"].get<double>();
  };
  CHECK(limit({"check", plain, "-f", "json"}) == 2);
  CHECK(limit({"check", own, "-f", "json"}) == 0.02);
  CHECK(limit({"check", own, "-f", "json", "--max-cost", "$3"}) == 3);
}

TEST_CASE("an exception ends with its last day", "[check][config]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job);
  project.file("sizer.yaml",
               "budgets: [{max_cost: $0.01}]\n"
               "exceptions: [{gate: max_cost, reason: moving, owner: ann, expires: 2026-06-30}]\n");
  const auto on = [&](const std::string& epoch) {
    return with_variables({{"SOURCE_DATE_EPOCH", epoch}}, {"check", file, "-q"});
  };
  CHECK(on("1782820800").code == 0);  // 2026-06-30
  CHECK(on("1782907200").code == 1);  // 2026-07-01
  CHECK_THAT(on("1782907200").out, Contains("ended on 2026-06-30"));
}

TEST_CASE("a policy can be an error, and can be silent", "[check][config]") {
  const ProjectFolder project;
  const std::string file =
      project.file("job.yaml", std::string(small_job) + "spark: {adaptive: false, shuffle_partitions: 100000}\n");
  const Ran plain = sizer_with({"check", file, "-f", "json"});
  REQUIRE(plain.code == 0);
  const std::string code = Json::parse(plain.out)["jobs"][0]["reasons"][0]["code"];
  project.file("sizer.yaml", "policies: {" + code + ": error}\n");
  CHECK(sizer_with({"check", file}).code == 1);
  project.file("sizer.yaml", "policies: {" + code + ": off}\n");
  const Json silenced = Json::parse(sizer_with({"check", file, "-f", "json"}).out);
  for (const Json& reason : silenced["jobs"][0]["reasons"]) CHECK(reason["code"] != code);
  project.file("sizer.yaml", "policies: {SZ199: error}\n");
  const Ran unknown = sizer_with({"check", file});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("there is no policy or gate 'SZ199'"));
}

TEST_CASE("an increase is held against a saved result", "[check]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job), saved = project.at("base.json");
  REQUIRE(sizer_with({"estimate", file, "-f", "json", "-o", saved}).code == 0);
  CHECK(sizer_with({"check", file, "--baseline", saved, "--max-increase", "+1%"}).code == 0);
  const std::vector<std::string> larger = {"check", file, "--baseline", saved, "--set", "inputs.clicks.size=2 TB"};
  const auto allowing = [&](const std::string& increase) {
    std::vector<std::string> args = larger;
    args.insert(args.end(), {"--max-increase", increase});
    return sizer_with(args).code;
  };
  CHECK(allowing("+10%") == 1);
  CHECK(allowing("+10%, +1000 USD") == 0);
  CHECK(allowing("+10%, +5 s") == 1);
  CHECK(allowing("much") == 2);
}

TEST_CASE("a variable of the environment stands for a flag, and a flag is stronger", "[check][cli]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job);
  CHECK(with_variables({{"SIZER_MAX_COST", "$0.01"}}, {"check", file}).code == 1);
  CHECK(with_variables({{"SIZER_MAX_COST", "$0.01"}}, {"check", file, "--max-cost", "$9"}).code == 0);
  CHECK_THAT(with_variables({{"SIZER_FORMAT", "json"}}, {"estimate", file}).out, Contains("\"format_version\""));
  const Ran wrong = with_variables({{"SIZER_GATE_ON", "hgih"}}, {"check", file});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Contains("SIZER_GATE_ON"));
}

TEST_CASE("a configuration gives defaults, where the command line and the environment give nothing", "[config]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job);
  project.file("sizer.yaml", "draws: 200\ngate_on: high\nformat: json\n");
  const auto draws = [](const Ran& ran) { return Json::parse(ran.out)["jobs"][0]["percentiles"]["draws"]; };
  CHECK(draws(with_variables({}, {"estimate", file})) == 200);
  CHECK(draws(with_variables({{"SIZER_DRAWS", "50"}}, {"estimate", file})) == 50);
  CHECK(draws(with_variables({{"SIZER_DRAWS", "50"}}, {"estimate", file, "--draws", "60"})) == 60);
  CHECK(gates_of(with_variables({}, {"check", file, "--max-cost", "$9"}))[0]["gate_on"] == "high");
  project.file("sizer.yaml", "gate_no: high\n");
  const Ran wrong = with_variables({}, {"check", file});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Contains("did you mean 'gate_on'?"));
}

TEST_CASE("the cluster of a configuration is for jobs that name none", "[config]") {
  const ProjectFolder project;
  const std::string named = project.file("a.yaml", small_job);
  std::string text = small_job;
  text.replace(text.find("cluster: spark-baseline\n"), 24, "");
  const std::string nameless = project.file("b.yaml", text);
  CHECK(sizer_with({"estimate", nameless}).code == 2);
  project.file("sizer.yaml", "cluster: 7 x m5d.4xlarge\n");
  const auto nodes = [](const std::string& file) {
    return Json::parse(sizer_with({"estimate", file, "-f", "json"}).out)["jobs"][0]["cluster"]["nodes"];
  };
  CHECK(nodes(named) == 20);
  CHECK(nodes(nameless) == 7);
}

TEST_CASE("diff fails on what it was told to fail on, and is silent where nothing changed", "[diff][cli]") {
  const ProjectFolder project;
  const std::string base = project.file("base.yaml", small_job), saved = project.at("base.json");
  std::string text = small_job;
  text.replace(text.find("100 GB"), 6, "900 GB");
  const std::string head = project.file("head.yaml", text);
  CHECK(sizer_with({"diff", base, head}).code == 0);
  CHECK(sizer_with({"diff", base, head, "--fail-on", "+10%"}).code == 1);
  CHECK(sizer_with({"diff", base, head, "--fail-on", "+10%,+500 USD"}).code == 0);
  CHECK(sizer_with({"diff", head, base, "--fail-on", "+10%"}).code == 0);
  CHECK(sizer_with({"diff", base}).code == 2);
  CHECK(sizer_with({"diff", base, project.at("missing.yaml")}).code == 3);
  REQUIRE(sizer_with({"estimate", base, "-f", "json", "-o", saved}).code == 0);
  const Json same = Json::parse(sizer_with({"diff", saved, base, "-f", "json"}).out)["difference"]["jobs"][0];
  CHECK(same["status"] == "unchanged");
  const Json changed = Json::parse(sizer_with({"diff", saved, head, "-f", "json"}).out)["difference"]["jobs"][0];
  CHECK(changed["status"] == "changed");
  CHECK(changed["figures"][0]["parts"]["model"] == 0);
  CHECK(changed["figures"][0]["parts"]["data"].get<double>() > 0);
}

TEST_CASE("compare crosses what it is given", "[compare][cli]") {
  const ProjectFolder project;
  const std::string file = project.file("large.yaml", infeasible_job);
  const auto ways = [&](std::vector<std::string> more) {
    std::vector<std::string> args = {"compare", file, "-f", "json"};
    args.insert(args.end(), more.begin(), more.end());
    const Ran ran = sizer_with(args);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return Json::parse(ran.out)["comparisons"][0]["candidates"];
  };
  CHECK(ways({}).size() == 3);
  CHECK(ways({"--plan", "broadcast,sort-merge"}).size() == 2);
  CHECK(ways({"--cluster", "spark-baseline,10 x m5d.4xlarge", "--vary", "inputs.users.size=1 GB,2 GB"}).size() == 12);
  CHECK(ways({"--engine", "spark,ray"}).size() == 4);
  const Json small = ways({"--vary", "inputs.users.size=50 MB,50 GB", "--plan", "broadcast"});
  CHECK(small[0]["feasible"] == true);
  CHECK(small[1]["feasible"] == false);
  CHECK(sizer_with({"compare", file, "--plan", "brodcast"}).code == 2);
  CHECK(sizer_with({"compare", file, "--vary", "inputs.user.size=1 GB"}).code == 2);
  CHECK(sizer_with({"compare", file, "--engine", "ray", "--vary", "inputs.users.size=5 XB"}).code == 2);
  CHECK(sizer_with({"compare", file, "--engine", "flink"}).code == 2);
  CHECK(sizer_with({"compare", file, file}).code == 2);
}

TEST_CASE("no configuration changes the exit code of estimate", "[check][config]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job);
  const std::vector<std::string> args = {"estimate", file, "--max-time", "5 min"};
  const int plain = sizer_with(args).code;
  for (const char* text :
       {"strict: true\n", "gate_on: high\n", "budgets: [{max_cots: $1}]\n", "budgets: [{max_cost: $0.01}]\n",
        "draws: 3\n", "policies: {SZ199: error}\n", "gate_on: hgih\n", "not: [closed\n"}) {
    CAPTURE(text);
    project.file("sizer.yaml", text);
    CHECK(sizer_with(args).code == plain);
  }
  CHECK_THAT(sizer_with(args).err, Contains("this configuration is not used"));
}

TEST_CASE("an unknown price passes no gate on growth", "[check]") {
  const ProjectFolder project;
  const std::string file = project.file("job.yaml", small_job), saved = project.at("base.json");
  std::string text = small_job;
  text.replace(text.find("spark-baseline"), 14, "{nodes: 20, vcpus: 16, memory: 64 GiB}");
  const std::string unpriced = project.file("unpriced.yaml", text);
  REQUIRE(sizer_with({"estimate", file, "-f", "json", "-o", saved}).code == 0);
  const Ran ran = sizer_with({"check", unpriced, "--baseline", saved, "--max-increase", "+1 USD", "-f", "json"});
  CHECK(gates_of(ran)[0]["verdict"] == "inconclusive");
}

TEST_CASE("jobs of one name are held each against its own", "[diff][cli]") {
  const ProjectFolder project;
  std::string text = small_job;
  text.replace(text.find("100 GB"), 6, "900 GB");
  const std::string one = project.file("one.yaml", small_job), two = project.file("two.yaml", text),
                    saved = project.at("two.json");
  REQUIRE(sizer_with({"estimate", one, two, "-f", "json", "-o", saved}).code == 0);
  const Json same = Json::parse(sizer_with({"diff", saved, saved, "-f", "json"}).out);
  for (const Json& each : same["difference"]["jobs"]) CHECK(each["status"] == "unchanged");
  CHECK(sizer_with({"check", one, two, "--baseline", saved, "--max-increase", "+1%"}).code == 0);
  REQUIRE(sizer_with({"compare", one, "-f", "json", "-o", saved}).code == 0);
  CHECK(sizer_with({"diff", saved, one}).code == 2);
}

TEST_CASE("a job that can no longer run fails what it is told to fail on", "[diff][cli]") {
  const ProjectFolder project;
  std::string text = infeasible_job;
  text.replace(text.find("strategy: broadcast"), 19, "strategy: sort_merge");
  const std::string runs = project.file("runs.yaml", text), cannot = project.file("cannot.yaml", infeasible_job);
  CHECK(sizer_with({"diff", runs, cannot, "--fail-on", "+500%"}).code == 1);
  const Ran ran = sizer_with({"diff", runs, cannot, "--fail-on", "+500%", "-f", "junit"});
  CHECK_THAT(ran.out, Contains("<failure"));
}

TEST_CASE("values are set by the paths that reports print", "[cli]") {
  const ProjectFolder project;
  const std::string file = project.file("large.yaml", infeasible_job);
  const auto plan = [&](const std::string& set) {
    return Json::parse(sizer_with({"estimate", file, "-f", "json", "--set", set}).out)["jobs"][0]["plan"];
  };
  CHECK(plan("steps.join.strategy=sort_merge") == "sort_merge");
  CHECK(plan("steps.join.join.strategy=shuffle_hash") == "shuffle_hash");
  CHECK(sizer_with({"estimate", file, "--set", "steps.write.size=2 TB"}).code == 0);
  const Ran wrong = sizer_with({"estimate", file, "--set", "inputs.user.size=1 GB"});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Contains("did you mean 'users'?"));
}
