// The front door, as somebody's program would use it: requests in, answers or diagnostics out, nothing thrown.
#include "sizer/sizer.h"

#include <algorithm>
#include <thread>

#include "catch.h"

namespace {

using namespace sizer;

const char* const job_text = R"(
name: daily
engine: spark
cluster: spark-baseline
inputs:
  clicks: {size: 1 TB, rows: 5G}
  customers: {size: 50 GB, rows: 200M}
steps:
  - join: {with: customers, keys: customer_id}
  - write: 120 GB
)";

Setup few_draws() {
  Setup setup;
  setup.drawing.count = 20;
  return setup;
}

JobFile daily() {
  return {job_text, "daily.yaml"};
}

template <class T>
const T& made(const Answer<T>& answer) {
  if (const auto* const wrong = std::get_if<Diagnostics>(&answer)) FAIL(render_diagnostics(*wrong, {}));
  return std::get<T>(answer);
}

template <class T>
const Diagnostics& wrong(const Answer<T>& answer) {
  REQUIRE(std::holds_alternative<Diagnostics>(answer));
  return std::get<Diagnostics>(answer);
}

}  // namespace

TEST_CASE("a job that cannot be read spoils no other", "[library]") {
  EstimateRequest request{.setup = few_draws(), .jobs = {daily(), {"engine: sparc\n", "wrong.yaml"}}};
  const Answer<Result> answer = estimate(request);
  const Result& result = made(answer);
  REQUIRE(result.jobs.size() == 1);
  CHECK(result.jobs.front().name == "daily");
  CHECK(
      std::ranges::all_of(result.diagnostics, [](const Diagnostic& each) { return each.place.file == "wrong.yaml"; }));
  CHECK_FALSE(result.diagnostics.empty());

  request.jobs.erase(request.jobs.begin());
  CHECK(wrong(estimate(request)).front().place.file == "wrong.yaml");
}

TEST_CASE("estimates and checks of many threads are those of one", "[library]") {
  const EstimateRequest request{.setup = few_draws(), .jobs = {daily()}};
  const Answer<Result> alone = check(request);
  const std::string expected = find_renderer("json")->render(made(alone), {});
  std::vector<std::string> texts(4);
  std::vector<std::thread> threads;
  for (std::string& text : texts)
    threads.emplace_back([&] { text = find_renderer("json")->render(std::get<Result>(check(request)), {}); });
  for (std::thread& each : threads) each.join();
  for (const std::string& text : texts) CHECK(text == expected);
}

TEST_CASE("a check holds a job to what it says of itself, and to what is asked", "[library]") {
  EstimateRequest request{.setup = few_draws(), .jobs = {daily()}};
  request.jobs.front().text += "budget: {max_time: 1 s}\n";
  const auto broken = [](const Answer<Result>& answer) {
    std::vector<std::string> ids;
    for (const Gate& gate : made(answer).gates)
      if (gate.breaks) ids.push_back(gate.id);
    return ids;
  };
  CHECK(broken(estimate(request)).empty());
  CHECK(broken(check(request)) == std::vector<std::string>{"max_time"});
  request.rules.budgets.emplace_back().limits.push_back(read_limit(GateId::max_cost, "$0.01", "budget"));
  CHECK(broken(estimate(request)) == std::vector<std::string>{"max_cost"});
}

TEST_CASE("ways of a job are compared, each variation with each", "[library]") {
  CompareRequest request{.setup = few_draws(), .job = daily()};
  request.vary = {{"inputs.customers.size", {"5 GB", "50 GB"}}};
  request.plans = {"sort-merge", "shuffle-hash"};
  const Answer<Result> answer = compare(request);
  CHECK(made(answer).comparisons.front().candidates.size() == 4);

  request.plans = {"sort-murge"};
  const Answer<Result> refused = compare(request);
  CHECK(wrong(refused).front().code == "SZ178");
  CHECK(wrong(refused).front().message.find("did you mean 'sort-merge'?") != std::string::npos);
}

