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
  std::vector<Source> of{};          ///< the inputs and steps that were measured; empty: the job as a whole
  Seconds seconds{};                 ///< wall-clock; of a part of the job: of its tasks, added up
  std::optional<CoreSeconds> cpu{};  ///< that the executors computed, as the engine counted it
  Place place{};
};

/// The largest table of runs.
inline constexpr std::size_t max_runs_size = 64u << 20;

/// A table of runs (CSV with a head line; docs/calibrate.md names the columns). Throws InputError with all that is
/// wrong.
std::vector<MeasuredRun> read_runs(const std::string& text, const std::string& file);

/// What Ray's statistics say of one operator. What a version of Ray does not print is absent.
struct MeasuredOperator {
  std::string run, name;  ///< "ReadParquet->MapBatches(f)"
  Place place{};
  std::optional<double> tasks{}, blocks{};
  std::optional<Rows> rows_in{}, rows_out{};
  std::optional<Bytes> bytes_in{}, bytes_out{};  ///< Arrow
  std::optional<Seconds> seconds{};              ///< from the start of its first block to the end of its last
  std::optional<CoreSeconds> held{};             ///< wall-clock of its tasks, added up
  std::optional<CoreSeconds> cpu{};
  std::optional<CoreSeconds> user{};  ///< in the user's functions, at most `held`
  std::optional<Bytes> heap{};        ///< the largest of its workers' processes
  std::string kept_out{};             ///< why no constant is fitted to it; empty: it is a run of the fit

  std::optional<RowRate> rows_per_second() const;       ///< out, of the operator as a whole
  std::optional<RowRate> user_rows_per_second() const;  ///< in, a core: `rows_per_second` of the step in a job file
  std::optional<Ratio> matches() const;                 ///< rows out for a row in
  std::optional<Ratio> width() const;                   ///< bytes of a row out / bytes of a row in
  std::optional<Ratio> heap_per_block_byte() const;     ///< heap / bytes of a mean block
};

/// A figure of an operator by the name that results have for it, in base units.
struct OperatorFigure {
  const char* name;
  std::optional<double> value;
};
/// All of them, in the order of results.
std::vector<OperatorFigure> figures_of(const MeasuredOperator& op);

struct RayStats {
  std::vector<MeasuredRun> runs;
  std::vector<MeasuredOperator> operators;
};

/// The text is that of `ds.stats()` of Ray Data.
bool is_ray_stats(const std::string& text);

/// One text of `ds.stats()` or several (docs/calibrate.md says what may stand above each). Each operator that the model
/// can follow is a run, and so is the whole where its cluster and its time are known; `cluster` is that of texts which
/// name none, or empty. Throws InputError with all that is wrong.
RayStats read_ray_stats(const std::string& text, const std::string& file, const std::string& cluster);

/// Wall-clock of a run. Where its CPU time was measured, that is spread over the stages as the model would spread its
/// own, and the model's own is not used.
Seconds predict(const MeasuredRun& run, const ConstantValues& k, Case c);
Range<Seconds> predict(const MeasuredRun& run, const Constants& constants);

}  // namespace sizer
