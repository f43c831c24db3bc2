// Policies: each finds what it is for and nothing in a job that is nearly the same; remedies are tried, not guessed.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "catch.h"
#include "generated_job.h"
#include "policy_samples.h"
#include "sized.h"
#include "sizer/policy.h"
#include "sizer/report.h"

using namespace sizer;

namespace {

std::vector<Reason> reasons_of(const Job& job) {
  const Constants constants;
  return make_report(job, constants, estimate(job, job.cluster, constants), {.count = 1}).reasons;
}

const Reason* find(const std::vector<Reason>& reasons, const std::string& code) {
  const auto found = std::ranges::find(reasons, code, &Reason::code);
  return found == reasons.end() ? nullptr : &*found;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

/// The line, from 1, in which `part` first stands.
int line_of(const std::string& text, const std::string& part) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(part));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

std::string file_text(const std::string& path) {
  return read_file(std::string(SIZER_SOURCE_DIR) + "/" + path);
}

/// What its first setting is set to.
std::string value_in(const Gain& gain) {
  return gain.settings.front().second;
}

}  // namespace

TEST_CASE("each policy finds what it is for, where it stands, and nothing once that is gone", "[policies]") {
  for (const samples::PolicySample& sample : samples::policy_samples()) {
    INFO(sample.code << "\n" << sample.job);
    const std::vector<Reason> found = reasons_of(sized::job(sample.job));
    const Reason* reason = find(found, sample.code);
    CHECK(reason != nullptr);
    if (reason == nullptr) continue;
    CHECK(reason->severity == find_policy(sample.code)->severity);
    CHECK_FALSE(reason->remedy.empty());
    CHECK(reason->place.line == (sample.at.empty() ? 0 : line_of(sample.job, sample.at)));
    const std::string near = replaced(sample.job, sample.changed, sample.into);
    INFO("changed:\n" << near);
    CHECK(find(reasons_of(sized::job(near)), sample.code) == nullptr);
  }
}

TEST_CASE("a gain is the difference of two estimates", "[policies]") {
  int tried = 0;
  for (const samples::PolicySample& sample : samples::policy_samples()) {
    if (sample.remedy.empty()) continue;
    INFO(sample.code << "\n" << sample.job);
    const std::vector<Reason> found = reasons_of(sized::job(sample.job));
    const Reason* reason = find(found, sample.code);
    REQUIRE(reason != nullptr);
    CHECK(reason->gain.has_value());
    if (!reason->gain) continue;
    const Estimate now = sized::typical(sample.job);
    const Estimate then = sized::typical(sample.job, {{sample.remedy, value_in(*reason->gain)}});
    CHECK(reason->gain->time.value == Approx((now.timeline.duration - then.timeline.duration).value).margin(1e-6));
    REQUIRE(reason->gain->cost.has_value());
    CHECK(reason->gain->cost->value == Approx((now.bill.total - then.bill.total).value).margin(1e-9));
    CHECK(reason->gain->makes_feasible == (sized::infeasible(now) && !sized::infeasible(then)));
    ++tried;
  }
  CHECK(tried > 15);
}

TEST_CASE("only a remedy that makes an infeasible plan run may cost time", "[policies][law]") {
  for (unsigned seed = 0; seed < generated::seeds(200); ++seed) {
    INFO("seed " << seed);
    for (const Reason& reason : reasons_of(generated::job(seed)))
      if (reason.gain && reason.code != "SZ143" && !reason.gain->makes_feasible) {
        INFO(reason.code << " " << reason.gain->change);
        CHECK((reason.gain->time.value > 0 || reason.gain->cost.value_or(Dollars{}).value > 0));
      }
  }
}

TEST_CASE("a plan is infeasible when, and only when, a policy of severity error says so", "[policies][law]") {
  for (unsigned seed = 0; seed < generated::seeds(200); ++seed) {
    INFO("seed " << seed);
    const Job job = generated::job(seed);
    const bool refused =
        std::ranges::any_of(reasons_of(job), [](const Reason& r) { return r.severity == Severity::error; });
    CHECK(refused == sized::infeasible(sized::typical(job)));
  }
}

TEST_CASE("a cluster that is kept is worth it when its runs fill most of the time", "[policies]") {
  const std::string steps = "  - map: {quality: vectorized}\n  - write: 1 GB\n";
  const auto kept = [&](const std::string& runs) {
    return reasons_of(
        sized::job(samples::on_ray("  a: {size: 1 TB, rows: 5G}\n", steps, "keep_cluster: true\n" + runs)));
  };
  const std::vector<Reason> seldom = kept("runs_per_month: 30\n");
  REQUIRE(find(seldom, "SZ143") != nullptr);
  REQUIRE(find(seldom, "SZ143")->gain.has_value());
  CHECK(find(seldom, "SZ143")->gain->cost->value > 100);
  CHECK(find(kept("runs_per_month: 20000\n"), "SZ143") == nullptr);
  const std::vector<Reason> unknown = kept("");
  REQUIRE(find(unknown, "SZ143") != nullptr);
  CHECK_FALSE(find(unknown, "SZ143")->gain.has_value());
}

TEST_CASE("a step that is left out hands its input on to those that read it", "[policies]") {
  const std::string a = "  a: {size: 1 TB, rows: 5G}\n";
  const std::string rest = "  - aggregate: {keys: k, reduction: 0.1}\n  - write: 1 GB\n";
  const std::string with = samples::on_spark(a, "  - repartition: {by: t}\n" + rest);
  const std::vector<Reason> found = reasons_of(sized::job(with));
  const Reason* reason = find(found, "SZ139");
  REQUIRE(reason != nullptr);
  REQUIRE(reason->gain.has_value());
  const Seconds saved =
      sized::typical(with).timeline.duration - sized::typical(samples::on_spark(a, rest)).timeline.duration;
  CHECK(saved.value > 60);
  CHECK(reason->gain->time.value == Approx(saved.value));
}

