/// \file
/// An estimate made ready to be shown: ranges, names and sentences. The only thing a renderer sees.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sizer/budget.h"
#include "sizer/draws.h"
#include "sizer/policy.h"

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
  std::optional<Bound> bound_by{};
  std::array<Range<Seconds>, resource_count> busy{};  ///< in the order of Resource
  ByteRows bytes{};
};

enum class JoinSide { left, right };
const char* name_of(JoinSide side);

/// A shuffle or broadcast of the typical plan, or one that was saved.
struct PlannedExchange {
  std::string step{};                 ///< that needs it
  std::optional<JoinSide> side{};     ///< empty: it has one side
  std::string from{};                 ///< the input or step whose rows it moves
  std::optional<Partitioned> kind{};  ///< empty: unknown
  ExchangeNote::What what{};
  std::vector<std::string> keys{};
  Bytes bytes{}, raw{};        ///< that it writes, or would have written; before the codec
  std::optional<Rows> rows{};  ///< that cross it
};

struct CostRow {
  std::string item;  ///< "20 workers, m5d.4xlarge"
  std::string unit;  ///< "node-hour"
  Range<double> quantity{};
  std::optional<double> unit_price{};  ///< empty: unknown
  std::optional<Range<Dollars>> cost{};
  std::string note{};  ///< price's date and source
};

/// What it means that the workers are spot machines: of the three cases, and to miss a deadline of the draws.
struct SpotRisk {
  Range<double> interruptions{};                   ///< expected in a run
  Range<Seconds> lost_each{};                      ///< that one makes the run longer
  Range<Seconds> lost{};                           ///< by all that are expected; it is in the wall clock
  Range<double> interrupted{};                     ///< chance of one or more: 1 - exp(-interruptions)
  Range<double> gives_up{};                        ///< chance that the job ends for them
  std::optional<Range<Dollars>> on_demand_cost{};  ///< of the same run with workers on demand
  std::optional<double> break_even{};              ///< interruptions a node-hour above which on demand costs less
  std::optional<Seconds> deadline{};
  std::optional<Fraction> misses{}, misses_on_demand{};  ///< chance to last longer than the deadline
};

struct Metrics {
  std::optional<Range<double>> usd_per_tb_processed, usd_per_million_rows, usd_per_month, usd_per_day_always_on,
      utilization, rows_per_second;
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

/// Largest safe small side of a broadcast join, and break-even, in stored bytes of its input. What Spark must hold is
/// what arrives at the join, as rows in memory: `memory`. A limit that is empty is none: up to the other side's size
/// the broadcast is safe, or pays, everywhere or nowhere.
struct BroadcastLimits {
  std::string join{};     ///< the step
  std::string table;      ///< the input
  Bytes size{};           ///< what is read of it, as it lies on storage
  Range<Bytes> memory{};  ///< what of it arrives at the join, as rows
  std::optional<Bytes> largest_safe{}, largest_safe_memory{};
  std::optional<Bytes> break_even{}, break_even_memory{};  ///< above it a sort-merge join is faster
  bool safe_at_all = true, pays_at_all = true;             ///< false: at no size
};

/// What the job was read from: enough to estimate it again.
struct JobSource {
  std::string text{};                                            ///< of the job file
  std::string cluster{}, plan{}, pricing{};                      ///< --cluster, --plan, --pricing; empty: not given
  std::vector<std::pair<std::string, std::string>> overrides{};  ///< --set: path and value
};

struct JobReport {
  /// plan: broadcast | sort_merge | shuffle_hash | mixed, or "streaming", "no_join"
  std::string name, file, engine, plan;
  std::string cluster_name, machine, storage, tuning;
  std::string pricing = "on_demand", platform{}, region{};
  int nodes = 0;
  double slots = 0, gpus = 0;
  int executors = 0, executor_cores = 0;  ///< Spark; else 0
  Bytes executor_memory{};
  bool feasible = true;
  std::vector<Reason> reasons;
  ByteRows bytes{};
  Range<Seconds> startup{};
  Range<Seconds> wall_clock{};
  std::optional<Bound> bound_by{};       ///< of the longest stage
  std::string measured{};                ///< which tasks of which run the time rests on, in words; empty: on the model
  std::optional<Range<Dollars>> cost{};  ///< empty: unknown, because a line has no price
  std::optional<Range<Dollars>> cost_at_least{};  ///< of an unknown cost, the lines that have a price; empty: none has
  bool cost_partial = false;                      ///< a line has no price
  std::vector<CostRow> cost_lines;
  Metrics metrics{};
  std::vector<StageRow> stages;
  std::vector<std::string> exchanges;                ///< sentences: which shuffles, which were saved and why
  std::vector<PlannedExchange> planned_exchanges{};  ///< the same as records
  std::optional<BroadcastLimits> broadcast{};        ///< of the first join that could broadcast
  std::vector<BroadcastLimits> more_broadcasts{};    ///< of the others
  std::vector<Assumption> assumptions;               ///< largest influence first
  Labels labels{};
  Percentiles percentiles{};
  std::optional<SpotRisk> spot{};  ///< empty: the workers stay
  JobSource source{};
};

/// The report without what takes many more estimates: percentiles, broadcast limits, assumptions.
JobReport make_summary(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case);

/// How large the small side of each join may be; of very many joins, of those that move most.
std::vector<BroadcastLimits> broadcast_limits_of(const Job& job, const Constants& constants);

/// `source` is left empty. `deadline`: of a flag; else that of the job's budget. `drawn`: what draw_constants() gave
/// for the same constants and drawing, where many jobs rest on them; null: they are drawn for this one.
JobReport make_report(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case,
                      const Drawing& drawing = {}, std::optional<Seconds> deadline = std::nullopt,
                      const std::vector<ConstantValues>* drawn = nullptr);

}  // namespace sizer
