/// \file
/// An estimate made ready to be shown: ranges, names and sentences. The only thing a renderer sees.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/estimate.h"
#include "sizer/place.h"

namespace sizer {

/// The byte rows of a job or stage, in the order of the contract.
struct ByteRows {
  Range<Bytes> input_read{}, shuffle_write{}, shuffle_read{}, spill_write{}, spill_read{}, broadcast{}, object_store{},
      output_write{}, processed{};
};

struct StageRow {
  std::string name;                ///< "scan clicks"
  std::vector<std::string> steps;  ///< what it does, in order: "Scan clicks", "Exchange hash(customer_id)"
  double tasks = 0;
  Range<Seconds> seconds{};
  Range<Seconds> start{};
  std::string bound_by;
  std::array<Range<Seconds>, resource_count> busy{};  ///< in the order of Resource
  ByteRows bytes{};
};

struct CostRow {
  std::string item;  ///< "20 workers, m5d.4xlarge"
  std::string unit;  ///< "node-hour"
  Range<double> quantity{};
  std::optional<double> unit_price{};  ///< empty: unknown
  std::optional<Range<Dollars>> cost{};
  std::string note{};  ///< price's date and source
};

struct Metrics {
  std::optional<Range<double>> usd_per_tb_processed, usd_per_million_rows, usd_per_month, usd_per_day_always_on,
      utilization, rows_per_second;
};

/// Why a plan cannot run, or what to know about it.
struct Reason {
  std::string code;      ///< SZ101
  std::string severity;  ///< error: makes the plan infeasible; warning; note
  std::string message;
  std::string remedy;
};

/// A number that the result rests on.
struct Assumption {
  std::string name;
  std::string unit;
  Range<double> value{};
  std::string origin;    ///< given | measured | calibrated | derived | default
  std::string source;    ///< file:line:column, or the constant's source
  double influence = 0;  ///< seconds between its low and its high end, all else typical
};

/// Largest safe dimension and break-even of a broadcast join, in stored bytes of the small side.
struct BroadcastLimits {
  std::string table;
  Bytes size{};  ///< as it is
  std::optional<Bytes> largest_safe{};
  std::optional<Bytes>
      break_even{};  ///< above it a sort-merge join is faster; empty: there is none below the other side's size
};

struct JobReport {
  std::string name, file, engine, plan;  ///< plan: broadcast | sort_merge | shuffle_hash, or "streaming", "no_join"
  std::string cluster_name, machine, storage, tuning;
  int nodes = 0;
  double slots = 0, gpus = 0;
  int executors = 0, executor_cores = 0;  ///< Spark; else 0
  Bytes executor_memory{};
  bool feasible = true;
  std::vector<Reason> reasons;
  ByteRows bytes{};
  Range<Seconds> startup{};
  Range<Seconds> wall_clock{};
  std::string bound_by;                  ///< of the longest stage
  std::optional<Range<Dollars>> cost{};  ///< empty: no line has a price
  bool cost_partial = false;
  std::vector<CostRow> cost_lines;
  Metrics metrics{};
  std::vector<StageRow> stages;
  std::vector<std::string> exchanges;  ///< sentences: which shuffles, which were saved and why
  std::optional<BroadcastLimits> broadcast{};
  std::vector<Assumption> assumptions;  ///< largest influence first
};

/// What one command shows.
struct Report {
  std::string command = "estimate";
  std::string catalogue_as_of, catalogue_sha256, profile;
  std::vector<JobReport> jobs;
  std::vector<Diagnostic> diagnostics;
};

JobReport make_report(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case);

}  // namespace sizer
