// A run as a job file: a document for each part of the application.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

using logs::Draft;
using logs::DraftInput;
using logs::RunMachines;
using logs::RunPart;
using logs::yaml_text;

constexpr std::size_t most_stages = 2500;  ///< whose tasks a job file can hold

std::string number(double value) {
  std::string text = fmt::format("{:.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string numbers(const std::vector<int>& list) {
  std::string text;
  for (const int each : list) text += (text.empty() ? "" : ", ") + std::to_string(each);
  return "[" + text + "]";
}

std::string storage_of(const Draft& draft, const Run& run) {
  for (const DraftInput& input : draft.inputs) {
    if (input.location == "hdfs:") return "hdfs";
    if (input.location == "file:") return "local_disk";
    if (!input.location.empty()) return "object_store";
  }
  const auto found = run.settings.find("spark.master");
  const bool local = found != run.settings.end() && found->second.starts_with("local");
  return local ? "local_disk  # assumed" : "object_store  # assumed: the log names no place";
}

std::string inputs_text(const Draft& draft) {
  std::string text = "inputs:\n";
  for (const DraftInput& input : draft.inputs) {
    text += fmt::format("  {}:", yaml_text(input.name));
    std::string keys, note;
    const auto add = [&](const std::string& key) { keys += (keys.empty() ? "" : ", ") + key; };
    if (input.bytes > 0) {
      add(fmt::format("size: {} B", input.bytes));
      add("format: " + (input.format.empty() ? "raw" : input.format));
      if (input.format.empty()) note = "format assumed: not told";
      if (input.rows > 0) add(fmt::format("rows: {}", input.rows));
    } else {
      add("format: cached");
      add(fmt::format("rows: {}", std::max<std::int64_t>(1, input.rows)));
      add("row_width: 100 B");
      note = input.rows > 0 ? "bytes are not told: width assumed" : "neither bytes nor rows are told: assumed";
    }
    if (input.files > 0) add(fmt::format("files: {}", input.files));
    text += " {" + keys + "}" + (note.empty() ? "" : "  # " + note) + "\n";
  }
  return text;
}

std::string steps_text(const Draft& draft) {
  std::string text = "steps:\n";
  for (const logs::DraftStep& step : draft.steps) {
    std::string from;
    for (const std::string& each : step.from) from += (from.empty() ? "" : ", ") + yaml_text(each);
    text += fmt::format("  - {{name: {}, from: [{}], {}", yaml_text(step.name), from, step.body);
    if (!step.shuffle.empty()) text += ", shuffle: " + step.shuffle;
    text += "}" + (step.comment.empty() ? "" : "  # " + step.comment) + "\n";
  }
  return text;
}

/// The input that a stage scans: the only one, or that whose bytes it read.
std::string input_of(const RecordedStage& stage, const Draft& draft) {
  if (stage.input_read.value <= 0) return {};
  if (draft.inputs.size() == 1) return draft.inputs.front().name;
  const DraftInput* nearest = nullptr;
  double least = std::log(1.5);
  for (const DraftInput& input : draft.inputs) {
    if (input.bytes <= 0) continue;
    const double off = std::abs(std::log(static_cast<double>(input.bytes) / stage.input_read.value));
    if (off < least) nearest = &input;
    least = std::min(least, off);
  }
  return nearest == nullptr ? "" : nearest->name;
}

/// The name of a stage in a job file.
std::string stage_name(const std::string& name) {
  return logs::one_line(name, 200);
}

std::string stage_text(const RecordedStage& stage, const Draft& draft) {
  std::string keys;
  const auto add = [&](const std::string& key) { keys += ", " + key; };
  if (!stage.reads.empty()) add("reads: " + numbers(stage.reads));
  if (!stage.after.empty()) add("after: " + numbers(stage.after));
  if (stage.gap.value > 0) add(fmt::format("gap: {} s", number(stage.gap.value)));
  std::string counts, times;
  for (const RecordedTasks& each : stage.tasks) {
    counts += (counts.empty() ? "" : ", ") + number(each.count);
    times += (times.empty() ? "" : ", ") + number(each.each.value) + " s";
  }
  add("tasks: [" + counts + "]");
  add("each: [" + times + "]");
  if (const std::string input = input_of(stage, draft); !input.empty()) add("input: " + yaml_text(input));
  const auto bytes = [&](const char* key, Bytes value) {
    if (value.value > 0) add(fmt::format("{}: {:.0f} B", key, value.value));
  };
  bytes("input_read", stage.input_read);
  bytes("shuffle_write", stage.shuffle_write);
  bytes("shuffle_read", stage.shuffle_read);
  bytes("spill", stage.spill);
  bytes("output_write", stage.output_write);
  return fmt::format("    - {{name: {}{}}}\n", yaml_text(stage_name(stage.name)), keys);
}

std::string measured_text(const Recording& recording, const Draft& draft) {
  std::string text = "measured:  # the tasks of the run; they, not the model, say how long it takes\n";
  text += fmt::format("  application: {}\n", yaml_text(logs::one_line(recording.application, 200)));
  text += fmt::format("  wall_clock: {} s\n", number(recording.wall_clock.value));
  text += fmt::format("  after_last_task: {} s\n", number(recording.tail.value));
  text += fmt::format("  slots: {}\n", number(recording.slots));
  std::string ramp, sizes;
  for (const RecordedSlots& each : recording.ramp)
    ramp += fmt::format("    - {{at: {} s, slots: {}}}\n", number(each.at.value), number(each.slots));
  if (!ramp.empty()) text += "  ramp:\n" + ramp;
  for (const DraftInput& input : draft.inputs)
    if (input.bytes > 0)
      sizes += fmt::format("{}{}: {} B", sizes.empty() ? "" : ", ", yaml_text(input.name), input.bytes);
  if (!sizes.empty()) text += "  sizes: {" + sizes + "}\n";
  text += "  stages:\n";
  for (const RecordedStage& stage : recording.stages) text += stage_text(stage, draft);
  return text;
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
  const Draft draft = logs::draft_of(run, part);
  const Recording recording = logs::recorded(run, part);
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
  std::string& text = made.text;
  text += fmt::format("name: {}\nengine: spark\nsession: {}\n", yaml_text(made.name), part.first ? "new" : "running");
  text += logs::cluster_text(run, machines, recording.slots, storage_of(draft, run));
  text += inputs_text(draft) + steps_text(draft) + logs::settings_text(run);
  made.measured = fits(recording);
  if (made.measured)
    text += measured_text(recording, draft);
  else
    text += fmt::format("# {} stages with {:.0f} tasks are too many for a job file: they are left out\n",
                        recording.stages.size(), recording.task_count());
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
