/// \file
/// Reports built by hand, for the tests of renderers: one that is rich, one that cannot run, one with hostile names.
#pragma once

#include "sizer/result.h"

namespace sizer::samples {

using namespace sizer::literals;

template <class T>
Range<T> around(T typical, double below, double above) {
  return {typical * below, typical, typical * above};
}

/// A Spark job with a sort-merge join: two scans, one join, one write.
inline JobReport customer_metrics() {
  JobReport job;
  job.name = "daily customer metrics";
  job.file = "jobs/customer_metrics.yaml";
  job.engine = "spark";
  job.plan = "sort_merge";
  job.cluster_name = "spark-baseline";
  job.machine = "m5d.4xlarge";
  job.storage = "object_store";
  job.tuning = "typical";
  job.nodes = 20;
  job.slots = 300;
  job.executors = 100;
  job.executor_cores = 3;
  job.executor_memory = 10_GB;
  job.reasons = {{"SZ201", Severity::warning, "One key holds 4 % of the rows of clicks: its task takes 6.1 × the mean.",
                  "Leave spark.sql.adaptive.skewJoin.enabled on, or add a salt to customer_id."},
                 {"SZ301", Severity::note, "AQE joins the small partitions of the last shuffle.", ""}};

  job.bytes.input_read = exactly(1050_GB);
  job.bytes.shuffle_write = around(1180_GB, 0.89, 1.1);
  job.bytes.shuffle_read = job.bytes.shuffle_write;
  job.bytes.output_write = exactly(120_GB);
  job.bytes.processed = {3270_GB, 3530_GB, 3770_GB};
  job.bytes.spill_write = {0_GB, 0_GB, 210_GB};
  job.bytes.spill_read = job.bytes.spill_write;
  job.startup = {30_s, 45_s, 70_s};
  job.wall_clock = {1080_s, 1500_s, 2280_s};
  job.bound_by = Bound::cpu;

  job.cost = around(Dollars{8.14}, 0.72, 1.52);
  job.cost_lines = {
      {"20 workers, m5d.4xlarge", "node-hour", around(8.33, 0.72, 1.52), 0.904, around(Dollars{7.53}, 0.72, 1.52),
       "m5d.4xlarge: $0.904/h on demand, eu-west-1, as of 2026-07-20"},
      {"driver, m5d.4xlarge", "node-hour", around(0.417, 0.72, 1.52), 0.904, around(Dollars{0.377}, 0.72, 1.52),
       "m5d.4xlarge: $0.904/h on demand, eu-west-1, as of 2026-07-20"},
      {"GET requests", "thousand requests", exactly(580.0), 0.0004, exactly(Dollars{0.232}), ""}};
  job.metrics.usd_per_tb_processed = around(2.31, 0.8, 1.4);
  job.metrics.usd_per_million_rows = around(0.00163, 0.72, 1.52);
  job.metrics.usd_per_month = around(244.2, 0.72, 1.52);
  job.metrics.utilization = Range<double>{0.61, 0.74, 0.82};
  job.metrics.rows_per_second = around(3.3e6, 0.65, 1.4);

  StageRow scan;
  scan.name = "scan clicks";
  scan.steps = {"Scan clicks", "Exchange hash(customer_id)"};
  scan.tasks = 8192;
  scan.seconds = {420_s, 600_s, 910_s};
  scan.start = exactly(45_s);
  scan.bound_by = Bound::cpu;
  scan.busy[static_cast<std::size_t>(Resource::cpu)] = scan.seconds;
  scan.busy[static_cast<std::size_t>(Resource::object_store)] = {120_s, 190_s, 300_s};
  scan.bytes.input_read = exactly(1000_GB);
  scan.bytes.shuffle_write = around(1120_GB, 0.89, 1.1);
  scan.bytes.processed = {1997_GB, 2120_GB, 2232_GB};

  StageRow dimension = scan;
  dimension.name = "scan customers";
  dimension.steps = {"Scan customers", "Exchange hash(customer_id)"};
  dimension.tasks = 400;
  dimension.seconds = {22_s, 31_s, 48_s};
  dimension.bytes.input_read = exactly(50_GB);
  dimension.bytes.shuffle_write = around(60_GB, 0.89, 1.1);

  StageRow join;
  join.name = "join, aggregate, write";
  join.steps = {"SortMergeJoin customer_id", "HashAggregate customer_id (partial)", "HashAggregate customer_id (final)",
                "Write parquet"};
  join.tasks = 2000;
  join.seconds = {580_s, 820_s, 1260_s};
  join.start = {465_s, 645_s, 980_s};
  join.bound_by = Bound::disk;
  join.bytes.shuffle_read = job.bytes.shuffle_read;
  join.bytes.spill_write = job.bytes.spill_write;
  join.bytes.output_write = job.bytes.output_write;
  job.stages = {scan, dimension, join};

  job.exchanges = {
      "Clicks and customers are shuffled by customer_id for the sort-merge join: 1.18 TB are written.",
      "The aggregation by customer_id needs no shuffle of its own: the join leaves the rows partitioned by it, which "
      "saves 650 GB."};
  job.planned_exchanges = {{.step = "join",
                            .side = JoinSide::left,
                            .from = "clicks",
                            .kind = Partitioned::hash,
                            .keys = {"customer_id"},
                            .bytes = Bytes{1e12},
                            .raw = Bytes{2e12}}};
  job.broadcast = BroadcastLimits{.table = "customers",
                                  .size = 50_GB,
                                  .memory = {115_GB, 125_GB, 138_GB},
                                  .largest_safe = 1600_MB,
                                  .largest_safe_memory = 4_GB,
                                  .break_even = 12_GB,
                                  .break_even_memory = 30_GB};
  job.assumptions = {{"scan_columnar_byte", "s/B", {9e-9, 12e-9, 16e-9}, "default", "docs/sources.md#spark-scan", 232},
                     {"shuffle_per_stored", "ratio", {1.0, 1.25, 1.6}, "default", "docs/sources.md#shuffle-bytes", 141},
                     {"inputs.clicks.row_width", "B", {90, 120, 160}, "given", "jobs/customer_metrics.yaml:5:14", 96.5},
                     {"local_disk_read_rate", "B/s", {1e9, 1.4e9, 2e9}, "default", "docs/sources.md#local-disk", 12}};
  return job;
}

/// The same job with a broadcast that does not fit, without prices.
inline JobReport too_large_broadcast() {
  JobReport job = customer_metrics();
  job.plan = "broadcast";
  job.feasible = false;
  job.reasons = {{"SZ101", Severity::error,
                  "customers is 50 GB; Spark broadcasts at most 8 GiB, and each executor has 10 GB.",
                  "Use sort_merge for this join, or filter and project customers below 1.6 GB."}};
  job.bytes.broadcast = exactly(50_GB);
  job.cost.reset();
  job.cost_partial = true;
  for (CostRow& line : job.cost_lines) {
    line.unit_price.reset();
    line.cost.reset();
  }
  job.metrics = {};
  job.broadcast->break_even.reset();
  return job;
}

/// Names that would move a cursor, set a title, break lines, reverse text, or never end.
inline JobReport hostile() {
  const std::string nasty = "\x1b[2J\x1b]0;owned\x07 a\nb\r\tc \xff\xfe \xe2\x80\xae live \xc2\x9b 31m";
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "数据";
  const std::string long_word(5000, 'x');

  JobReport job = customer_metrics();
  job.name = nasty + long_word;
  job.file = wide + ".yaml";
  job.cluster_name = nasty;
  job.machine = long_word;
  job.stages[0].name = wide;
  job.stages[1].name = nasty;
  job.stages[1].steps = {nasty, wide, long_word};
  job.stages[2].name = long_word;
  job.cost_lines[0].item = wide;
  job.cost_lines[1].item = nasty;
  job.cost_lines[0].note = long_word;
  job.exchanges.push_back(nasty + wide);
  job.reasons.push_back({"SZ201", Severity::warning, long_word, nasty});
  job.broadcast->table = wide;
  job.assumptions[0].name = nasty;
  job.assumptions[1].source = long_word;
  return job;
}

inline Result result_of(std::vector<JobReport> jobs) {
  Result result;
  result.catalogue_as_of = "2026-07-20";
  result.catalogue_sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  result.profile = "default";
  result.jobs = std::move(jobs);
  return result;
}

}  // namespace sizer::samples
