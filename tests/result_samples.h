/// \file
/// Results of every verb built by hand, for the tests of renderers: compared ways, verdicts, a difference, an
/// explanation; and the same with hostile names, and with many of everything.
#pragma once

#include <algorithm>
#include <string>

#include "render_samples.h"
#include "sizer/result.h"

namespace sizer::samples {

/// p10, p50 and p90 in proportion to a typical value.
template <class T>
Quantiles<T> quantiles_around(T p50, double p10, double p90) {
  return {p50 * p10, p50, p50 * p90};
}

inline Percentiles percentiles_of(const JobReport& job) {
  Percentiles drawn;
  drawn.draws = 1000;
  drawn.wall_clock = quantiles_around(job.wall_clock.typical * 1.04, 0.86, 1.19);
  if (job.cost) drawn.cost = quantiles_around(job.cost->typical * 1.04, 0.87, 1.2);
  drawn.processed = quantiles_around(job.bytes.processed.typical, 0.96, 1.04);
  drawn.shuffle_write = quantiles_around(job.bytes.shuffle_write.typical, 0.94, 1.06);
  return drawn;
}

/// The job with all that a report can hold: places, gains, labels, percentiles.
inline JobReport complete_job() {
  JobReport job = customer_metrics();
  job.percentiles = percentiles_of(job);
  job.labels = {{"owner", "growth"}, {"tier", "daily"}};
  job.reasons[0].place = {"jobs/customer_metrics.yaml", 9, 5};
  job.reasons[0].gain = Gain{
      .change = "steps.join.salt = 8", .settings = {{"steps.join.salt", "8"}}, .time = 252_s, .cost = Dollars{1.21}};
  return job;
}

// ---- compare --------------------------------------------------------------------------------------------------------

inline Candidate candidate(const std::string& plan, const std::string& cluster, double minutes, double dollars) {
  Candidate way;
  way.name = plan + ", " + cluster;
  way.engine = "spark";
  way.plan = plan;
  way.cluster = cluster;
  way.machine = "m5d.4xlarge";
  way.nodes = 20;
  way.wall_clock = around(Seconds{60 * minutes}, 0.68, 1.6);
  way.cost = around(Dollars{dollars}, 0.7, 1.55);
  way.bytes = customer_metrics().bytes;
  way.percentiles.draws = 1000;
  way.percentiles.wall_clock = quantiles_around(way.wall_clock.typical, 0.86, 1.2);
  way.percentiles.cost = quantiles_around(way.cost->typical, 0.87, 1.21);
  return way;
}

inline Comparison comparison() {
  Comparison compared;
  compared.job = "daily customer metrics";
  compared.file = "jobs/customer_metrics.yaml";
  compared.sorted_by = "time";
  Candidate fast = candidate("shuffle_hash", "32 x m5d.4xlarge", 14, 10.9);
  fast.nodes = 32;
  fast.on_front = true;
  Candidate small = candidate("sort_merge", "spark-baseline", 25, 8.14);
  small.on_front = true;
  Candidate slow = candidate("sort_merge", "10 x m5d.4xlarge", 51, 8.4);
  slow.nodes = 10;
  slow.varied = {{"spark.shuffle_partitions", "200"}};
  Candidate broken = candidate("broadcast", "spark-baseline", 19, 6.2);
  broken.feasible = false;
  broken.reasons = too_large_broadcast().reasons;
  Candidate foreign;
  foreign.name = "ray, ray-cpu-baseline";
  foreign.engine = "ray";
  foreign.cluster = "ray-cpu-baseline";
  foreign.possible = foreign.feasible = false;
  foreign.cannot = {"Ray has no bucketed tables."};
  compared.candidates = {fast, small, slow, broken, foreign};

  Pair pair;
  pair.first = 0;
  pair.second = 1;
  pair.processed_saved = {1020_GB, 1120_GB, 1260_GB};
  pair.shuffle_saved = {510_GB, 560_GB, 630_GB};
  pair.time_saved = {560_s, 640_s, 790_s};
  pair.cost_saved = Quantiles<Dollars>{{-3.4}, {-2.76}, {-2.2}};
  pair.time_ratio = {1.69, 1.79, 1.9};
  pair.cost_ratio = Quantiles<Ratio>{0.7, 0.75, 0.8};
  pair.faster = 0.998;
  Pair second = pair;
  second.second = 2;
  compared.pairs = {pair, second};
  compared.broadcast = customer_metrics().broadcast;
  compared.notes = {"One way could not be planned at all."};
  return compared;
}

/// Sixty ways on a curve, every tenth of which cannot run.
inline Comparison crowded_comparison() {
  Comparison compared = comparison();
  compared.candidates.clear();
  for (int i = 0; i < 60; ++i) {
    Candidate way = candidate("sort_merge", std::to_string(4 + i) + " x m5d.4xlarge", 900.0 / (4 + i), 5 + 0.4 * i);
    way.nodes = 4 + i;
    way.on_front = i % 4 == 0;
    way.feasible = i % 10 != 9;
    compared.candidates.push_back(way);
  }
  return compared;
}

// ---- check ----------------------------------------------------------------------------------------------------------

inline Gate gate(const std::string& id, const std::string& unit, double limit, const Range<double>& actual,
                 Verdict verdict) {
  Gate made;
  made.job = "daily customer metrics";
  made.file = "jobs/customer_metrics.yaml";
  made.id = id;
  made.unit = unit;
  made.limit = limit;
  made.actual = actual;
  made.decided_by = actual.typical;
  made.gate_on = "typical";
  made.margin = limit - actual.typical;
  made.verdict = verdict;
  made.source = "sizer.yaml:12:5";
  made.place = {"sizer.yaml", 12, 5};
  return made;
}

inline std::vector<Gate> gates() {
  Gate cost = gate("max_cost", "usd", 7.5, {5.86, 8.14, 12.37}, Verdict::fail);
  cost.message = "$8.14 ($5.86 – 12.37) is above the limit of $7.50.";
  cost.owner = "data platform";
  cost.reason = "budget of the fourth quarter";
  Gate time = gate("max_time", "seconds", 1800, {1080, 1500, 2280}, Verdict::inconclusive);
  time.message = "25 min is below the limit of 30 min, its high end of 38 min is not.";
  Gate bytes = gate("max_bytes", "bytes", 5e12, {3.27e12, 3.53e12, 3.77e12}, Verdict::pass);
  bytes.message = "Even the high end of 3.77 TB is below the limit of 5 TB.";
  Gate policy;
  policy.job = cost.job;
  policy.id = "SZ201";
  policy.verdict = Verdict::fail;
  policy.message = "One key holds 4 % of the rows of clicks.";
  policy.source = "sizer.yaml:20:3";
  policy.exception = "until 2026-12-31";
  return {bytes, time, policy, cost};
}

// ---- diff -----------------------------------------------------------------------------------------------------------

inline FigureChange change(const std::string& figure, const std::string& unit, double base, double head) {
  FigureChange changed;
  changed.figure = figure;
  changed.unit = unit;
  changed.base = around(base, 0.72, 1.5);
  changed.head = around(head, 0.72, 1.5);
  changed.change = head - base;
  changed.parts = {1.4 * (head - base), -0.5 * (head - base), 0.1 * (head - base), 0.0, std::nullopt};
  changed.ratio = quantiles_around(head / base, 0.96, 1.05);
  return changed;
}

inline Difference difference() {
  JobDifference changed;
  changed.name = "daily customer metrics";
  changed.base_file = changed.head_file = "jobs/customer_metrics.yaml";
  changed.status = "changed";
  changed.figures = {change("wall_clock_seconds", "seconds", 1500, 2160), change("cost_usd", "usd", 8.14, 11.4),
                     change("processed_bytes", "bytes", 3.53e12, 3.1e12),
                     change("shuffle_write_bytes", "bytes", 1.18e12, 1.18e12)};
  changed.changes = {"inputs.clicks.size: 1 TB -> 2 TB", "steps.join.strategy: sort_merge -> broadcast"};
  changed.appeared = too_large_broadcast().reasons;
  changed.head_feasible = false;
  JobDifference same;
  same.name = "global sort";
  same.base_file = same.head_file = "jobs/global_sort.yaml";
  same.status = "unchanged";
  return {"main", "HEAD", {changed, same}};
}

// ---- explain --------------------------------------------------------------------------------------------------------

inline Derivation leaf(const std::string& name, const std::string& shown, const std::string& origin,
                       const std::string& source) {
  Derivation made;
  made.name = name;
  made.shown = shown;
  made.origin = origin;
  made.source = source;
  return made;
}

inline Explanation explanation() {
  Derivation scan = leaf("stages[0].seconds", "10 min", "derived", "");
  scan.formula = "core-seconds / slots";
  scan.parts = {leaf("inputs.clicks.size", "1 TB", "given", "jobs/customer_metrics.yaml:5:14"),
                leaf("scan_columnar_byte", "12 s/GB", "constant", "docs/sources.md#spark-scan"),
                leaf("slots", "300", "catalogue", "spark-baseline")};
  Derivation join = leaf("stages[2].seconds", "13.7 min", "derived", "");
  join.formula = "core-seconds / slots";
  join.parts = scan.parts;
  Derivation whole = leaf("wall_clock_seconds", "25 min", "derived", "");
  whole.formula = "start-up + the stages of the longest path";
  whole.parts = {leaf("startup_seconds", "45 s", "default", "docs/sources.md#start-up"), scan, join};

  Sensitivity sensitivity;
  const auto influence = [&](const std::string& name, const std::string& unit, const Range<double>& value, double low,
                             double high) {
    Influence made{name, unit, value, "default", "docs/sources.md#spark-scan"};
    made.time = {Seconds{low}, 1500_s, Seconds{high}};
    made.cost = around(Dollars{8.14}, low / 1500, high / 1500);
    made.spread = Seconds{std::max(low, high) - std::min(low, high)};
    sensitivity.influences.push_back(made);
  };
  influence("tuning_typical", "ratio", {1.88, 2.1, 2.4}, 1350, 1790);
  influence("scan_columnar_byte", "s/B", {9e-9, 12e-9, 16e-9}, 1400, 1632);
  influence("local_disk_read_rate", "B/s", {1e9, 1.4e9, 2e9}, 1560, 1470);
  influence("inputs.clicks.row_width", "B", {90, 120, 160}, 1480, 1530);
  sensitivity.measurements = {
      {"inputs.clicks.rows", "give `rows` of clicks", {1080_s, 1500_s, 2280_s}, {1260_s, 1500_s, 1790_s}},
      {"tuning", "say how the cluster is tuned", {1080_s, 1500_s, 2280_s}, {1180_s, 1500_s, 2020_s}}};
  return {"daily customer metrics", "jobs/customer_metrics.yaml", "wall_clock_seconds", whole, sensitivity};
}

inline std::vector<Diagnostic> diagnostics() {
  Diagnostic unknown;
  unknown.code = "SZ014";
  unknown.message = "unknown key 'shufle_partitions' in spark";
  unknown.place = {"jobs/wrong.yaml", 14, 5, 17};
  unknown.source_line = "    shufle_partitions: 400";
  unknown.suggestion = "did you mean 'shuffle_partitions'?";
  unknown.note = "allowed here: broadcast_threshold, shuffle_partitions, skew, type";
  return {unknown};
}

// ---- whole results --------------------------------------------------------------------------------------------------

/// One of everything.
inline Result everything() {
  JobReport broadcast = too_large_broadcast();
  broadcast.name += ", broadcast";
  Result result = result_of({complete_job(), broadcast});
  result.command = "check";
  result.sizer_version = "0.1.0";
  result.gates = gates();
  result.comparisons = {comparison()};
  result.difference = difference();
  result.explanations = {explanation()};
  result.diagnostics = diagnostics();
  result.profile = "profiles/team.yaml";
  result.replaced = {{"tuning_typical", {1.6, 1.8, 2.0}}};
  return result;
}

/// Names that would be tags, attributes, formulas or commands to those who do not escape them.
inline std::string script_name() {
  return "<script>alert(1)</script>\"'=cmd()&amp;a%0Ab\n]]>--><svg/onload=alert(2)>";
}

/// The same names, everywhere a user could have put them.
inline Result hostile_everything() {
  const std::string evil = script_name();
  Result result = everything();
  result.jobs.push_back(hostile());
  JobReport& job = result.jobs[0];
  job.name = job.file = job.cluster_name = job.machine = evil;
  job.labels = {{evil, evil}};
  job.reasons[0].message = job.reasons[0].remedy = job.reasons[0].place.file = job.reasons[0].gain->change = evil;
  job.stages[0].name = evil;
  job.stages[0].steps = {evil};
  job.cost_lines[0].item = job.cost_lines[0].note = evil;
  job.assumptions[0].name = job.assumptions[0].source = evil;
  job.exchanges = {evil};
  job.planned_exchanges = {PlannedExchange{.step = evil,
                                           .side = JoinSide::left,
                                           .from = evil,
                                           .kind = Partitioned::hash,
                                           .keys = {evil},
                                           .bytes = Bytes{1e9},
                                           .raw = Bytes{2e9}}};
  job.broadcast->table = evil;
  for (Gate& each : result.gates) each.job = each.message = each.source = each.owner = each.exception = evil;
  Comparison& compared = result.comparisons[0];
  compared.job = compared.file = compared.candidates[0].name = compared.candidates[0].cluster = evil;
  compared.candidates[0].varied = {{evil, evil}};
  compared.candidates[4].cannot = compared.notes = {evil};
  result.difference->base = result.difference->head = evil;
  JobDifference& changed = result.difference->jobs[0];
  changed.name = changed.base_file = changed.head_file = evil;
  changed.changes = {evil};
  Explanation& explained = result.explanations[0];
  explained.job = explained.file = explained.path = evil;
  explained.derivation->name = explained.derivation->source = explained.derivation->formula = evil;
  explained.sensitivity->influences[0].name = explained.sensitivity->measurements[0].advice = evil;
  result.diagnostics[0].message = result.diagnostics[0].source_line = result.diagnostics[0].note = evil;
  result.diagnostics[0].place.file = evil;
  result.profile = result.replaced[0].first = evil;
  return result;
}

/// Sixty ways to run a job of forty stages, of which each second shuffles for the next.
inline Result crowded() {
  JobReport job = complete_job();
  const StageRow scan = job.stages[0], join = job.stages[2];
  job.stages.clear();
  for (int i = 0; i < 40; ++i) {
    job.stages.push_back(i % 2 == 0 ? scan : join);
    job.stages.back().name = "stage of a long name, number " + std::to_string(i + 1);
    job.stages.back().start = exactly(Seconds{30.0 * i});
    job.stages.back().bound_by = i % 3 == 0 ? Bound::network : i % 3 == 1 ? Bound::skew : Bound::external;
  }
  Result result = result_of({job});
  result.comparisons = {crowded_comparison()};
  return result;
}

}  // namespace sizer::samples
