// A job that is written out reads back as the same.
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catch.h"
#include "generated_job.h"
#include "job/job_draft.h"
#include "job/job_lines.h"
#include "sizer/input.h"

namespace {

using namespace sizer;

/// The keys whose members differ between two records of one table. Columns are left out: they may have other numbers.
template <class T>
struct Differing : NoRules {
  const T &a, &b;
  std::set<std::string>& keys;
  std::string name;

  template <class C, class V>
  void operator()(const char* key, V C::*member, const auto&, const Says&) {
    if constexpr (!std::is_same_v<V, Keys> && !std::is_same_v<V, std::vector<Column>> &&
                  !std::is_same_v<V, std::vector<AggregateValue>>)
      if (a.*member != b.*member) keys.insert(name + "." + key);
  }
  void operator()(const char*, how::Others, const Says&) {}
  void operator()(const char*, how::Own, const Says&) {}
};

template <class T>
void compare(const std::string& name, const T& a, const T& b, std::set<std::string>& keys) {
  Differing<T> differing{{}, a, b, keys, name};
  lines(Type<T>{}, differing);
}

std::array<double, 3> figures(const Job& job) {
  const Constants constants;
  const Estimate made = estimate(job, job.cluster, constants.at(Case::typical), Case::typical);
  StageBytes moved;
  for (const Stage& stage : made.plan.stages) moved += stage.bytes;
  return {made.timeline.duration.value, moved.processed().value, made.bill.total.value};
}

std::set<std::string> differences(const Job& a, const Job& b) {
  if (a.inputs.size() != b.inputs.size() || a.steps.size() != b.steps.size()) return {"their number"};
  std::set<std::string> all;
  for (std::size_t i = 0; i < a.inputs.size(); ++i) compare(a.inputs[i].name, a.inputs[i], b.inputs[i], all);
  for (std::size_t i = 0; i < a.steps.size(); ++i) {
    compare(a.steps[i].name, a.steps[i], b.steps[i], all);
    if (a.steps[i].from != b.steps[i].from) all.insert(a.steps[i].name + ".from");
    if (a.steps[i].op.index() != b.steps[i].op.index())
      all.insert(a.steps[i].name);
    else
      std::visit([&]<class Op>(const Op& op) { compare(a.steps[i].name, op, std::get<Op>(b.steps[i].op), all); },
                 a.steps[i].op);
  }
  compare("spark", a.own_spark, b.own_spark, all);
  compare("ray", a.own_ray, b.own_ray, all);
  compare("cluster.spark", a.cluster.spark, b.cluster.spark, all);
  if (a.name != b.name) all.insert("name");
  if (a.engine != b.engine) all.insert("engine");
  if (a.new_session != b.new_session) all.insert("session");
  if (a.cluster.name != b.cluster.name) all.insert("cluster.name");
  if (a.labels != b.labels) all.insert("labels");
  if (a.budget.has_value() != b.budget.has_value()) all.insert("budget");
  if (figures(a) != figures(b)) all.insert("the estimate");
  return all;
}

void check_round_trip(const Job& job) {
  const std::string text = write_job(job);
  INFO(text);
  const Job again = read_job(text, job.file);
  CHECK(differences(job, again) == std::set<std::string>{});
  CHECK(write_job(again) == write_job(read_job(write_job(again), job.file)));
}

}  // namespace

TEST_CASE("every workload is written out as it was read", "[job][write]") {
  int jobs = 0;
  for (const auto& each : std::filesystem::directory_iterator(std::string(SIZER_SOURCE_DIR) + "/workloads")) {
    INFO(each.path().string());
    check_round_trip(read_job(read_file(each.path().string()), each.path().string()));
    ++jobs;
  }
  CHECK(jobs >= 15);
}

TEST_CASE("a written job says what its author said", "[job][write]") {
  const std::string text =
      "name: daily metrics\n"
      "engine: spark\n"
      "cluster: spark-baseline\n"
      "labels: {\"on\": \"yes\", team: growth}\n"
      "budget: {max_cost: $40, max_increase: \"+10%, +5 USD\", on_breach: warn, owner: data-platform}\n"
      "inputs:\n"
      "  clicks: {size: 1 TB, rows: 5000000000, shuffle_ratio: 1..1.25}\n"
      "  customers: {size: {low: 40 GB, typical: 50 GB, high: 51 GB}}\n"
      "steps:\n"
      "  - filter: {keeps: 0.2}\n"
      "  - join: {with: customers, keys: [customer_id, day], right_on: [id, date], type: left, hot_key_share: 0.01}\n"
      "    name: enriched\n"
      "    shuffle: 400 GB..900 GB\n"
      "  - dedup: {all: true}\n"
      "    from: filter\n"
      "  - write: {size: 120 GB, format: orc}\n";
  CHECK(write_job(read_job(text, "job.yaml")) == text);
}

