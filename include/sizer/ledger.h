/// \file
/// The byte accounts of a job, before any engine decides how: what comes out of every input and step.
#pragma once

#include <vector>

#include "sizer/constants.h"
#include "sizer/job.h"

namespace sizer {

/// What passes along one edge of the job.
struct Flow {
  Rows rows{};
  Bytes stored{};        ///< in its form on storage
  Bytes memory{};        ///< as rows in the engine: UnsafeRow (Spark) or Arrow (Ray)
  Bytes shuffled{};      ///< as Spark's shuffle files hold it: row by row, compressed
  bool columnar = true;  ///< `stored` is columnar; else it is row by row, as text or raw records are

  /// The same data with `rows_factor` as many rows, each `width_factor` as wide.
  Flow scaled(double rows_factor, double width_factor = 1) const {
    const double bytes = rows_factor * width_factor;
    return {rows * rows_factor, stored * bytes, memory * bytes, shuffled * bytes, columnar};
  }
};

/// `values` values of a key, each of which has the share `each` of the rows.
struct KeyTier {
  double values = 0, each = 0;
};
/// Tiers hold all rows between them: the sum of values x each is 1. Empty: nothing is known.
using KeyShares = std::vector<KeyTier>;

/// What columns tell of an input beside its flow.
struct InputColumns {
  Fraction stored = 1;   ///< of the bytes on storage, those that are read
  Fraction planned = 1;  ///< of the size of its files, what Spark's planner takes for the columns that are read
};

/// What columns tell of a step beside its flow.
struct StepColumns {
  KeyShares groups;       ///< over the keys of an aggregate, dedup or window
  KeyShares within_runs;  ///< the same over those keys by which the input is not in order
  double runs = 0;        ///< runs of the order that the input has, of columns among the keys; 0: none
  Bytes partial_memory{}, partial_shuffled{};      ///< a row that a partial aggregate passes on
  Bytes collected_memory{}, collected_shuffled{};  ///< what it carries of each row that came in: collect_list
  std::vector<KeyShares> pairs;                    ///< over the keys and each column that is counted distinct
  KeyShares pairs_within_runs;  ///< the same of one such column, over keys by which the input is not in order
  double pair_runs = 0;
  Rows distinct_pairs{};
  Bytes pair_memory{}, pair_shuffled{};    ///< a row of a group and a counted value, with what else is gathered
  int in_order_of = -1;                    ///< the input whose order `runs` are of
  double planned_in = 0, planned_out = 0;  ///< B a row, as Spark's planner takes them
};

struct Ledger {
  std::vector<Flow> inputs;  ///< what the job reads of each input, after pruning of columns and partitions
  std::vector<Flow> steps;   ///< what leaves each step
  std::vector<InputColumns> input_columns;  ///< empty: no input says its columns
  std::vector<StepColumns> step_columns;    ///< the same

  const Flow& of(Source source) const {
    return (source.is_input ? inputs : steps)[static_cast<std::size_t>(source.index)];
  }
  /// What columns tell of the step; null: nothing.
  const StepColumns* columns_of(int step) const {
    return step_columns.empty() ? nullptr : &step_columns[static_cast<std::size_t>(step)];
  }
  const InputColumns* columns_of_input(int input) const {
    return input_columns.empty() ? nullptr : &input_columns[static_cast<std::size_t>(input)];
  }
};

/// Walks the job once. Law: what a step passes on depends on nothing but what comes in, its statistics and the
/// constants.
Ledger account(const Job& job, const ConstantValues& k, Case c);

}  // namespace sizer
