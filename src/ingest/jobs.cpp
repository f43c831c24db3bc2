// Jobs and the attempts of their stages.
#include <algorithm>

#include "ingest/state.h"

namespace sizer::ingest {
namespace {

/// The SQL execution that properties name.
std::optional<std::int64_t> query_of(Value properties) {
  std::optional<std::int64_t> query;
  for_members(properties, [&](std::string_view key, Value value) {
    if (key == "spark.sql.execution.id") query = whole(value);
  });
  return query;
}

/// What a stage's info says; of the rest of the event, what it ran for.
struct StageEvent {
  StageKey key{};
  RunStage info{};
};

/// RDDs that are kept in memory or on disk.
bool is_cached(Value rdd) {
  bool cached = false;
  for_members(rdd, [&](std::string_view key, Value value) {
    if (key != "Storage Level") return;
    for_members(value, [&](std::string_view inner, Value flag) {
      if (inner == "Use Disk" || inner == "Use Memory") cached = cached || truth(flag);
    });
  });
  return cached;
}

void read_info(Value info, bool submitted, StageEvent& event, State& state) {
  RunStage& stage = event.info;
  for_members(info, [&](std::string_view key, Value value) {
    if (key == "Stage ID") {
      event.key.id = stage.id = whole_or_0(value);
    } else if (key == "Stage Attempt ID") {
      event.key.attempt = stage.attempt = whole_or_0(value);
    } else if (key == "Stage Name") {
      stage.name = words_or_nothing(value, 200);
    } else if (key == "Number of Tasks") {
      stage.tasks_planned = whole_or_0(value);
    } else if (key == "Submission Time") {
      stage.submitted_ms = state.moment(value);
    } else if (key == "Completion Time") {
      stage.completed_ms = state.moment(value);
    } else if (key == "Failure Reason") {
      stage.failure = words(value);
      if (stage.failure) stage.failure->resize(std::min(stage.failure->size(), stage.failure->find('\n')));
    } else if (key == "Parent IDs") {
      for_elements(value, [&](Value parent) {
        if (stage.parents.size() < 1000) stage.parents.push_back(whole_or_0(parent));
      });
    } else if (key == "RDD Info" && submitted) {
      for_elements(value, [&](Value rdd) { stage.cached_rdds += is_cached(rdd) ? 1 : 0; });
    }
  });
}

StageEvent read_event(Object object, bool submitted, State& state) {
  StageEvent event;
  for_members(object, [&](std::string_view key, Value value) {
    if (key == "Stage Info")
      read_info(value, submitted, event, state);
    else if (key == "Properties")
      event.info.query = query_of(value);
  });
  return event;
}

/// Counts the oldest stages that have ended, and forgets them, until there is room.
void make_room(State& state) {
  while (state.stages.size() > most_stages || state.sketch_values > most_sketch_values) {
    if (state.ended_stages.empty()) return;
    const auto oldest = state.stages.find(state.ended_stages.front());
    state.ended_stages.pop_front();
    if (oldest == state.stages.end()) continue;
    const RunStage& stage = oldest->second;
    count_stage(stage, state);
    state.sketch_values -=
        stage.durations_ms.buckets().size() + stage.read_bytes.buckets().size() + stage.write_bytes.buckets().size();
    if (state.last_stage == &stage) state.last_stage = nullptr;
    state.stages.erase(oldest);
    ++state.run.not_kept;
  }
}

}  // namespace

RunStage* State::stage(StageKey key) {
  const auto found = stages.find(key);
  if (found != stages.end()) return &found->second;
  if (run.not_kept > 0 || stages.size() >= 2 * most_stages) return nullptr;
  RunStage& made = stages[key];
  made.id = key.id;
  made.attempt = key.attempt;
  return &made;
}

void State::has_run(std::int64_t stage) {
  if (submitted_stages.add(stage) && listed_stages.contains(stage)) --run.counts.stages_skipped;
}

void stage_submitted(Object object, State& state) {
  StageEvent event = read_event(object, true, state);
  state.has_run(event.key.id);
  make_room(state);
  RunStage& stage = state.stages[event.key];
  const RunStage before = std::move(stage);
  stage = std::move(event.info);
  stage.tasks = before.tasks;
  stage.ok = before.ok;
  stage.all = before.all;
  stage.first_launch_ms = before.first_launch_ms;
  stage.last_finish_ms = before.last_finish_ms;
  stage.durations_ms = before.durations_ms;
  stage.read_bytes = before.read_bytes;
  stage.write_bytes = before.write_bytes;
  state.at(stage.submitted_ms);
}

void stage_completed(Object object, State& state) {
  StageEvent event = read_event(object, false, state);
  state.at(event.info.completed_ms);
  RunStage* const known = state.stage(event.key);
  if (!known) return;
  state.has_run(event.key.id);
  if (known->status == StageStatus::submitted) state.ended_stages.push_back(event.key);
  known->name = std::move(event.info.name);
  known->tasks_planned = event.info.tasks_planned;
  known->parents = std::move(event.info.parents);
  if (event.info.submitted_ms) known->submitted_ms = event.info.submitted_ms;
  known->completed_ms = event.info.completed_ms;
  known->failure = std::move(event.info.failure);
  known->status = known->failure ? StageStatus::failed : StageStatus::completed;
}

void job_start(Object event, State& state) {
  RunJob job;
  Settings session;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Job ID")
      job.id = whole_or_0(value);
    else if (key == "Submission Time")
      job.submitted_ms = state.moment(value);
    else if (key == "Stage IDs")
      for_elements(value, [&](Value id) { job.stages.push_back(whole_or_0(id)); });
    else if (key == "Properties")
      for_members(value, [&](std::string_view name, Value property) {
        if (name == "spark.sql.execution.id")
          job.query = whole(property);
        else
          take_setting(name, property, session);
      });
  });
  std::ranges::sort(job.stages);
  for (const std::int64_t id : job.stages)
    if (state.listed_stages.add(id) && !state.submitted_stages.contains(id)) ++state.run.counts.stages_skipped;
  state.at(job.submitted_ms);
  while (state.jobs.size() >= most_jobs && !state.ended_jobs.empty()) {
    const auto oldest = state.jobs.find(state.ended_jobs.front());
    state.ended_jobs.pop_front();
    if (oldest == state.jobs.end()) continue;
    count_job(oldest->second, state);
    state.jobs.erase(oldest);
    ++state.run.not_kept;
  }
  state.set(std::move(session));
  const std::int64_t id = job.id;
  state.jobs[id] = std::move(job);
}

void job_end(Object event, State& state) {
  std::int64_t id = 0;
  Moment completed;
  std::optional<bool> succeeded;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Job ID")
      id = whole_or_0(value);
    else if (key == "Completion Time")
      completed = state.moment(value);
    else if (key == "Job Result")
      for_members(value, [&](std::string_view inner, Value result) {
        if (inner == "Result") succeeded = words_or_nothing(result) == "JobSucceeded";
      });
  });
  state.at(completed);
  const auto found = state.jobs.find(id);
  if (found == state.jobs.end() && state.run.not_kept > 0) return;
  RunJob& job = state.jobs[id];
  job.id = id;
  job.completed_ms = completed;
  job.succeeded = succeeded.value_or(false);
  state.ended_jobs.push_back(id);
}

}  // namespace sizer::ingest