TEST_CASE("generated jobs are written out as they are, or refused as no file could give them", "[job][write][law]") {
  int read = 0, refused = 0;
  constexpr unsigned jobs = generated::seeds(12'000);
  for (unsigned seed = 0; seed < jobs; ++seed) {
    const Job job = generated::job(seed);
    INFO("seed " << seed);
    const std::string text = write_job(job);
    INFO(text);
    std::optional<Job> again;
    try {
      again = read_job(text, job.file);
    } catch (const InputError& error) {
      INFO(error.what());
      for (const Diagnostic& each : error.diagnostics)
        if (each.code != "SZ029" && each.code != "SZ020") FAIL(each.message);
      ++refused;
      continue;
    }
    ++read;
    std::set<std::string> found = differences(job, *again);
    found.erase("cluster.name");  // a cluster that is written out is called after its machine
    INFO(fmt::format("{}", fmt::join(found, ", ")));
    REQUIRE(found.empty());
    const std::string canonical = write_job(*again);
    REQUIRE(canonical == write_job(read_job(canonical, job.file)));
  }
  INFO(read << " read, " << refused << " refused");
  CHECK(read >= static_cast<int>(jobs) * 5 / 6);
}

TEST_CASE("a draft is written with its remarks, and read as its file would be", "[job][write]") {
  JobDraft draft;
  draft.job.name = "daily";
  draft.job.inputs = {{.name = "clicks", .size = exactly(Bytes{1e12})},
                      {.name = "old customers", .size = exactly(Bytes{5e10})}};
  draft.job.steps = {{.name = "join",
                      .op = Join{keys_of({"customer_id"}, draft.job), keys_of({"id"}, draft.job)},
                      .from = {{true, 0}, {true, 1}}}};
  append(Write{}, draft.job, "write");
  draft.cluster.nodes = 4;
  draft.cluster.machine = "m5d.4xlarge";
  draft.remarks = {
      {"cluster.nodes", "assumed"}, {path_of(draft.job.inputs[1]), "guessed"}, {"steps.join", "keys told"}};
  draft.last = "that is all";
  const std::string text =
      "name: daily\n"
      "engine: spark\n"
      "cluster:\n"
      "  nodes: 4  # assumed\n"
      "  machine: m5d.4xlarge\n"
      "inputs:\n"
      "  clicks: {size: 1 TB}\n"
      "  old customers: {size: 50 GB}  # guessed\n"
      "steps:\n"
      "  - join: {with: old customers, keys: customer_id, right_on: id}  # keys told\n"
      "  - write: {}\n"
      "# that is all\n";
  CHECK(write_job(draft) == text);
  const Job made = read_job(draft, "draft");
  CHECK(differences(made, read_job(text, "job.yaml")) == std::set<std::string>{});
  CHECK(made.cluster.executors.cores > 0);  // what is left out is filled in

  draft.cluster.machine.reset();
  draft.cluster.vcpus = 0.5;
  CHECK_THROWS_AS(read_job(draft, "draft"), InputError);  // no memory is given
}

TEST_CASE("a recorded run is written out as it was read", "[job][write]") {
  const std::string text =
      "name: daily\n"
      "engine: spark\n"
      "cluster: spark-baseline\n"
      "inputs:\n"
      "  clicks: {size: 1 TB}\n"
      "steps:\n"
      "  - write: {}\n"
      "measured:\n"
      "  application: \"daily, of Monday\"\n"
      "  wall_clock: 61.25 s\n"
      "  after_last_task: 0.5 s\n"
      "  slots: 32\n"
      "  ramp:\n"
      "    - {at: 0 s, slots: 8}\n"
      "    - {at: 12.000001 s, slots: 32}\n"
      "  sizes: {clicks: 900 GB}\n"
      "  stages:\n"
      "    - {name: scan, gap: 1 s, tasks: [200, 1], each: [1.5 s, 9 s], input: clicks, input_read: 1 TB, "
      "shuffle_write: 7 B}\n"
      "    - {name: \"sort: 2\", reads: [0], tasks: [10], each: [2 s], shuffle_read: 7 B, spill: 1 kB, output_write: 5 "
      "GB}\n"
      "    - {name: scan, reads: [1], after: [0], tasks: [1], each: [0.25 s]}\n";
  const Job job = read_job(text, "job.yaml");
  CHECK(write_job(job) == text);
  CHECK(figures(read_job(write_job(job), "job.yaml")) == figures(job));
}
