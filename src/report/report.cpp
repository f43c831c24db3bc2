// Three estimates to one report: ranges, rows and metrics.
#include "sizer/report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "names/names.h"
#include "policies/reasons.h"
#include "report/parts.h"
#include "sizer/draws.h"
#include "sizer/words.h"

namespace sizer {
namespace {

/// One field of three estimates as a range.
template <class Get>
auto folded(const ByCase<Estimate>& by_case, Get get) {
  return fold(get(by_case.best), get(by_case.typical), get(by_case.worst));
}

template <class T>
Range<T> sum(const Range<T>& a, const Range<T>& b) {
  return {a.low + b.low, a.typical + b.typical, a.high + b.high};
}

ByteRows folded(const StageBytes& best, const StageBytes& typical, const StageBytes& worst) {
  ByteRows rows;
  rows.input_read = fold(best.input_read, typical.input_read, worst.input_read);
  rows.shuffle_write = fold(best.shuffle_write, typical.shuffle_write, worst.shuffle_write);
  rows.shuffle_read = fold(best.shuffle_read, typical.shuffle_read, worst.shuffle_read);
  rows.spill_write = fold(best.spill_write, typical.spill_write, worst.spill_write);
  rows.spill_read = fold(best.spill_read, typical.spill_read, worst.spill_read);
  rows.broadcast = fold(best.broadcast, typical.broadcast, worst.broadcast);
  rows.object_store = fold(best.object_store, typical.object_store, worst.object_store);
  rows.output_write = fold(best.output_write, typical.output_write, worst.output_write);
  rows.processed =
      sum(sum(sum(sum(rows.input_read, rows.shuffle_write), rows.shuffle_read), rows.object_store), rows.output_write);
  return rows;
}

StageBytes total(const Plan& plan) {
  StageBytes all;
  for (const Stage& stage : plan.stages) all += whole(stage.bytes);
  return all;
}

/// Where a stage stands in the plan of each case; -1: that plan does without it.
using Found = ByCase<int>;

/// The same for stages that do the same.
std::string what_it_does(const Stage& stage) {
  std::string text(stage.name);
  for (const Part& part : stage.parts)
    text += fmt::format("/{}{}{}", part.act.name(), part.of.is_input ? "<" : "=", part.of.index);
  return text;
}

/// Every stage of every case once: those of the typical plan, then those that only the best or the worst case has.
/// Where several do the same, the first of one plan is the first of the other.
std::vector<Found> all_stages(const ByCase<Estimate>& by_case) {
  struct Alike {
    std::vector<std::size_t> rows{};
    std::size_t matched = 0;  ///< of them, by the plan that is looked at
  };
  std::vector<Found> all;
  std::unordered_map<std::string, Alike> known;
  for (const Case c : {Case::typical, Case::best, Case::worst}) {
    for (auto& [name, alike] : known) alike.matched = 0;
    const auto& stages = by_case[c].plan.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      Alike& alike = known[what_it_does(stages[i])];
      if (alike.matched == alike.rows.size()) {
        alike.rows.push_back(all.size());
        all.push_back({-1, -1, -1});
      }
      all[alike.rows[alike.matched++]][c] = static_cast<int>(i);
    }
  }
  return all;
}

/// The figures of a stage in one case; nothing where its plan does without it.
struct StageFigures {
  StageTime time{};
  StageBytes bytes{};
};

StageFigures figures_of(const Estimate& e, int stage) {
  if (stage < 0) return {};
  const auto index = static_cast<std::size_t>(stage);
  return {e.timeline.stages[index], whole(e.plan.stages[index].bytes)};
}

/// A stage that a case does without counts there with nothing.
StageRow stage_row(const Job& job, const ByCase<Estimate>& by_case, const Found& found) {
  const Case shown = found.typical >= 0 ? Case::typical : found.best >= 0 ? Case::best : Case::worst;
  const Stage& stage = by_case[shown].plan.stages[static_cast<std::size_t>(found[shown])];
  const StageFigures a = figures_of(by_case.best, found.best), b = figures_of(by_case.typical, found.typical),
                     c = figures_of(by_case.worst, found.worst);
  StageRow row;
  row.name = names::stage_name(job, stage);
  if (shown != Case::typical) row.name += shown == Case::best ? " (best case only)" : " (worst case only)";
  row.steps = names::step_names(job, stage);
  row.tasks = stage.tasks;
  row.seconds = fold(a.time.alone, b.time.alone, c.time.alone);
  row.start = fold(a.time.start, b.time.start, c.time.start);
  row.bound_by = by_case[shown].timeline.stages[static_cast<std::size_t>(found[shown])].bound;
  for (std::size_t r = 0; r < resource_count; ++r) row.busy[r] = fold(a.time.busy[r], b.time.busy[r], c.time.busy[r]);
  row.bytes = folded(a.bytes, b.bytes, c.bytes);
  return row;
}

std::vector<StageRow> stage_rows(const Job& job, const ByCase<Estimate>& by_case) {
  std::vector<StageRow> rows;
  for (const Found& found : all_stages(by_case)) rows.push_back(stage_row(job, by_case, found));
  return rows;
}

/// A metric of each case as a range; empty when one of them is no number.
template <class Get>
std::optional<Range<double>> metric(const ByCase<Estimate>& by_case, Get get) {
  const double best = get(by_case.best), typical = get(by_case.typical), worst = get(by_case.worst);
  if (!std::isfinite(best) || !std::isfinite(typical) || !std::isfinite(worst)) return std::nullopt;
  return fold(best, typical, worst);
}

/// Rows of the largest input that is read.
double rows_in(const Job& job, const Estimate& e) {
  double rows = 0;
  for (const Step& step : job.steps)
    for (const Source source : step.from)
      if (source.is_input) rows = std::max(rows, e.ledger.of(source).rows.value);
  return rows;
}

/// Share of the slots' time (of the GPUs' time, where they are busier) that is used while the cluster is held.
double utilization(const Estimate& e) {
  Seconds cpu{}, gpu{};
  for (const StageTime& stage : e.timeline.stages) {
    cpu += stage.busy[static_cast<std::size_t>(Resource::cpu)];
    gpu += stage.busy[static_cast<std::size_t>(Resource::gpu)];
  }
  return std::min(1.0, std::max(cpu, gpu) / e.timeline.duration);
}

/// Dollars a day of a cluster that never stops.
std::optional<Range<double>> always_on(const Cluster& cluster, const Constants& constants) {
  ByCase<double> day;
  for (const Case c : all_cases) {
    const auto hour = hourly_cost(cluster, constants.at(c));
    if (!hour) return std::nullopt;
    day[c] = 24 * hour->value;
  }
  return fold(day.best, day.typical, day.worst);
}

Metrics metrics_of(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case) {
  Metrics metrics;
  const bool priced = !by_case.typical.bill.partial;
  if (priced) {
    const auto dollars = [](const Estimate& e) { return e.bill.total.value; };
    metrics.usd_per_tb_processed =
        metric(by_case, [&](const Estimate& e) { return dollars(e) / (total(e.plan).processed().value / 1e12); });
    metrics.usd_per_million_rows =
        metric(by_case, [&](const Estimate& e) { return dollars(e) / (rows_in(job, e) / 1e6); });
    if (job.runs_per_month) {
      const Range<Ratio> runs = *job.runs_per_month;
      const Range<double> run = folded(by_case, dollars);
      metrics.usd_per_month = Range<double>{run.low * runs.low, run.typical * runs.typical, run.high * runs.high};
    }
    if (job.engine->can.cluster_stays) metrics.usd_per_day_always_on = always_on(job.cluster, constants);
  }
  metrics.utilization = metric(by_case, utilization);
  metrics.rows_per_second =
      metric(by_case, [&](const Estimate& e) { return rows_in(job, e) / e.timeline.duration.value; });
  return metrics;
}

const char* plan_text(const Job& job, const Plan& plan) {
  if (!plan.joins.empty()) return joins_in_words(plan);
  const auto loops = [](const Step& step) { return std::holds_alternative<NestedLoopJoin>(step.op); };
  return std::ranges::any_of(job.steps, loops) ? "nested_loops" : job.engine->words.no_joins;
}

void describe_cluster(JobReport& report, const Job& job) {
  const Cluster& cluster = job.cluster;
  report.cluster_name = cluster.name;
  report.machine = cluster.machine.name;
  report.storage = name_of(cluster.storage);
  report.tuning = name_of(cluster.tuning);
  report.pricing = name_of(cluster.pricing);
  report.platform = cluster.platform;
  report.region = cluster.machine.region;
  report.nodes = cluster.nodes;
  report.slots = job.engine->slots(cluster);
  report.gpus = static_cast<double>(cluster.nodes) * cluster.machine.gpus;
  if (job.engine->shape != WorkerShape::executors) return;
  report.executors = cluster.nodes * cluster.executors.per_node;
  report.executor_cores = cluster.executors.cores;
  report.executor_memory = cluster.executors.memory;
}

/// The bottleneck of the longest stage.
std::optional<Bound> bound_by(const Timeline& timeline) {
  if (timeline.stages.empty()) return std::nullopt;
  return std::ranges::max_element(timeline.stages, {}, &StageTime::alone)->bound;
}

}  // namespace

