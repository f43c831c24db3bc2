// Ends of tasks: nine tenths of a log.
#include <algorithm>
#include <array>
#include <span>

#include "ingest/state.h"

namespace sizer::ingest {
namespace {

enum class How { ok, failed, killed, resubmitted };

struct Update {
  std::int64_t accumulator = 0, value = 0;
};

/// What one event says.
struct TaskEnd {
  StageKey stage{};
  std::string reason{};
  How how = How::ok;
  std::optional<std::int64_t> id{};
  std::int64_t launch_ms = 0, finish_ms = 0;
  bool speculative = false;
  TaskTotals totals{};
  std::vector<Update> updates{};
};

/// As the History Server tells them apart.
How how_of(std::string_view reason) {
  if (reason == "Success") return How::ok;
  if (reason == "Resubmitted") return How::resubmitted;
  return reason == "TaskKilled" || reason == "TaskCommitDenied" ? How::killed : How::failed;
}

/// A member of the task's metrics, or of an object among them, and the total that it adds to.
struct Metric {
  std::string_view group, key;
  std::int64_t TaskTotals::*field;
};
constexpr std::array metrics = {
    Metric{"", "Executor Deserialize Time", &TaskTotals::deserialize_ms},
    Metric{"", "Executor Deserialize CPU Time", &TaskTotals::deserialize_cpu_ns},
    Metric{"", "Executor Run Time", &TaskTotals::executor_run_ms},
    Metric{"", "Executor CPU Time", &TaskTotals::executor_cpu_ns},
    Metric{"", "Peak Execution Memory", &TaskTotals::peak_execution_memory_max},
    Metric{"", "Result Size", &TaskTotals::result_bytes},
    Metric{"", "JVM GC Time", &TaskTotals::gc_ms},
    Metric{"", "Result Serialization Time", &TaskTotals::result_serialization_ms},
    Metric{"", "Memory Bytes Spilled", &TaskTotals::memory_spill_bytes},
    Metric{"", "Disk Bytes Spilled", &TaskTotals::disk_spill_bytes},
    Metric{"Shuffle Read Metrics", "Fetch Wait Time", &TaskTotals::shuffle_fetch_wait_ms},
    Metric{"Shuffle Read Metrics", "Remote Bytes Read", &TaskTotals::shuffle_read_remote_bytes},
    Metric{"Shuffle Read Metrics", "Remote Bytes Read To Disk", &TaskTotals::shuffle_read_remote_to_disk_bytes},
    Metric{"Shuffle Read Metrics", "Local Bytes Read", &TaskTotals::shuffle_read_local_bytes},
    Metric{"Shuffle Read Metrics", "Total Records Read", &TaskTotals::shuffle_read_records},
    Metric{"Shuffle Write Metrics", "Shuffle Bytes Written", &TaskTotals::shuffle_write_bytes},
    Metric{"Shuffle Write Metrics", "Shuffle Write Time", &TaskTotals::shuffle_write_time_ns},
    Metric{"Shuffle Write Metrics", "Shuffle Records Written", &TaskTotals::shuffle_write_records},
    Metric{"Input Metrics", "Bytes Read", &TaskTotals::input_bytes},
    Metric{"Input Metrics", "Records Read", &TaskTotals::input_records},
    Metric{"Output Metrics", "Bytes Written", &TaskTotals::output_bytes},
    Metric{"Output Metrics", "Records Written", &TaskTotals::output_records},
};

/// The metrics of one group; they stand together in the table.
std::span<const Metric> group_of(std::string_view name) {
  const auto in_group = [&](const Metric& metric) { return metric.group == name; };
  const auto* const first = std::ranges::find_if(metrics, in_group);
  return {first, std::find_if_not(first, metrics.end(), in_group)};
}

/// The members of one group, mostly in the order of the table: the search goes on behind the last that was found.
template <class Other>
void read_group(Object object, std::span<const Metric> group, TaskTotals& totals, Other other) {
  std::size_t at = 0;
  for_members(object, [&](std::string_view key, Value value) {
    for (std::size_t tried = 0; tried < group.size(); ++tried) {
      const Metric& metric = group[at];
      at = at + 1 == group.size() ? 0 : at + 1;
      if (metric.key != key) continue;
      totals.*metric.field = whole_or_0(value);
      return;
    }
    other(key, value);
  });
}

void read_metrics(Value value, TaskTotals& totals) {
  if (value.type() != simdjson::ondemand::json_type::object) return;
  totals.task_ends_with_metrics = 1;
  static const std::span<const Metric> own = group_of("");
  read_group(Object(value.get_object()), own, totals, [&](std::string_view key, Value inner) {
    if (!key.ends_with(" Metrics") || inner.type() != simdjson::ondemand::json_type::object) return;
    read_group(Object(inner.get_object()), group_of(key), totals, [](std::string_view, const Value&) {});
  });
  totals.shuffle_read_bytes = totals.shuffle_read_remote_bytes;
  add_to(totals.shuffle_read_bytes, totals.shuffle_read_local_bytes);
}

/// Before 3.0, the peak is among the accumulables only.
std::int64_t peak_memory_in(Object accumulable) {
  std::string_view name;
  std::int64_t update = 0;
  const bool is_peak = find(accumulable, "Name", name) && name == "internal.metrics.peakExecutionMemory" &&
                       find(accumulable, "Update", update);
  return is_peak ? update : 0;
}

bool logs_peak_memory(const std::optional<std::string>& version) {
  return version && !version->starts_with("1.") && !version->starts_with("2.");
}

/// Counters of plans that this task has moved.
void read_updates(Value accumulables, const State& state, TaskEnd& task) {
  const bool old = !logs_peak_memory(state.run.app.spark_version);
  if (state.accumulators.empty() && !old) return;
  for_elements(accumulables, [&](Value element) {
    Object object = element.get_object();
    std::int64_t id = 0;
    if (old) {
      task.totals.peak_execution_memory_max = std::max(task.totals.peak_execution_memory_max, peak_memory_in(object));
      object.reset();
    }
    if (task.how != How::ok) return;
    Value update;
    if (!find(object, "ID", id) || !state.accumulators.contains(id) || !find(object, "Update", update)) return;
    if (const auto value = whole(update); value && *value >= 0) task.updates.push_back({id, *value});
  });
}

void read_info(Value info, State& state, TaskEnd& task) {
  for_members(info, [&](std::string_view key, Value value) {
    if (key == "Task ID")
      task.id = whole(value);
    else if (key == "Launch Time")
      task.launch_ms = state.moment(value).value_or(0);
    else if (key == "Finish Time")
      task.finish_ms = state.moment(value).value_or(0);
    else if (key == "Speculative")
      task.speculative = truth(value);
    else if (key == "Accumulables")
      read_updates(value, state, task);
  });
}

/// How long a task took by its metrics: where its launch and finish cannot be true, they are what is left.
std::int64_t measured_ms(const TaskTotals& task) {
  std::int64_t sum = 0;
  for (const std::int64_t part : {task.deserialize_ms, task.executor_run_ms, task.result_serialization_ms})
    add_to(sum, std::clamp<std::int64_t>(part, 0, longest_silence_ms));
  return sum;
}

/// From launch to finish.
std::int64_t duration_of(const TaskEnd& task, State& state) {
  const std::int64_t told = less(task.finish_ms, task.launch_ms), measured = measured_ms(task.totals);
  if (task.finish_ms > 0 && told >= 0 && less(told, measured) <= longest_silence_ms) return told;
  ++state.run.mended_durations;
  return measured;
}

void add(const TaskTotals& task, TaskTotals& to) {
  for (const TaskTotal& each : task_totals())
    if (each.field != &TaskTotals::peak_execution_memory_max) add_to(to.*each.field, task.*each.field);
  to.peak_execution_memory_max = std::max(to.peak_execution_memory_max, task.peak_execution_memory_max);
}

void count(const TaskEnd& task, TaskCounts& counts) {
  switch (task.how) {
    case How::ok:
      ++counts.ok;
      break;
    case How::failed:
      ++counts.failed;
      break;
    case How::killed:
      ++counts.killed;
      break;
    case How::resubmitted:
      ++counts.resubmitted;
      break;
  }
  if (task.speculative && task.how != How::resubmitted) ++counts.speculative;
}

void count_once_more(std::map<std::string, std::int64_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  if (found != counts.end())
    ++found->second;
  else if (counts.size() < most_listed)
    counts.emplace(cut(name, 100), 1);
}

void add_to_stage(const TaskEnd& task, RunStage& stage, State& state) {
  count(task, stage.tasks);
  add(task.totals, stage.all);
  if (!stage.first_launch_ms || task.launch_ms < *stage.first_launch_ms) stage.first_launch_ms = task.launch_ms;
  if (!stage.last_finish_ms || task.finish_ms > *stage.last_finish_ms) stage.last_finish_ms = task.finish_ms;
  if (task.how != How::ok) return;
  add(task.totals, stage.ok);
  std::int64_t read = task.totals.input_bytes, written = task.totals.output_bytes;
  add_to(read, task.totals.shuffle_read_bytes);
  add_to(written, task.totals.shuffle_write_bytes);
  state.sketch_values += static_cast<std::size_t>(stage.durations_ms.add(task.totals.task_duration_ms)) +
                         static_cast<std::size_t>(stage.read_bytes.add(read)) +
                         static_cast<std::size_t>(stage.write_bytes.add(written));
}

}  // namespace

void task_end(Object event, State& state) {
  TaskEnd task;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Stage ID") {
      task.stage.id = whole_or_0(value);
    } else if (key == "Stage Attempt ID") {
      task.stage.attempt = whole_or_0(value);
    } else if (key == "Task End Reason") {
      for_members(value, [&](std::string_view inner, Value reason) {
        if (inner == "Reason") task.reason = words_or_nothing(reason);
      });
      task.how = how_of(task.reason);
    } else if (key == "Task Info") {
      read_info(value, state, task);
    } else if (key == "Task Metrics") {
      read_metrics(value, task.totals);
    }
  });
  if (task.how == How::resubmitted)
    task.totals = {};  // it was counted when it succeeded
  else if (task.totals.task_ends_with_metrics > 0 && (task.finish_ms > 0 || task.how == How::ok))
    task.totals.task_duration_ms = duration_of(task, state);

  RunCounts& counts = state.run.counts;
  ++counts.tasks_ended;
  count(task, counts.tasks);
  count_once_more(counts.task_end_reasons, task.reason);
  if (task.how != How::resubmitted && task.id && !state.ended_tasks.add(*task.id)) ++counts.duplicate_ends;
  add(task.totals, state.run.all);
  if (task.how == How::ok) add(task.totals, state.run.ok);
  for (const Update& update : task.updates) {
    Accumulator& accumulator = state.accumulators[update.accumulator];
    add_to(accumulator.value, update.value);
    accumulator.reported = true;
  }
  state.at(task.launch_ms);
  state.at(task.finish_ms);
  RunStage* const last = state.last_stage;
  state.last_stage =
      last && last->id == task.stage.id && last->attempt == task.stage.attempt ? last : state.stage(task.stage);
  if (state.last_stage) add_to_stage(task, *state.last_stage, state);
}

}  // namespace sizer::ingest
