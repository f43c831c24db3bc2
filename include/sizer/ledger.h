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

struct Ledger {
  std::vector<Flow> inputs;  ///< what the job reads of each input, after pruning of columns and partitions
  std::vector<Flow> steps;   ///< what leaves each step

  const Flow& of(Source source) const {
    return (source.is_input ? inputs : steps)[static_cast<std::size_t>(source.index)];
  }
};

/// Walks the job once. Law: what a step passes on depends on nothing but what comes in, its statistics and the
/// constants.
Ledger account(const Job& job, const ConstantValues& k, Case c);

}  // namespace sizer
