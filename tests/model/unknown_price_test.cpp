// A price that nobody knows: the cost is unknown, in every format, and nothing is chosen or passed by it.
#include <string>

#include "catch.h"
#include "sized.h"
#include "sizer/comparison.h"
#include "sizer/gate.h"
#include "sizer/render.h"
#include "sizer/report.h"

using namespace sizer;

namespace {

constexpr const char* without_a_price =
    "name: unpriced\nengine: spark\ncluster: {nodes: 120, vcpus: 16, memory: 64 GB, local_disk: {size: 600 GB}}\n"
    "inputs: {a: {size: 4 TB}}\nsteps: [{dedup: k}, {write: 120 GB}]\n";

JobReport summary_without_price(const std::string& text) {
  const Job job = sized::job(text);
  const Constants constants;
  return make_report(job, constants, estimate(job, job.cluster, constants), {20, 0});
}

struct FormatCase {
  const char* format;
  const char* shown;
};

}  // namespace

TEST_CASE("a cost with a line that has no price is unknown, and at least what is known", "[unknown price]") {
  const JobReport job = summary_without_price(without_a_price);
  CHECK_FALSE(job.cost);
  REQUIRE(job.cost_at_least);
  CHECK(job.cost_partial);
  CHECK(job.cost_at_least->typical.value > 0);
  CHECK_FALSE(job.percentiles.cost);
  CHECK_FALSE(job.metrics.usd_per_tb_processed);
}

TEST_CASE("each format shows an unknown cost as such, and a known sum as the least", "[unknown price]") {
  const FormatCase cases[] = {{"text", "unknown"},   {"markdown", "unknown, at least"}, {"html", "unknown"},
                              {"github", "unknown"}, {"junit", "unknown, at least"},    {"json", "\"total\":null"},
                              {"csv", ",,,"}};
  Result result;
  result.jobs = {summary_without_price(without_a_price)};
  for (const FormatCase& each : cases) {
    CAPTURE(each.format);
    const Renderer* const renderer = find_renderer(each.format);
    REQUIRE(renderer != nullptr);
    std::string page = renderer->render(result, {});
    if (each.format == std::string("json")) std::erase_if(page, [](char c) { return c == ' ' || c == '\n'; });
    CHECK(page.find(each.shown) != std::string::npos);
    CHECK(page.find("partial cost") == std::string::npos);
  }
}

TEST_CASE("no way whose cost is unknown is on the front of a comparison", "[unknown price]") {
  Way known, unknown;
  known.job = sized::job(without_a_price, {{"cluster.price", "$1/h"}});
  known.shown.name = "known";
  unknown.job = sized::job(without_a_price);
  unknown.shown.name = "unknown";
  const Comparison made = compare({unknown, known}, Constants(), {20, 0}, "cost");
  CHECK(made.candidates.front().name == "known");
  CHECK(made.candidates.front().on_front);
  CHECK_FALSE(made.candidates.back().on_front);
  CHECK_FALSE(made.candidates.back().cost);
}

TEST_CASE("no budget is passed by a cost that is unknown, and one is broken by what is known of it",
          "[unknown price]") {
  const JobReport job = summary_without_price(without_a_price);
  const auto verdict = [&](double limit) {
    Rules rules;
    Budget budget;
    budget.limits = {{GateId::max_cost, limit}};
    rules.budgets = {budget};
    return gates(job, rules).at(0);
  };
  CHECK(verdict(1e9).verdict == Verdict::inconclusive);
  CHECK(verdict(1e9).message.find("the cost is unknown") == 0);
  CHECK(verdict(1e-6).verdict == Verdict::fail);
}
