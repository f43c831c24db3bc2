/// \file
/// The front door: each question of the command line as a function, from what is asked to an answer.
///
/// All functions may be called from several threads at once. None throws, prints, exits, reads the environment or keeps
/// anything; the only files that are read are those that a request names, and a cluster file that a job names.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sizer/calibration.h"
#include "sizer/deploy.h"
#include "sizer/imported.h"
#include "sizer/input.h"
#include "sizer/render.h"

namespace sizer {

using Diagnostics = std::vector<Diagnostic>;

/// What was asked for, or all that is wrong with the request. Where a field of the request itself is wrong, the place
/// of the diagnostic is the field's name and its code SZ178.
template <class T>
using Answer = std::variant<T, Diagnostics>;

/// A job file's text. `file` is what messages call it; a cluster file that it names lies beside it.
struct JobFile {
  std::string text;
  std::string file = "job.yaml";
  std::size_t document = 0;  ///< of a file of several, this one, which then stands alone on its lines; 0: of one
};

/// Prices that are older than so many days on a day are worth a warning.
struct PriceAge {
  std::string day;       ///< "2026-12-31"
  double most_days = 0;  ///< older ones are warned of
};

/// What all questions have in common.
struct Setup {
  std::shared_ptr<const Catalogue> catalogue{};  ///< null: the one that is compiled in
  Constants constants{};
  Drawing drawing{};
  std::string cluster{};          ///< in place of the job's: a name, a file, or written out
  std::string default_cluster{};  ///< for jobs that name none
  std::string pricing{};          ///< in place of the job's: on_demand | spot | reserved
  std::string plan{};             ///< of all joins: auto | broadcast | sort-merge | shuffle-hash; empty: as they say
  std::vector<Override> overrides{};  ///< values of the job file that are replaced
  std::optional<PriceAge> price_age{};
};

// ---- Estimates and gates --------------------------------------------------------------------------------------------

struct EstimateRequest {
  Setup setup{};
  std::vector<JobFile> jobs{};
  Rules rules{};                      ///< that all jobs are held to
  std::vector<JobReport> baseline{};  ///< of Result::jobs, for limits on an increase
  bool strict = false;                ///< what cannot be told breaks a gate
};

/// Bytes, time and cost of each job, and each of the rules held against it. A job that cannot be read is told of in
/// Result::diagnostics and spoils no other; where no job can, those are the answer.
Answer<Result> estimate(const EstimateRequest& request);

/// The same, with the limits that each job file states for itself, and that its plan can run.
Answer<Result> check(const EstimateRequest& request);

// ---- Comparisons ----------------------------------------------------------------------------------------------------

/// A value of a job file that takes one of these in turn.
struct Variation {
  std::string path;  ///< "inputs.clicks.size"
  std::vector<std::string> values;
};

/// Each variation, engine, cluster and plan is crossed with each other; an empty list stands for what the job says, and
/// of plans for all that its engine has.
struct CompareRequest {
  Setup setup{};  ///< its `cluster` and `plan` do not count
  JobFile job{};
  std::vector<Variation> vary{};
  std::vector<std::string> engines{}, clusters{}, plans{};
  std::string sorted_by = "time";  ///< time | cost | bytes
  std::size_t most = 0;            ///< ways that are shown, best first; 0: all
};
Answer<Result> compare(const CompareRequest& request);

/// A job on one side of a difference: as a file, or as an earlier result shows it.
struct DiffedJob {
  std::string path;  ///< by which jobs of one name are told apart on both sides
  std::string file;
  JobSource source{};              ///< of a job file
  std::optional<Result> result{};  ///< in place of it: all of its jobs
};

struct DiffRequest {
  Setup setup{};
  std::string base_name, head_name;
  std::vector<DiffedJob> base{}, head{};
  std::optional<Limit> fail_on{};  ///< a gate on how much more the head needs
};
Answer<Result> diff(const DiffRequest& request);

// ---- Why, and what else ---------------------------------------------------------------------------------------------

struct ExplainRequest {
  Setup setup{};
  JobFile job{};
  std::string path = "wall_clock_seconds";  ///< the figure; empty: none is derived
  int depth = 2;                            ///< levels of its derivation
  std::size_t sensitivity = 0;              ///< unknowns that are ranked by what they move; 0: none
};
Answer<Result> explain(const ExplainRequest& request);

struct SizeRequest {
  Setup setup{};
  JobFile job{};
  Goal goal{};
  std::vector<std::string> machines{};  ///< names or patterns of types; empty: all common ones
  std::vector<std::string> clouds{};    ///< empty: all
  int least_nodes = 2, most_nodes = 200;
  Manager manager = Manager::yarn;
  std::vector<GpuRate> gpu_rates{};
  bool spot = false;       ///< also clusters of spot workers
  SearchOptions search{};  ///< its `drawing` is that of the setup
};
Answer<Result> size(const SizeRequest& request);

/// The job as a search says to write it, for further questions. Sizing::winner must be there.
JobSource on_winner(JobSource source, const Sizing& sizing);

// ---- Other people's files -------------------------------------------------------------------------------------------

/// The manifest of a job and its cluster: `target` is one of targets().
struct ExportRequest {
  Setup setup{};
  JobFile job{};
  std::string target;
};
Answer<Manifest> export_manifest(const ExportRequest& request);

/// A manifest's text as a cluster file, or, where `log` names an event log, an archive or a folder of one, its run as a
/// job file.
struct ImportRequest {
  std::string text{}, file = "manifest";
  std::string log{};
  std::vector<std::string> picks{};  ///< of several things this one, by name, id or number; again: one within it
};
Answer<Imported> import_file(const ImportRequest& request);

struct LogsRequest {
  std::vector<std::string> paths{};  ///< files, rolled folders, folders of logs
  unsigned threads = 0;              ///< 0: one a core
};
/// What each event log tells; one that cannot be read has the status `unreadable`.
Answer<std::vector<Run>> logs(const LogsRequest& request);

struct CalibrateRequest {
  Constants base{};
  std::vector<std::string> logs{};  ///< paths of event logs
  std::vector<JobFile> tables{};    ///< of measured runs, as CSV, or what ds.stats() of Ray Data prints
  std::string cluster{};            ///< of statistics that name none
};

/// The runs that constants are fitted to, or tested with.
struct GivenRuns {
  std::vector<MeasuredRun> runs;
  std::vector<std::string> from;            ///< the files that hold them
  std::vector<ObservedConstant> observed;   ///< that event logs among them tell outright
  std::vector<Prediction> stages;           ///< of event logs: measured, and when its tasks are scheduled again
  std::vector<std::string> notes;           ///< what of the logs is left out, or in doubt, and why
  std::vector<MeasuredOperator> operators;  ///< of statistics of Ray among them
};

struct Calibrated {
  Calibration calibration{};
  GivenRuns given{};
};
Answer<Calibrated> calibrate(const CalibrateRequest& request);

}  // namespace sizer
