// What a service would do: estimates on several threads, a budget, a comparison, and a mistake that is told, not
// thrown.
#include <sizer/sizer.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr const char* job = R"(
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

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  ++failures;
}

double typical_seconds(const sizer::Answer<sizer::Result>& answer) {
  const auto* const result = std::get_if<sizer::Result>(&answer);
  return result == nullptr || result->jobs.empty() ? 0 : result->jobs.front().wall_clock.typical.value;
}

void estimate_on_threads() {
  sizer::EstimateRequest request;
  request.setup.drawing.count = 50;
  request.jobs = {{job, "daily.yaml"}};
  std::vector<double> seconds(4);
  std::vector<std::thread> threads;
  for (double& each : seconds) threads.emplace_back([&] { each = typical_seconds(sizer::estimate(request)); });
  for (std::thread& each : threads) each.join();
  for (const double each : seconds) expect(each > 60 && each == seconds.front(), "each thread has the same answer");
}

void check_a_budget() {
  sizer::EstimateRequest request;
  request.setup.drawing.count = 50;
  request.jobs = {{job, "daily.yaml"}};
  sizer::Budget budget;
  budget.limits.push_back(sizer::read_limit(sizer::GateId::max_cost, "$0.01", "budget"));
  request.rules.budgets.push_back(budget);
  const auto answer = sizer::check(request);
  const auto* const result = std::get_if<sizer::Result>(&answer);
  bool broken = false;
  if (result != nullptr)
    for (const sizer::Gate& gate : result->gates) broken = broken || (gate.id == "max_cost" && gate.breaks);
  expect(broken, "a cent is too little");
  if (result == nullptr) return;
  const std::string json = sizer::find_renderer("json")->render(*result, {});
  expect(json.find("\"format_version\"") != std::string::npos, "a result can be shown");
}

void compare_plans() {
  sizer::CompareRequest request;
  request.setup.drawing.count = 50;
  request.job = {job, "daily.yaml"};
  const auto answer = sizer::compare(request);
  const auto* const result = std::get_if<sizer::Result>(&answer);
  expect(result != nullptr && result->comparisons.front().candidates.size() == 3, "a join has three plans");
}

void make_a_mistake() {
  sizer::ExplainRequest request;
  request.job = {"engine: sparc\n", "wrong.yaml"};
  const auto answer = sizer::explain(request);
  const auto* const wrong = std::get_if<sizer::Diagnostics>(&answer);
  expect(wrong != nullptr && wrong->front().place.file == "wrong.yaml", "a mistake is told with its place");
}

}  // namespace

int main() {
  estimate_on_threads();
  check_a_budget();
  compare_plans();
  make_a_mistake();
  if (failures == 0) std::puts("the installed library answers");
  return failures == 0 ? 0 : 1;
}
