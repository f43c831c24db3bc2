// Measured runs of logs and tables, and constants fitted to them.
#include "api/measured_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/failure.h"
#include "sizer/estimate.h"

namespace sizer {
namespace api {
namespace {

constexpr double least_seconds = 1;  ///< shorter than that, a query is overheads that no two runs share

/// Each stage as it was measured, and as its tasks take when they are scheduled again on the same slots.
void add_stages(const ImportedJob& from, const Job& job, const Constants& constants, std::vector<Prediction>& stages) {
  if (!job.recorded) return;
  const ByCase<Estimate> made = estimate(job, job.cluster, constants);
  for (std::size_t i = 0; i < from.stages.size() && i < made.typical.plan.stages.size(); ++i) {
    if (from.stages[i].seconds < least_seconds) continue;
    const auto at = [&](Case c) { return made[c].timeline.stages[i].alone; };
    stages.push_back({from.stages[i].name, from.name, Seconds{from.stages[i].seconds},
                      fold(at(Case::best), at(Case::typical), at(Case::worst))});
  }
}

/// The parts of an application that moved something, each as a run of the model's.
void add_run(const Run& run, const Constants& constants, GivenRuns& given) {
  ImportedRun imported = import_run(run);
  std::size_t idle = 0;
  for (ImportedJob& each : imported.jobs) {
    if (each.active_seconds < least_seconds) {
      ++idle;
      continue;
    }
    MeasuredRun made;
    made.name = each.name;
    made.application = run.app.name.value_or("");
    add_stages(each, each.job, constants, given.stages);
    made.job = modelled(std::move(each.job));
    made.job.new_session = false;
    made.seconds = Seconds{each.active_seconds};
    given.runs.push_back(std::move(made));
  }
  if (idle > 0)
    given.notes.push_back(fmt::format("{}: {} of {} parts are left out: they moved nothing, or took less than a second",
                                      run.log.file, idle, imported.jobs.size()));
}

/// How many runs there are, in words that are right for one, and why some tell nothing.
RequestError too_few(const GivenRuns& given, std::size_t least) {
  std::string from, why;
  for (const std::string& file : given.from) from += (from.empty() ? "" : ", ") + file;
  for (const std::string& note : given.notes) why += "; " + note;
  for (const MeasuredOperator& op : given.operators)
    if (!op.kept_out.empty()) why += fmt::format("; {}: {}", op.name, op.kept_out);
  return RequestError("", fmt::format("{}: {} to fit or to test, and at least {} {} needed{}", from,
                                      given.runs.empty()       ? "no run"
                                      : given.runs.size() == 1 ? "one run"
                                                               : fmt::format("{} runs", given.runs.size()),
                                      least, least == 1 ? "is" : "are", why));
}

void add_logs(const CalibrateRequest& request, GivenRuns& given) {
  Observer observer;
  read_logs(request.logs, {}, [&](Run&& run) {
    if (run.log.status == LogStatus::unreadable) {
      given.notes.push_back(run.log.file + ": " + (run.log.notes.empty() ? "no event log" : run.log.notes.front()));
      return;
    }
    for (const std::string& note : run.log.notes) given.notes.push_back(run.log.file + ": " + note);
    observer.add(run);
    add_run(run, request.base, given);
  });
  given.observed = observer.constants();
}

void add_table(const JobFile& table, const std::string& cluster, GivenRuns& given) {
  RayStats read;
  if (is_ray_stats(table.text))
    read = read_ray_stats(table.text, table.file, cluster);
  else
    read.runs = read_runs(table.text, table.file);
  std::ranges::move(read.runs, std::back_inserter(given.runs));
  std::ranges::move(read.operators, std::back_inserter(given.operators));
  given.from.push_back(table.file);
}

}  // namespace

GivenRuns measured_runs(const CalibrateRequest& request, std::size_t least) {
  GivenRuns given;
  given.from = request.logs;
  if (!request.logs.empty()) add_logs(request, given);
  for (const JobFile& table : request.tables) add_table(table, request.cluster, given);
  if (given.runs.size() < least) throw too_few(given, least);
  return given;
}

}  // namespace api

Answer<Calibrated> calibrate(const CalibrateRequest& request) {
  Calibrated made;
  Diagnostics wrong;
  const int code = api::guarded("", wrong, [&] {
    made.given = api::measured_runs(request, 2);
    made.calibration = calibrate(made.given.runs, request.base, made.given.observed);
  });
  if (code != 0) return wrong;
  return made;
}

}  // namespace sizer
