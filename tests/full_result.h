/// \file
/// A result that holds some of everything, with one name wherever a user chooses names.
#pragma once

#include <string>

#include "render_samples.h"

namespace sizer::samples {

/// Names that break what does not escape them.
inline const std::vector<std::string> hostile_names = {"<script>alert(1)</script>",
                                                       "=cmd()|' /C calc'!A0",
                                                       "a%0Ab::error::c",
                                                       "quotes \" and ' and `ticks` and ``two``",
                                                       "a\nb\r\nc\td",
                                                       "a | b \\| c \\",
                                                       "\x1b[2J\x07\x7f\x01",
                                                       "\xff\xfe no utf-8 \xc3",
                                                       "\xe2\x80\xae reversed \xef\xbf\xbe",
                                                       "]]> --> </details> &amp; &#124;",
                                                       "@everyone #1 *a* _b_ [c](http://d) ![e](f) www.g.h ~~i~~ $j$",
                                                       "  ",
                                                       "",
                                                       "-1+1",
                                                       "+2",
                                                       "@SUM(A1)",
                                                       "数据 🚀"};

inline Gate gate(const std::string& name, const std::string& id, Verdict verdict) {
  Gate made;
  made.job = made.file = name;
  made.id = id;
  made.unit = "usd";
  made.limit = 40;
  made.actual = Range<double>{30, 45, 60};
  made.decided_by = 45;
  made.gate_on = "typical";
  made.margin = -5;
  made.verdict = verdict;
  made.message = "45 is above 40 for " + name;
  made.source = "job.yaml:12:3";
  made.place = {"job.yaml", 12, 3, 8};
  made.at = {name, 5, 7, 4};
  made.reason = made.owner = name;
  return made;
}

inline Comparison comparison(const std::string& name) {
  Candidate first;
  first.name = first.cluster = first.machine = name;
  first.engine = "spark";
  first.plan = "broadcast";
  first.nodes = 20;
  first.varied = {{name, name}};
  first.wall_clock = {60_s, 90_s, 120_s};
  first.cost = around(Dollars{2}, 0.5, 2);
  first.bytes = customer_metrics().bytes;
  first.percentiles = {.draws = 100, .wall_clock = {70_s, 90_s, 110_s}, .cost = Quantiles<Dollars>{{1}, {2}, {3}}};
  first.on_front = true;
  Candidate second = first;
  second.possible = second.feasible = false;
  second.cost.reset();
  second.reasons = {{"SZ101", Severity::error, name, name}};
  second.cannot = {name};
  Pair pair;
  pair.second = 1;
  pair.time_saved = {{-10}, {20}, {30}};
  pair.cost_saved = Quantiles<Dollars>{{0.1}, {0.2}, {0.3}};
  pair.time_ratio = {0.9, 1.2, 1.5};
  pair.faster = 0.97;
  Comparison made;
  made.job = made.file = name;
  made.sorted_by = "time";
  made.candidates = {first, second};
  made.pairs = {pair};
  made.broadcast = customer_metrics().broadcast;
  made.notes = {name};
  return made;
}

inline Difference difference(const std::string& name) {
  FigureChange time;
  time.figure = "wall_clock_seconds";
  time.unit = "seconds";
  time.base = Range<double>{50, 60, 70};
  time.head = Range<double>{80, 90, 100};
  time.change = 30;
  time.parts = {40, -10, 0, 0, std::nullopt};
  time.ratio = Quantiles<Ratio>{1.4, 1.5, 1.6};
  JobDifference job;
  job.name = job.base_file = job.head_file = name;
  job.status = "changed";
  job.figures = {time};
  job.changes = {name};
  job.appeared = {{"SZ110", Severity::warning, name, name}};
  return {name, name, {job}};
}

inline Explanation explanation(const std::string& name) {
  Derivation leaf{name, "seconds", 90, "90 s", "", "given", name};
  Derivation whole{"wall_clock_seconds", "seconds", 90, "90 s", name, "derived", "", {leaf, leaf}};
  Influence influence{name, "B", {1, 2, 3}, "given", name, {60_s, 90_s, 80_s}, around(Dollars{2}, 0.5, 2), 30_s};
  Measurement measurement{name, name, {60_s, 90_s, 120_s}, {80_s, 90_s, 100_s}};
  Explanation made;
  made.job = made.file = made.path = name;
  made.derivation = whole;
  made.sensitivity = Sensitivity{"cost_usd", {influence}, {measurement}};
  return made;
}

inline Diagnostic diagnostic(const std::string& name) {
  Diagnostic made;
  made.code = "SZ014";
  made.message = made.suggestion = made.note = name;
  made.place = {name + ".yaml", 14, 5, 6};
  return made;
}

inline SizedRun sized_run(const std::string& name, int nodes) {
  SizedRun made;
  made.name = made.machine = made.driver = made.gpu = name;
  made.cloud = "aws";
  made.pricing = "spot";
  made.plan = "broadcast";
  made.bound_by = Bound::cpu;
  made.nodes = nodes;
  made.executors = {3, 5, Bytes{19.6e9}, Bytes{1.96e9}};
  made.usable_cpus = 15;
  made.object_store_share = 0.4;
  made.shuffle_partitions = 8400;
  made.usd_per_million_rows = 0.02;
  made.slots = nodes * 15.0;
  made.gpus = nodes;
  made.seconds = 3600_s / nodes;
  made.dollars = Dollars{1.0 + nodes};
  made.wall_clock = around(made.seconds, 0.5, 2);
  made.cost = around(made.dollars, 0.5, 2);
  made.cluster = name;
  made.settings = {{"steps.join.strategy", name}};
  return made;
}

/// What a search found: `found` false: nothing keeps the limits.
inline Sizing sizing(const std::string& name, bool found = true) {
  const SizedRun best = sized_run(name, 20);
  Sizing made;
  made.job = made.file = name;
  made.engine = "spark";
  made.goal = {.deadline = 1800_s, .max_cost = Dollars{40}, .objective = Objective::balanced};
  made.least_nodes = 2;
  made.most_nodes = 200;
  made.manager = "kubernetes";
  made.machines = 100;
  made.candidates = 1000;
  made.feasible = 900;
  made.within = found ? 500 : 0;
  (found ? made.winner : made.nearest_miss) = best;
  made.why = made.notes = {name};
  if (found) made.best = {best, sized_run(name, 30)};
  made.front = {{.run = sized_run(name, 10), .told = true},
                {.run = sized_run(name, 15)},
                {.run = best, .knee = true, .told = true, .minute_price = Dollars{3.4}}};
  made.relaxed = {{"deadline", 1.1, 1980, best, 10_s, Dollars{-1}}, {"max_cost", 1.25, 50}};
  made.scaling = Scaling{{{2, false}, {10, true, 360_s, Dollars{11}}, {20, true, 180_s, Dollars{21}}}, 10, 20};
  made.autoscaling = Autoscaling{2, 81_s, 261_s, 3, 2.5, 0.5, Dollars{-0.5}};
  made.always_on = AlwaysOn{Dollars{200}, Dollars{20}, 150_s, 10, 576};
  made.gpu_rates = {{name, {{1000}, {1500}, {2000}}, true}};
  made.left_out = {{"SZ101", name, 100}, {"", name, 1}};
  return made;
}

/// One job, four gates, a comparison, a search, a difference, an explanation and a diagnostic.
inline Result full_result(const std::string& name) {
  JobReport job = customer_metrics();
  job.name = job.file = job.cluster_name = job.machine = name;
  job.reasons[0].message = job.reasons[0].remedy = name;
  job.reasons[0].place = {name, 3, 4, 5};
  job.reasons[0].gain = Gain{.change = name, .settings = {{name, name}}, .time = 60_s, .cost = Dollars{-0.5}};
  for (StageRow& stage : job.stages) stage.name = stage.steps[0] = name;
  job.cost_lines[0].item = job.cost_lines[0].note = name;
  job.assumptions[0].name = job.assumptions[0].source = name;
  job.exchanges = {name};
  job.planned_exchanges = {PlannedExchange{.step = name,
                                           .side = JoinSide::left,
                                           .from = name,
                                           .kind = Partitioned::hash,
                                           .keys = {name},
                                           .bytes = Bytes{1e9},
                                           .raw = Bytes{2e9}}};
  job.labels = {{"team", name}};
  job.percentiles = {.draws = 1000, .seed = 7, .wall_clock = {1200_s, 1500_s, 1900_s}};
  job.source = {name, name, name, name, {{"inputs.clicks.size", name}}};
  job.pricing = "spot";
  job.platform = job.region = name;
  job.spot = SpotRisk{.interruptions = {0.1, 0.5, 2},
                      .lost_each = {30_s, 60_s, 90_s},
                      .lost = {3_s, 30_s, 180_s},
                      .interrupted = {0.1, 0.4, 0.9},
                      .gives_up = {0, 1e-6, 1e-3},
                      .on_demand_cost = Range<Dollars>{{8}, {9}, {12}},
                      .break_even = 0.02,
                      .deadline = 2000_s,
                      .misses = 0.1,
                      .misses_on_demand = 0.05};

  Result result = result_of({job});
  result.command = "check";
  result.sizer_version = "0.1.0";
  result.catalogue_files = {name};
  result.replaced = {{"straggler", {1, 2, 3}}};
  result.gates = {gate(name, "max_time", Verdict::pass), gate(name, "max_cost", Verdict::fail),
                  gate(name, "max_bytes", Verdict::inconclusive), gate(name, "max_spill", Verdict::fail)};
  result.gates[3].exception = "until 2026-12-31";
  result.comparisons = {comparison(name)};
  result.sizing = sizing(name);
  result.more_sizings = {sizing(name)};
  result.difference = difference(name);
  result.explanations = {explanation(name)};
  result.diagnostics = {diagnostic(name)};
  return result;
}

}  // namespace sizer::samples
