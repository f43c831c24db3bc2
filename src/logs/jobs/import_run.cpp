// A run as a job file: a document for each part of the application.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "logs/jobs/bounded.h"
#include "logs/jobs/cluster_of_run.h"
#include "logs/jobs/plan_steps.h"
#include "logs/jobs/recorder.h"
#include "logs/jobs/yaml_text.h"
#include "sizer/imported.h"
#include "text/job_bounds.h"

namespace sizer {
namespace {

using logs::RunMachines;
using logs::RunPart;
using logs::Scanned;
using logs::yaml_text;

constexpr std::size_t most_stages = 2500;  ///< whose tasks a job file can hold

/// Where inputs and outputs lay, and a remark where the log does not say.
void add_storage(const std::vector<Scanned>& inputs, const Run& run, JobDraft& draft) {
  for (const Scanned& input : inputs) {
    if (input.location.empty()) continue;
    draft.cluster.storage = input.location == "hdfs:"   ? Storage::hdfs
                            : input.location == "file:" ? Storage::local_disk
                                                        : Storage::object_store;
    return;
  }
  const auto found = run.settings.find("spark.master");
  const bool local = found != run.settings.end() && found->second.starts_with("local");
  draft.cluster.storage = local ? Storage::local_disk : Storage::object_store;
  draft.remarks["cluster.storage"] = local ? "assumed" : "assumed: the log names no place";
}

/// The input that a stage scans: the only one, or that whose bytes it read; -1: none.
int input_of(const RecordedStage& stage, const std::vector<Scanned>& inputs) {
  if (stage.input_read.value <= 0) return -1;
  if (inputs.size() == 1) return 0;
  int nearest = -1;
  double least = std::log(1.5);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].bytes <= 0) continue;
    const double off = std::abs(std::log(static_cast<double>(inputs[i].bytes) / stage.input_read.value));
    if (off < least) nearest = static_cast<int>(i);
    least = std::min(least, off);
  }
  return nearest;
}

/// The name of a stage in a job file.
std::string stage_name(const std::string& name) {
  return logs::one_line(name, 200);
}

/// The recording as a job file keeps it: on which inputs its stages work, times to the microsecond, names on a line.
std::shared_ptr<const Recording> kept(Recording recording, const std::vector<Scanned>& inputs) {
  constexpr double digits = 1e6;
  recording.application = logs::one_line(recording.application, 200);
  for (const Scanned& input : inputs) recording.sizes.push_back(Bytes{static_cast<double>(input.bytes)});
  for (RecordedStage& stage : recording.stages) {
    stage.name = stage_name(stage.name);
    stage.input = input_of(stage, inputs);
    for (RecordedTasks& each : stage.tasks) each.each.value = std::round(each.each.value * digits) / digits;
  }
  return std::make_shared<Recording>(std::move(recording));
}

std::string name_of(const Run& run, const RunPart& part, std::size_t number, std::size_t parts) {
  const std::string name = logs::one_line(run.app.name.value_or(run.app.id.value_or("application")), 200);
  if (parts == 1) return name;
  if (part.queries.empty()) return fmt::format("{}: part {}, without SQL", name, number);
  std::string ids;
  for (const std::size_t i : part.queries) ids += (ids.empty() ? " " : ", ") + std::to_string(run.queries[i].id);
  return fmt::format("{}: part {}, {}{}", name, number, part.queries.size() == 1 ? "query" : "queries",
                     ids.substr(0, 60));
}

/// When its query was started, or its first stage submitted: what lies before is not its own.
std::int64_t asked_for(const Run& run, const RunPart& part) {
  std::int64_t first = part.end_ms;
  for (const std::size_t i : part.queries) first = std::min(first, run.queries[i].start_ms.value_or(first));
  for (const std::size_t i : part.stages)
    first = std::min(first, run.stages[i].submitted_ms.value_or(*run.stages[i].first_launch_ms));
  return std::max(first, part.start_ms);
}

