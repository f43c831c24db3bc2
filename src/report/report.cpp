// Three estimates to one report: ranges, rows and metrics.
#include "sizer/report.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/parts.h"

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

/// The sum of the rows shown, row by row.
ByteRows total(const std::vector<StageRow>& stages) {
  ByteRows all;
  for (const StageRow& stage : stages) {
    const ByteRows& b = stage.bytes;
    all = {sum(all.input_read, b.input_read),     sum(all.shuffle_write, b.shuffle_write),
           sum(all.shuffle_read, b.shuffle_read), sum(all.spill_write, b.spill_write),
           sum(all.spill_read, b.spill_read),     sum(all.broadcast, b.broadcast),
           sum(all.object_store, b.object_store), sum(all.output_write, b.output_write),
           sum(all.processed, b.processed)};
  }
  return all;
}

StageBytes total(const Plan& plan) {
  StageBytes all;
  for (const Stage& stage : plan.stages) all += stage.bytes;
  return all;
}

bool same_shape(const Plan& a, const Plan& b) {
  const auto same_parts = [](const Stage& x, const Stage& y) {
    return std::ranges::equal(x.parts, y.parts, {}, &Part::act, &Part::act);
  };
  return std::ranges::equal(a.stages, b.stages, same_parts);
}

/// Stages of the typical plan. Where another case has another plan, its rows show the typical figures alone.
std::vector<StageRow> stage_rows(const Job& job, const ByCase<Estimate>& by_case) {
  const Plan& plan = by_case.typical.plan;
  const Estimate& low = same_shape(by_case.best.plan, plan) ? by_case.best : by_case.typical;
  const Estimate& high = same_shape(by_case.worst.plan, plan) ? by_case.worst : by_case.typical;
  std::vector<StageRow> rows;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    const Stage& stage = plan.stages[i];
    const StageTime &a = low.timeline.stages[i], &b = by_case.typical.timeline.stages[i], &c = high.timeline.stages[i];
    StageRow row;
    row.name = report::stage_name(job, stage);
    row.steps = report::step_names(job, plan, stage);
    row.tasks = stage.tasks;
    row.seconds = fold(a.alone, b.alone, c.alone);
    row.start = fold(a.start, b.start, c.start);
    row.bound_by = name_of(b.bound);
    for (std::size_t r = 0; r < resource_count; ++r) row.busy[r] = fold(a.busy[r], b.busy[r], c.busy[r]);
    row.bytes = folded(low.plan.stages[i].bytes, stage.bytes, high.plan.stages[i].bytes);
    rows.push_back(std::move(row));
  }
  return rows;
}

struct ItemText {
  std::string item, unit, note;
};

std::string dated(const Machine& machine) {
  if (!machine.price) return "price unknown";
  return machine.price_date.empty() ? "price given in the job file" : "price of " + machine.price_date;
}

ItemText text_of(BillItem item, const Cluster& cluster) {
  const Machine& driver = cluster.driver ? *cluster.driver : cluster.machine;
  switch (item) {
    case BillItem::workers:
      return {fmt::format("{} workers, {}", cluster.nodes, cluster.machine.name), "node-hour", dated(cluster.machine)};
    case BillItem::driver:
      return {fmt::format("driver or head, {}", driver.name), "node-hour", dated(driver)};
    case BillItem::store_get:
      return {"object-store reads", "1000 requests", "S3 standard, 2024-07-01"};
    case BillItem::store_put:
      return {"object-store writes", "1000 requests", "S3 standard, 2024-07-01"};
  }
  return {};
}

std::vector<CostRow> cost_rows(const Cluster& cluster, const ByCase<Estimate>& by_case) {
  std::vector<CostRow> rows;
  for (std::size_t i = 0; i < by_case.typical.bill.lines.size(); ++i) {
    const BillLine& line = by_case.typical.bill.lines[i];
    const ItemText text = text_of(line.item, cluster);
    CostRow row;
    row.item = text.item;
    row.unit = text.unit;
    row.note = text.note;
    row.unit_price = line.unit_price;
    row.quantity = folded(by_case, [&](const Estimate& e) { return e.bill.lines[i].quantity; });
    if (line.cost) row.cost = folded(by_case, [&](const Estimate& e) { return *e.bill.lines[i].cost; });
    rows.push_back(std::move(row));
  }
  return rows;
}

/// A metric of each case as a range; empty when one of them is no number.
template <class Get>
std::optional<Range<double>> metric(const ByCase<Estimate>& by_case, Get get) {
  const double best = get(by_case.best), typical = get(by_case.typical), worst = get(by_case.worst);
  if (!std::isfinite(best) || !std::isfinite(typical) || !std::isfinite(worst)) return std::nullopt;
  return fold(best, typical, worst);
}

