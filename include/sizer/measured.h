/// \file
/// Runs that were measured: what ran where, what of it is known, and how long it took.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/constants.h"
#include "sizer/job.h"

namespace sizer {

/// One run as the model can answer it: a job on the cluster that it ran on.
struct MeasuredRun {
  std::string name;
  std::string application;           ///< runs of one application are told together; empty: not said
  Job job{};                         ///< its cluster is the one that it ran on
  Seconds seconds{};                 ///< wall-clock
  std::optional<CoreSeconds> cpu{};  ///< that the executors computed, as the engine counted it
  Place place{};
};

/// The largest table of runs.
inline constexpr std::size_t max_runs_size = 64u << 20;

/// A table of runs (CSV with a head line; docs/calibrate.md names the columns). Throws InputError with all that is
/// wrong.
std::vector<MeasuredRun> read_runs(const std::string& text, const std::string& file);

/// Wall-clock of a run. Where its CPU time was measured, that is spread over the stages as the model would spread its
/// own, and the model's own is not used.
Seconds predict(const MeasuredRun& run, const ConstantValues& k, Case c);
Range<Seconds> predict(const MeasuredRun& run, const Constants& constants);

}  // namespace sizer