TEST_CASE("a small side of a Ray join is better looked up", "[policies]") {
  const auto job = [](const std::string& size) {
    return sized::job(samples::on_ray("  a: {size: 1 TB, rows: 5G}\n  b: {size: " + size + "}\n",
                                      "  - join: {with: b, on: k, matches: 1}\n  - write: 1 GB\n"));
  };
  const std::vector<Reason> small = reasons_of(job("1 GB"));
  REQUIRE(find(small, "SZ138") != nullptr);
  CHECK(find(small, "SZ138")->gain.has_value());
  CHECK(find(reasons_of(job("100 GB")), "SZ138") == nullptr);
}

TEST_CASE("blocks cut by hand can be too many", "[policies]") {
  const auto job = [](const std::string& blocks) {
    return sized::job(samples::on_ray("  a: {size: 20 GB}\n", "  - filter: 0.5\n  - write: 1 GB\n",
                                      "ray: {read_blocks: " + blocks + "}\n"));
  };
  const std::vector<Reason> many = reasons_of(job("200000"));
  REQUIRE(find(many, "SZ135") != nullptr);
  CHECK(find(many, "SZ135")->gain.has_value());
  CHECK(find(reasons_of(job("600")), "SZ135") == nullptr);
}

TEST_CASE("partitions against spill are counted from the stage that reads the shuffle", "[policies]") {
  for (const char* step : {"dedup: {keys: k}", "aggregate: {keys: k, reduction: 0.9}", "window: {partition_by: k}"}) {
    INFO(step);
    const std::string steps = std::string("  - ") + step + "\n  - write: {ratio: 1}\n";
    const std::vector<Reason> found =
        reasons_of(sized::job("engine: spark\ncluster: 20 x m5d.4xlarge\ninputs: {a: {size: 2 TB}}\nsteps:\n" + steps));
    int told = 0;
    for (const Reason& reason : found) {
      if (reason.code != "SZ116" || !reason.gain) continue;
      INFO(reason.gain->change);
      CHECK(std::stod(value_in(*reason.gain)) > 500);
      CHECK(std::stod(value_in(*reason.gain)) < 5000);
      ++told;
    }
    CHECK(told > 0);
  }
}

TEST_CASE("a table that is looked up is not told to be sort-merged", "[policies]") {
  const std::vector<Reason> found = reasons_of(
      sized::job(samples::on_spark("  a: {size: 1 TB, rows: 5G}\n", "  - lookup: {size: 7 GB}\n  - write: 1 GB\n")));
  CHECK_FALSE(found.empty());
  for (const Reason& reason : found) CHECK(reason.remedy.find("sort_merge") == std::string::npos);
}

TEST_CASE("jobs that are run well are not warned about", "[policies]") {
  for (const char* name : {"spark-join-sort-merge", "spark-join-sort-merge-no-reuse", "spark-dedup", "ray-features",
                           "ray-cpu-inference-vectorized", "ray-cpu-inference", "ray-gpu-inference",
                           "ray-actor-pipeline", "ray-external-api"}) {
    const std::string path = std::string("workloads/") + name + ".yaml";
    for (const Reason& reason : reasons_of(read_job(file_text(path), path))) {
      INFO(name << ": " << reason.code << " " << reason.message);
      CHECK(reason.severity == Severity::note);
    }
  }
}

TEST_CASE("the table of policies has each code and each name once", "[policies]") {
  std::set<std::string> codes, names;
  for (const Policy& policy : all_policies()) {
    INFO(policy.code);
    CHECK(codes.insert(policy.code).second);
    CHECK(names.insert(policy.name).second);
    CHECK(std::string(policy.code).starts_with("SZ1"));
    CHECK(std::strlen(policy.title) > 0);
    CHECK(std::strlen(policy.threshold) > 0);
    CHECK(find_policy(policy.code)->name == std::string(policy.name));
    CHECK(find_policy(policy.name)->code == std::string(policy.code));
  }
  CHECK(std::ranges::is_sorted(all_policies(), {}, [](const Policy& p) { return std::string(p.code); }));
  CHECK(find_policy("sz101") == find_policy("broadcast-too-large"));
  CHECK(find_policy("SZ999") == nullptr);
}

TEST_CASE("each policy has a sample here", "[policies]") {
  std::set<std::string> sampled;
  for (const samples::PolicySample& sample : samples::policy_samples()) sampled.insert(sample.code);
  for (const Policy& policy : all_policies()) {
    INFO(policy.code << " " << policy.name);
    CHECK(sampled.contains(policy.code));
  }
}

TEST_CASE("each policy has its section in docs/policies.md, with what people ask of it", "[policies]") {
  const std::string page = file_text("docs/policies.md");
  for (const Policy& policy : all_policies()) {
    const std::string heading = std::string("## ") + policy.code + " " + policy.name + "\n";
    INFO(heading);
    const std::size_t start = page.find(heading);
    CHECK(start != std::string::npos);
    if (start == std::string::npos) continue;
    const std::string section = page.substr(start, page.find("\n## ", start + 1) - start);
    CHECK(section.find(fmt::format("{} ({})", policy.title, name_of(policy.severity))) != std::string::npos);
    for (const char* part : {"**Number.**", "**Remedy.**", "**Gain.**", "**Silence.**"}) {
      INFO(part);
      CHECK(section.find(part) != std::string::npos);
    }
  }
}
