/// \file
/// What is known of a run while its log is read, in bounded memory, and the readers of the events that add to it.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "ingest/ids.h"
#include "ingest/json.h"
#include "ingest/sums.h"
#include "ingest/wall_clock.h"
#include "sizer/run.h"

namespace sizer::ingest {

// What is kept at most, so that a log of any size needs less than 64 MB. Beyond that, the oldest that has ended is
// counted and forgotten; the totals stay exact.
inline constexpr std::size_t most_stages = 8'000, most_jobs = 20'000, most_queries = 8'000, most_executors = 20'000;
inline constexpr std::size_t most_plan_bytes = std::size_t{12} << 20U;
inline constexpr std::size_t most_sketch_values = 400'000;
inline constexpr std::size_t most_listed = 64, most_settings = 500;

struct StageKey {
  std::int64_t id = 0, attempt = 0;
  bool operator==(const StageKey&) const = default;
};
struct StageHash {
  std::size_t operator()(const StageKey& key) const {
    return static_cast<std::size_t>(key.id) * 0x9E3779B97F4A7C15U ^ static_cast<std::size_t>(key.attempt);
  }
};

/// A running sum over tasks and the driver.
struct Accumulator {
  std::int64_t value = 0;
  bool reported = false;
};

using Settings = std::map<std::string, std::string>;

struct State {
  Run run{};
  std::unordered_map<StageKey, RunStage, StageHash> stages{};
  std::unordered_map<std::int64_t, RunJob> jobs{};
  std::unordered_map<std::int64_t, RunQuery> queries{};
  std::unordered_map<std::string, RunExecutor> executors{};
  std::unordered_map<std::int64_t, Accumulator> accumulators{};  ///< those of plans that are kept
  std::deque<StageKey> ended_stages{};
  std::deque<std::int64_t> ended_jobs{}, ended_queries{};
  Ids ended_tasks{}, listed_stages{}, submitted_stages{};
  std::int64_t executors_alive = 0, cores_alive = 0;
  std::size_t plan_bytes = 0, sketch_values = 0;
  std::int64_t tasks_missing = 0;  ///< of completed stages: planned, and no end seen
  RunStage* last_stage = nullptr;  ///< of the last task: the next is likely of the same

  /// A moment of an event; what is told in finer units is brought to milliseconds.
  Moment moment(Value value) {
    const Moment told = whole(value);
    if (!told) return told;
    const std::int64_t ms = in_ms(*told);
    if (ms != *told) ++run.finer_times;
    return ms;
  }
  /// The clock has reached this.
  void at(Moment time) {
    Moment& last = run.app.last_event_ms;
    if (time && (!last || *time > *last)) last = time;
  }
  /// A stage that a job lists, before or after this, was not skipped.
  void has_run(std::int64_t stage);
  /// Settings of a session that are not those of the start.
  void set(Settings settings);
  /// The attempt, new if need be; null where it was forgotten.
  RunStage* stage(StageKey key);
};

// One reader for each kind of event that matters; `event` is the whole line. They change nothing before they have read
// all of it.
void log_start(Object event, State& state);
void databricks_metadata(Object event, State& state);
void application_start(Object event, State& state);
void application_end(Object event, State& state);
void environment_update(Object event, State& state);
void resource_profile_added(Object event, State& state);
void executor_added(Object event, State& state);
void executor_removed(Object event, State& state);
void block_manager_added(Object event, State& state);
void job_start(Object event, State& state);
void job_end(Object event, State& state);
void stage_submitted(Object event, State& state);
void stage_completed(Object event, State& state);
void task_end(Object event, State& state);
void sql_start(Object event, State& state);
void sql_end(Object event, State& state);
void sql_new_plan(Object event, State& state);
void sql_new_metrics(Object event, State& state);
void driver_updates(Object event, State& state);

/// Keeps a setting if it bears on time, bytes or cost. None of those is a secret.
void take_setting(std::string_view name, Value value, Settings& settings);

// Into the counts, when they are final.
void count_stage(const RunStage& stage, State& state);
void count_job(const RunJob& job, State& state);
void count_query(const RunQuery& query, State& state);

/// Lists, sorted, and counts, when the log has ended.
Run finish(State& state);

}  // namespace sizer::ingest
