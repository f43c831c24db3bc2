// What is printed to be copied can be copied: names of steps whatever they are, and remedies, which bring what they
// say.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "cli/session.h"
#include "deploy/shell.h"
#include "policy_samples.h"
#include "program.h"
#include "sized.h"
#include "sizer/report.h"
#include "text/path.h"

using namespace sizer;
using Catch::Matchers::Contains;

namespace {

/// What a shell and the program make of the flags of a remedy.
std::vector<Override> as_pasted(const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string command = "sizer estimate job.yaml";
  for (const auto& [path, value] : settings) command += " " + set_flag(path, value);
  const SourceText source{"shell", command};
  std::vector<Override> overrides;
  const std::vector<deploy::ShellWord> words = deploy::shell_commands(source).at(0);
  for (std::size_t i = 4; i < words.size(); i += 2) {
    REQUIRE(words[i - 1].text == "--set");
    CHECK_FALSE(words[i].expands);
    overrides.push_back(read_assignment("--set", words[i].text));
  }
  return overrides;
}

/// Tries every remedy of a job; how many there were.
int try_remedies(const std::string& text) {
  const Job job = sized::job(text);
  const Constants constants;
  const JobReport report = make_summary(job, constants, estimate(job, job.cluster, constants));
  const Estimate now = sized::typical(job);
  int tried = 0;
  for (const Reason& reason : report.reasons) {
    if (!reason.gain) continue;
    INFO(text << "\n" << reason.code << ": " << reason.message << "\n" << reason.gain->change);
    REQUIRE_FALSE(reason.gain->settings.empty());
    const Estimate then = sized::typical(text, as_pasted(reason.gain->settings));
    CHECK(reason.gain->time.value == Approx((now.timeline.duration - then.timeline.duration).value).margin(1e-6));
    CHECK(reason.gain->makes_feasible == (sized::infeasible(now) && !sized::infeasible(then)));
    // Of a cluster that is kept, its idle hours are saved too.
    if (reason.gain->cost && reason.code != "SZ143")
      CHECK(reason.gain->cost->value == Approx((now.bill.total - then.bill.total).value).margin(1e-9));
    ++tried;
  }
  return tried;
}

const std::string remedy_facts = "  facts: {size: 1 TB, rows: 5G}\n";

/// Two joins, with whatever names.
std::string star(const std::string& first = "", const std::string& second = "") {
  const auto named = [](const std::string& name) { return name.empty() ? "" : "\n    name: " + name; };
  return samples::on_spark(
      remedy_facts + "  customers: {size: 50 GB, rows: 200M}\n  products: {size: 100 MB, rows: 1M}\n",
      "  - join: {with: customers, keys: customer_id, matches: 0.9..1.1}" + named(first) +
          "\n  - join: {with: products, keys: product_id, strategy: sort_merge, matches: 0.9..1.1}" + named(second) +
          "\n  - write: 120 GB\n");
}

constexpr const char* awkward[] = {
    "'of customers'", "a.b",         "\"it's \\\"it\\\"\"", "'7'", "'x=y'", "'[0]'", "größe",
    "a, b",           "'$HOME `x`'", "\"back\\\\slash\""};

}  // namespace

TEST_CASE("every remedy can be pasted, and brings what it says", "[policies][overrides]") {
  int tried = 0;
  for (const samples::PolicySample& sample : samples::policy_samples())
    if (sample.code != "SZ150") tried += try_remedies(sample.job);  // that one has a thousand
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SIZER_SOURCE_DIR) + "/workloads"))
    tried += try_remedies(read_file(entry.path().string()));
  tried += try_remedies(star());
  for (const char* name : awkward) tried += try_remedies(star("'a join'", name));
  const std::string small = "  a: {size: 1 TB, rows: 5G}\n  'b c': {size: 1 GB}\n";
  tried += try_remedies(samples::on_ray(small, "  - join: {with: b c, keys: k, matches: 1}\n  - write: 1 GB\n"));
  tried += try_remedies(samples::on_spark("  a: {size: 1 TB, rows: 5G}\n",
                                          "  - filter: 0.9\n  - repartition: {by: t}\n  - filter: 0.8\n"
                                          "  - repartition: {by: s}\n  - aggregate: {keys: k, reduction: 0.1}\n"
                                          "  - write: 1 GB\n    from: aggregate\n"));
  CHECK(tried > 60);
}

TEST_CASE("steps without a name are set by the names that reports give them", "[overrides][cli]") {
  const Folder folder;
  const std::string file = folder.file("star.yaml", star());
  const auto plan_of = [&](const std::vector<std::string>& flags) {
    std::vector<std::string> args = {"estimate", file, "-f", "json", "--draws", "10"};
    args.insert(args.end(), flags.begin(), flags.end());
    const Ran ran = sizer_with(args);
    INFO(ran.err << ran.out);
    REQUIRE(ran.code == 0);
    return nlohmann::json::parse(ran.out)["jobs"][0]["wall_clock_seconds"]["typical"].get<double>();
  };
  const double as_it_is = plan_of({}), second = plan_of({"--set", "steps.\"join 2\".strategy=broadcast"});
  CHECK(second < as_it_is);
  CHECK(plan_of({"--set", "steps.join 2.strategy=broadcast"}) == second);
  CHECK(plan_of({"--set", "steps.'join 2'.join.strategy = broadcast"}) == second);
  CHECK(plan_of({"--set", "steps[1].join.strategy=broadcast"}) == second);
  const Ran several = sizer_with({"estimate", file, "--set", "steps.join.strategy=broadcast"});
  CHECK(several.code == 2);
  CHECK_THAT(several.out + several.err, Contains("several steps of kind join") && Contains("\"join 2\""));

  CHECK_THAT(sizer_with({"estimate", file, "--draws", "10"}).out,
             Contains("--set 'steps.\"join 2\".strategy=broadcast'\n"));
  const Ran compared = sizer_with({"compare", file, "--draws", "10", "--vary", "steps.\"join 2\".matches=1,2"});
  CHECK(compared.code == 0);
  const Ran explained = sizer_with({"explain", file, "--sensitivity", "--draws", "10"});
  CHECK(explained.code == 0);
  CHECK_THAT(explained.out, Contains("steps.\"join 1\".matches"));
}