double rows_in(const Estimate& e) {
  double rows = 0;
  for (const Flow& input : e.ledger.inputs) rows = std::max(rows, input.rows.value);
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

Metrics metrics_of(const Job& job, const ByCase<Estimate>& by_case) {
  Metrics metrics;
  const Cluster& cluster = job.cluster;
  const bool priced = !by_case.typical.bill.partial;
  if (priced) {
    const auto dollars = [](const Estimate& e) { return e.bill.total.value; };
    metrics.usd_per_tb_processed =
        metric(by_case, [&](const Estimate& e) { return dollars(e) / (total(e.plan).processed().value / 1e12); });
    metrics.usd_per_million_rows = metric(by_case, [&](const Estimate& e) { return dollars(e) / (rows_in(e) / 1e6); });
    if (job.runs_per_month) {
      const Range<Ratio> runs = *job.runs_per_month;
      const Range<double> run = folded(by_case, dollars);
      metrics.usd_per_month = Range<double>{run.low * runs.low, run.typical * runs.typical, run.high * runs.high};
    }
    if (job.engine == EngineKind::ray && cluster.machine.price) {
      const Machine& head = cluster.driver ? *cluster.driver : cluster.machine;
      if (head.price)
        metrics.usd_per_day_always_on =
            exactly(24 * (cluster.nodes * cluster.machine.price->value + head.price->value));
    }
  }
  metrics.utilization = metric(by_case, utilization);
  metrics.rows_per_second = metric(by_case, [](const Estimate& e) { return rows_in(e) / e.timeline.duration.value; });
  return metrics;
}

const char* plan_text(const Job& job, const Plan& plan) {
  if (job.engine == EngineKind::ray) return plan.join == JoinStrategy::automatic ? "streaming" : "shuffle_hash";
  switch (plan.join) {
    case JoinStrategy::broadcast:
      return "broadcast";
    case JoinStrategy::shuffle_hash:
      return "shuffle_hash";
    case JoinStrategy::sort_merge:
      return "sort_merge";
    case JoinStrategy::automatic:
      return "no_join";
  }
  return "no_join";
}

const char* storage_text(Storage storage) {
  switch (storage) {
    case Storage::object_store:
      return "object_store";
    case Storage::hdfs:
      return "hdfs";
    case Storage::local_disk:
      return "local_disk";
    case Storage::network_disk:
      return "network_disk";
  }
  return "";
}

const char* tuning_text(Tuning tuning) {
  switch (tuning) {
    case Tuning::tuned:
      return "tuned";
    case Tuning::typical:
      return "typical";
    case Tuning::untuned:
      return "untuned";
  }
  return "";
}

void describe_cluster(JobReport& report, const Job& job) {
  const Cluster& cluster = job.cluster;
  report.cluster_name = cluster.name;
  report.machine = cluster.machine.name;
  report.storage = storage_text(cluster.storage);
  report.tuning = tuning_text(cluster.tuning);
  report.nodes = cluster.nodes;
  report.slots = slots_of(cluster, job.engine);
  report.gpus = static_cast<double>(cluster.nodes) * cluster.machine.gpus;
  if (job.engine != EngineKind::spark) return;
  report.executors = cluster.nodes * cluster.executors.per_node;
  report.executor_cores = cluster.executors.cores;
  report.executor_memory = cluster.executors.memory;
}

/// The bottleneck of the longest stage.
std::string bound_by(const Timeline& timeline) {
  if (timeline.stages.empty()) return "";
  return name_of(std::ranges::max_element(timeline.stages, {}, &StageTime::alone)->bound);
}

}  // namespace

JobReport make_report(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case) {
  const Estimate& typical = by_case.typical;
  JobReport made;
  made.name = job.name;
  made.file = job.file;
  made.engine = job.engine == EngineKind::spark ? "spark" : "ray";
  made.plan = plan_text(job, typical.plan);
  describe_cluster(made, job);

  made.stages = stage_rows(job, by_case);
  const bool same_plans = same_shape(by_case.best.plan, typical.plan) && same_shape(by_case.worst.plan, typical.plan);
  made.bytes = same_plans ? total(made.stages)
                          : folded(total(by_case.best.plan), total(typical.plan), total(by_case.worst.plan));
  made.startup = folded(by_case, [](const Estimate& e) { return e.plan.startup; });
  made.wall_clock = folded(by_case, [](const Estimate& e) { return e.timeline.duration; });
  made.bound_by = bound_by(typical.timeline);

  made.cost_lines = cost_rows(job.cluster, by_case);
  made.cost_partial = typical.bill.partial;
  Range<Dollars> cost{};
  bool priced = false;
  for (const CostRow& row : made.cost_lines) {
    if (!row.cost) continue;
    cost = sum(cost, *row.cost);
    priced = true;
  }
  if (priced) made.cost = cost;
  made.metrics = metrics_of(job, by_case);

  made.reasons = report::reasons(job, by_case);
  made.feasible = std::ranges::none_of(made.reasons, [](const Reason& r) { return r.severity == "error"; });
  made.exchanges = report::exchange_sentences(job, typical.plan);
  made.broadcast = report::broadcast_limits(job, constants);
  made.assumptions = report::assumptions(job, constants);
  return made;
}

}  // namespace sizer