JobReport make_summary(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case) {
  const Estimate& typical = by_case.typical;
  JobReport made;
  made.name = job.name;
  made.file = job.file;
  made.engine = job.engine->name;
  made.plan = plan_text(job, typical.plan);
  describe_cluster(made, job);

  made.stages = stage_rows(job, by_case);
  // Each case summed by itself: with one plan for all of them, that is the sum of the rows.
  made.bytes = folded(total(by_case.best.plan), total(typical.plan), total(by_case.worst.plan));
  made.startup = folded(by_case, [](const Estimate& e) { return e.plan.startup; });
  made.wall_clock = folded(by_case, [](const Estimate& e) { return e.timeline.duration; });
  made.bound_by = bound_by(typical.timeline);

  made.cost_lines = report::cost_rows(job.cluster, by_case);
  made.cost_partial = typical.bill.partial;
  Range<Dollars> cost{};
  bool priced = false;
  for (const CostRow& row : made.cost_lines) {
    if (!row.cost) continue;
    cost = sum(cost, *row.cost);
    priced = true;
  }
  if (priced) (made.cost_partial ? made.cost_at_least : made.cost) = cost;
  made.metrics = metrics_of(job, constants, by_case);

  // Of a recorded job, what policies say is of its plan; what its tasks took has no remedy to try.
  if (typical.plan.fixed) {
    const Job planned = modelled(job);
    made.reasons = policies::reasons(planned, constants, estimate(planned, planned.cluster, constants));
  } else {
    made.reasons = policies::reasons(job, constants, by_case);
  }
  made.feasible = std::ranges::none_of(made.reasons, [](const Reason& r) { return r.severity == Severity::error; });
  made.planned_exchanges = report::planned_exchanges(job, typical.plan);
  made.exchanges = report::sentences_of(made.planned_exchanges);
  if (typical.plan.fixed) made.measured = report::rests_on(*typical.plan.fixed->run, made.slots);
  made.labels = job.labels;
  return made;
}

std::vector<BroadcastLimits> broadcast_limits_of(const Job& job, const Constants& constants) {
  return report::broadcast_limits(modelled(job), constants);
}

JobReport make_report(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case,
                      const Drawing& drawing, std::optional<Seconds> deadline,
                      const std::vector<ConstantValues>* drawn_constants) {
  JobReport made = make_summary(job, constants, by_case);
  made.more_broadcasts = broadcast_limits_of(job, constants);
  if (!made.more_broadcasts.empty()) {
    made.broadcast = std::move(made.more_broadcasts.front());
    made.more_broadcasts.erase(made.more_broadcasts.begin());
  }
  report::Assumptions rests_on = report::assumptions(job, constants);
  made.assumptions = std::move(rests_on.tried);
  if (rests_on.untried > 0) made.reasons.push_back(policies::untried_unknowns(rests_on.untried));
  const Drawn drawn =
      drawn_constants ? draw(job, *drawn_constants, drawing) : draw(job, draw_constants(constants, drawing), drawing);
  made.percentiles = percentiles_of(drawn, drawing, made.cost.has_value());
  if (job.cluster.pricing == Pricing::spot) made.spot = report::spot_risk(job, constants, by_case, drawn, deadline);
  return made;
}

}  // namespace sizer