TEST_CASE("the best cluster for unnamed steps is found and can be written down", "[size][overrides][cli]") {
  const Folder folder;
  const std::string ray = "  docs: {size: 1 TB, rows: 1G}\n";
  const std::string write = "  - write: 100 GB\n";
  const std::vector<std::pair<std::string, std::string>> jobs = {
      {star(), "m5.xlarge"},
      {star("'of customers'", "a.b"), "m5.xlarge"},
      {samples::on_ray(ray, "  - map: {actors: 8}\n  - map: {actors: 8}\n" + write), "m5.xlarge"},
      {samples::on_ray(ray, "  - inference: {actors: 8}\n  - inference: {actors: 8}\n" + write), "m5.xlarge"},
      {samples::job_on("ray", "ray-gpu-baseline", ray,
                       "  - inference: {device: gpu}\n  - inference: {device: gpu, actors: 8}\n" + write),
       "g4dn.xlarge"}};
  for (const auto& [job, machine] : jobs) {
    INFO(job);
    const std::string file = folder.file("job.yaml", job);
    const Ran found = sizer_with({"size", file, "--machine", machine, "--nodes", "8..9", "-f", "json"});
    INFO(found.err);
    CHECK(found.code == 0);
    const auto winner = nlohmann::json::parse(found.out)["sizing"]["winner"];
    REQUIRE(winner.is_object());
    std::vector<std::string> args = {"estimate", file,   "--draws", "10",
                                     "-f",       "json", "--set",   "cluster=" + winner["cluster"].get<std::string>()};
    for (const auto& each : winner["settings"]) {
      args.emplace_back("--set");
      args.push_back(each["path"].get<std::string>() + "=" + each["value"].get<std::string>());
    }
    const Ran written = sizer_with(args);
    INFO(written.err);
    REQUIRE(written.code == 0);
    CHECK(nlohmann::json::parse(written.out)["jobs"][0]["wall_clock_seconds"]["typical"].get<double>() ==
          Approx(winner["wall_clock_seconds"]["typical"].get<double>()));
  }
}

TEST_CASE("a path can hold any name, and an assignment any path", "[overrides]") {
  for (const char* name :
       {"plain", "join 1", "a.b", "x=y", "'", "\"", "\\", "[0]", " ", "größe", "a\"b'c\\d.e=f[1] "}) {
    INFO(name);
    const std::string path = "steps." + path_part(name) + "[3].matches";
    const std::vector<PathPart> parts = path_parts(path);
    REQUIRE(parts.size() == 4);
    CHECK(parts[1].key == name);
    CHECK(parts[2].index == 3);
    const Override read = read_assignment("--set", path + " = a=b");
    CHECK(read.path == path);
    CHECK(read.value == "a=b");
  }
  CHECK(path_part("clicks_2024-01/eu") == "clicks_2024-01/eu");
  for (const char* path : {"", "steps.\"a", "steps.\"\".x", "steps.\"a\"b", "steps.'a", "\"a\"."}) {
    INFO(path);
    CHECK(path_parts(path).empty());
  }
}

TEST_CASE("a step that is set to null is left out, and its readers read what it read", "[overrides]") {
  const std::string inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 1 GB, rows: 5M}\n";
  const auto same = [&](const std::string& with, const std::string& path, const std::string& without) {
    INFO(with);
    const Job job = sized::job(samples::on_spark(inputs, with), {{path, "null"}});
    const Job wanted = sized::job(samples::on_spark(inputs, without));
    REQUIRE(job.steps.size() == wanted.steps.size());
    for (std::size_t i = 0; i < job.steps.size(); ++i) CHECK(job.steps[i].from == wanted.steps[i].from);
    CHECK(sized::typical(job).timeline.duration == sized::typical(wanted).timeline.duration);
  };
  const std::string write = "  - write: 1 GB\n";
  same("  - filter: 0.5\n" + write, "steps.filter", write);
  same("  - filter: 0.5\n  - filter: 0.4\n  - write: 1 GB\n    from: filter 2\n", "steps.\"filter 1\"",
       "  - filter: 0.4\n" + write);
  same("  - filter: 0.5\n    from: b\n  - join: {with: filter, keys: k}\n    from: a\n" + write, "steps.filter",
       "  - join: {with: b, keys: k}\n    from: a\n" + write);
  same("  - sort: {by: t}\n    name: s\n    from: b\n  - union: [s]\n    from: a\n" + write, "steps.s",
       "  - union: [b]\n    from: a\n" + write);
  CHECK_THROWS_AS(
      sized::job(samples::on_spark(inputs, "  - join: {with: b, keys: k}\n" + write), {{"steps.join", "null"}}),
      InputError);
}