TEST_CASE("an engine that cannot run a step is an answer, however it is asked for", "[library]") {
  CompareRequest request{.setup = few_draws(), .job = daily()};
  const std::string::size_type join = request.job.text.find("  - join");
  request.job.text.insert(join, "  - expand: 3\n    from: clicks\n");
  request.clusters = {"spark-baseline"};
  request.vary = {{"engine", {"spark", "ray"}}};
  const Answer<Result> answer = compare(request);
  const std::vector<Candidate>& candidates = made(answer).comparisons.front().candidates;
  const auto ray = std::ranges::find(candidates, "ray", &Candidate::engine);
  REQUIRE(ray != candidates.end());
  CHECK_FALSE(ray->possible);
  CHECK(candidates.front().possible);
}

TEST_CASE("a figure is explained, and an unknown one is asked back", "[library]") {
  ExplainRequest request{.setup = few_draws(), .job = daily(), .sensitivity = 3};
  const Answer<Result> answer = explain(request);
  const Explanation& shown = made(answer).explanations.front();
  CHECK(shown.derivation.has_value());
  REQUIRE(shown.sensitivity.has_value());

  request.path = "wall_clock_secs";
  CHECK(wrong(explain(request)).front().message.find("did you mean") != std::string::npos);
}

TEST_CASE("the best cluster is found, exported and read back", "[library]") {
  SizeRequest request{.setup = few_draws(), .job = daily()};
  request.machines = {"m6i.4xlarge"};
  request.least_nodes = 4;
  request.most_nodes = 12;
  const Answer<Result> answer = size(request);
  REQUIRE(made(answer).sizing.has_value());
  REQUIRE(made(answer).sizing->winner.has_value());

  ExportRequest exported{.setup = few_draws(), .job = daily(), .target = "spark-application"};
  const JobSource source = on_winner({}, *made(answer).sizing);
  for (const auto& [path, value] : source.overrides) exported.setup.overrides.push_back({path, value});
  const Answer<Manifest> manifest = export_manifest(exported);
  const Answer<Imported> imported = import_file({.text = made(manifest).text, .file = "app.yaml"});
  CHECK(made(imported).kind == "SparkApplication");
  CHECK(read_cluster(made(imported).text, "cluster.yaml").nodes == made(answer).sizing->winner->nodes);

  exported.target = "ray-job";
  CHECK(wrong(export_manifest(exported)).front().place.file == "to");
  request.machines = {"m6i.4xlarg"};
  CHECK(wrong(size(request)).front().place.file == "machine");
}

TEST_CASE("jobs and results stand on either side of a difference", "[library]") {
  const Answer<Result> before = estimate({.setup = few_draws(), .jobs = {daily()}});
  DiffRequest request{.setup = few_draws(), .base_name = "before", .head_name = "after"};
  request.base.push_back({.path = "daily.yaml", .file = "before.json", .source = {}, .result = made(before)});
  std::string larger = job_text;
  larger.replace(larger.find("1 TB"), 4, "2 TB");
  request.head.push_back({.path = "daily.yaml", .file = "daily.yaml", .source = {.text = larger}});
  request.fail_on = read_limit(GateId::max_increase, "+10%", "fail_on");
  const Answer<Result> answer = diff(request);
  REQUIRE(made(answer).difference.has_value());
  CHECK(made(answer).difference->jobs.front().changes == std::vector<std::string>{"inputs.clicks.size: 1 TB -> 2 TB"});
  CHECK(std::ranges::any_of(made(answer).gates, &Gate::breaks));
}

TEST_CASE("logs tell their runs, become jobs, and calibrate", "[library]") {
  const std::string log = std::string(SIZER_SOURCE_DIR) + "/tests/logs/start/small.log";
  const Answer<std::vector<Run>> runs = logs({.paths = {log}});
  REQUIRE(made(runs).size() == 1);
  const Answer<Imported> imported = import_file({.log = log});
  CHECK(made(imported).text.find("measured") != std::string::npos);
  CHECK(wrong(import_file({.log = "/no/such/log"})).front().code == "SZ010");

  CHECK(wrong(calibrate(CalibrateRequest{})).front().message.find("no run") != std::string::npos);
}