std::vector<ImportedStage> stages_of(const Run& run, const RunPart& part) {
  std::vector<ImportedStage> stages;
  for (const std::size_t i : part.stages) {
    const RunStage& stage = run.stages[i];
    const std::string name = stage_name(stage.name);
    auto known = std::ranges::find(stages, name, &ImportedStage::name);
    if (known == stages.end()) known = stages.insert(stages.end(), {name, 0});
    known->seconds += static_cast<double>(*stage.last_finish_ms - *stage.first_launch_ms) / 1000;
  }
  return stages;
}

/// A job file can hold it.
bool fits(const Recording& recording) {
  return recording.stages.size() <= most_stages && recording.task_count() <= bounds::most_tasks;
}

ImportedJob job_of(const Run& run, const RunMachines& machines, const RunPart& part, std::size_t number,
                   std::size_t parts) {
  JobDraft draft;
  const std::vector<Scanned> inputs = logs::add_steps(run, part, draft);
  Recording recording = logs::recorded(run, part);
  ImportedJob made;
  made.name = name_of(run, part, number, parts);
  made.seconds = recording.wall_clock.value;
  made.stages = stages_of(run, part);
  made.active_seconds = static_cast<double>(part.end_ms - asked_for(run, part)) / 1000;
  for (const std::size_t i : part.stages) {
    const TaskTotals& all = run.stages[i].all;
    made.cpu_seconds += static_cast<double>(all.executor_cpu_ns) / 1e9;
    made.input_bytes += all.input_bytes;
    made.shuffle_write_bytes += all.shuffle_write_bytes;
    made.output_bytes += all.output_bytes;
  }
  if (made.input_bytes + made.shuffle_write_bytes + made.output_bytes == 0) made.active_seconds = 0;
  draft.job.name = made.name;
  draft.job.new_session = part.first;
  draft.job.own_spark = logs::settings_of(run);
  logs::add_cluster(run, machines, recording.slots, draft);
  add_storage(inputs, run, draft);
  made.measured = fits(recording);
  if (made.measured) {
    draft.remarks["measured"] = "the tasks of the run; they, not the model, say how long it takes";
    draft.job.recorded = kept(std::move(recording), inputs);
  } else {
    draft.last = fmt::format("{} stages with {:.0f} tasks are too many for a job file: they are left out",
                             recording.stages.size(), recording.task_count());
  }
  made.text = write_job(draft);
  made.job = read_job(draft, run.log.file);
  return made;
}

std::string heading(const Run& run) {
  std::string text =
      fmt::format("# {}, Spark {}, as its event log tells it. Written by sizer import.\n",
                  yaml_text(logs::one_line(run.app.name.value_or("an application without a name"), 200)),
                  yaml_text(logs::one_line(run.app.spark_version.value_or("of an unknown version"), 40)));
  if (run.log.status != LogStatus::complete)
    text +=
        fmt::format("# The log is {}: what is missing of the run is missing here.\n", sizer::name_of(run.log.status));
  return text;
}

}  // namespace

ImportedRun import_run(Run log) {
  const Run run = logs::bounded(std::move(log));
  ImportedRun made;
  const RunMachines machines = logs::machines_of(run);
  made.warnings = machines.warnings;
  const std::vector<RunPart> parts = logs::parts_of(run);
  for (std::size_t i = 0; i < parts.size(); ++i)
    made.jobs.push_back(job_of(run, machines, parts[i], i + 1, parts.size()));
  made.text = heading(run);
  for (std::size_t i = 0; i < made.jobs.size(); ++i) made.text += (i == 0 ? "" : "---\n") + made.jobs[i].text;
  const auto idle = static_cast<std::size_t>(
      std::ranges::count_if(run.stages, [](const RunStage& stage) { return stage.durations_ms.count() == 0; }));
  if (idle > 0) made.notes.push_back(fmt::format("{} stages without a task that succeeded are left out", idle));
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!made.jobs[i].measured)
      made.notes.push_back(fmt::format("part {} has {} stages, too many tasks for a job file: the model answers for it",
                                       i + 1, parts[i].stages.size()));
  if (run.not_kept > 0)
    made.notes.push_back(
        fmt::format("{} jobs, stages and queries were too many to keep, and are missing", run.not_kept));
  return made;
}

}  // namespace sizer
