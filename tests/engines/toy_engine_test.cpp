// A third engine, with nothing but its record and its planner: every room answers for it, and none takes it for one of
// the two that are built in.
#include <algorithm>
#include <string>
#include <string_view>

#include "catch.h"
#include "engines/storage.h"
#include "engines/walk.h"
#include "sizer/catalogue.h"
#include "sizer/deploy.h"
#include "sizer/input.h"
#include "sizer/render.h"
#include "sizer/saved.h"

namespace {

using namespace sizer;

/// One stage a step, one after the other; what a step moves is read and written by all nodes.
class ToyPlanner : private engines::Walk {
 public:
  ToyPlanner(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
             std::pmr::memory_resource& memory)
      : Walk(job, cluster, ledger, k, c, memory) {}

  Plan run() {
    for (std::size_t i = 0; i < job_.steps.size(); ++i) add_stage(static_cast<int>(i));
    plan_.startup = k_.list_file * engines::files_read(job_, c_, ledger_);
    return std::move(plan_);
  }

 private:
  void add_stage(int step) {
    Stage& stage = plan_.stages.emplace_back(engines::stage_in(memory_));
    stage.tasks = capacity_.slots;
    if (step > 0) stage.after.push_back(step - 1);
    for (const Source source : step_at(step).from) {
      if (source.is_input) stage.parts.push_back({Act::scan, source});
      if (source.is_input) engines::read_input(stage, ledger_.of(source).stored, 1, cluster_.storage, k_);
      if (!source.is_input) stage.bytes.shuffle_read += ledger_.of(source).memory;
      stage.demand.cpu += ledger_.of(source).memory * k_.ray_put_byte;
    }
    stage.parts.push_back({Act::map, {false, step}});
    stage.rows_out = leaving(step).rows;
    if (std::holds_alternative<Write>(step_at(step).op))
      engines::write_output(stage, leaving(step).stored, stage.tasks, cluster_.storage, k_);
    if (std::holds_alternative<Join>(step_at(step).op)) note(NoteCode::spill, false, step, 4e9, 1e9, 2e9);
  }
};

Plan plan_of(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
             std::pmr::memory_resource& memory) {
  return ToyPlanner(job, cluster, ledger, k, c, memory).run();
}

double cpus_of(const Cluster& cluster) {
  return cluster.nodes * cluster.machine.vcpus;
}

double nodes_of(const Cluster& cluster) {
  return cluster.nodes;
}

const Engine toy = {.name = "toy", .title = "Toy", .plan = plan_of, .slots = cpus_of, .holders = nodes_of};

const Constants& constants() {
  static const Constants table;
  return table;
}

Job toy_job() {
  Job job = read_job(
      "engine: spark\ncluster: {nodes: 4, machine: m5d.4xlarge, pricing: spot, zones: 2}\n"
      "inputs: {clicks: {size: 200 GB, rows: 1B..2B}, users: {size: 1 GB, rows: 10M}}\n"
      "steps: [{join: {with: users, keys: id}}, {aggregate: {keys: id, groups: 5M}}, {write: 10 GB..20 GB}]\n",
      "toy.yaml");
  job.engine = &toy;
  return job;
}

JobReport report_of(const Job& job) {
  return make_report(job, constants(), estimate(job, job.cluster, constants()), {});
}

Way way_of(Job job, const char* name) {
  Way way;
  way.job = std::move(job);
  way.shown.name = name;
  way.shown.engine = way.job.engine->name;
  return way;
}

Comparison compared() {
  Job other = toy_job();
  other.cluster.nodes = 8;
  return compare({way_of(toy_job(), "four"), way_of(std::move(other), "eight")}, constants(), {.count = 20}, "time");
}

Sizing sized_on_toys() {
  const Job job = toy_job();
  Space space;
  space.clusters.push_back(job.cluster);
  space.most_nodes = 6;
  return size(job, space, {}, constants());
}

Explanation explained() {
  const Job job = toy_job();
  Explanation made;
  made.job = job.name;
  made.path = "wall_clock_seconds";
  made.derivation = derive(job, constants(), made.path, 6);
  made.sensitivity = sensitivity_of(job, constants(), 5);
  return made;
}

Result everything() {
  Result result;
  result.jobs.push_back(report_of(toy_job()));
  result.comparisons.push_back(compared());
  result.explanations.push_back(explained());
  result.sizing = sized_on_toys();
  return result;
}

/// What only Spark or Ray would say.
void check_names_no_other(const std::string& text) {
  for (const std::string_view other : {"Spark", "spark", "Ray", "executor"}) {
    INFO(other << " in\n" << text);
    CHECK(text.find(other) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("an engine of one's own is estimated by its own plan and record", "[toy]") {
  const Job job = toy_job();
  const ByCase<Estimate> made = estimate(job, job.cluster, constants());
  CHECK(made.typical.plan.stages.size() == 3);
  CHECK(made.typical.timeline.duration.value > 0);
  CHECK(made.best.timeline.duration < made.worst.timeline.duration);
  CHECK(made.typical.bill.total.value > 0);
  const JobReport report = report_of(job);
  CHECK(report.engine == "toy");
  CHECK(report.slots == 4 * 16);
  CHECK(report.executors == 0);
  CHECK(report.feasible);
  CHECK(!report.metrics.usd_per_day_always_on);
  for (const Reason& reason : report.reasons) check_names_no_other(reason.message + reason.remedy);
}

TEST_CASE("an engine of one's own goes through every renderer, and is read again", "[toy]") {
  const Result result = everything();
  for (const Renderer& renderer : renderers()) {
    INFO(renderer.name);
    if (!refusal(renderer, result).empty()) continue;
    CHECK(!renderer.render(result, {}).empty());
  }
  const std::string json = find_renderer("json")->render(result, {});
  const Result again = read_result(json, "toy.json");
  CHECK(find_renderer("json")->render(again, {}) == json);
}

TEST_CASE("an engine of one's own is compared, sized and explained", "[toy]") {
  const Comparison comparison = compared();
  REQUIRE(comparison.candidates.size() == 2);
  CHECK(comparison.candidates.front().engine == "toy");
  CHECK(comparison.candidates.front().cannot.empty());
  check_names_no_other(comparison.candidates.front().evidence);
  const Sizing sizing = sized_on_toys();
  CHECK(sizing.candidates == 5);
  REQUIRE(sizing.winner);
  CHECK(sizing.winner->executors.per_node == 0);
  CHECK(sizing.winner->slots == 16 * sizing.winner->nodes);
  REQUIRE(explained().derivation);
  CHECK(explained().derivation->value > 0);
}

TEST_CASE("what is for another engine is refused to one of one's own", "[toy]") {
  const Job job = toy_job();
  const Deployment deployment = deployment_of(job, estimate(job, job.cluster, constants()), {});
  CHECK(deployment.properties.empty());
  for (const Target& target : targets()) {
    INFO(target.name);
    CHECK(why_unfit(target, deployment).empty() == (target.engine == nullptr));
    if (target.engine == nullptr) CHECK(!target.write(deployment).text.empty());
  }
}
