// The end of a log: lists in order, and final counts.
#include <algorithm>

#include "ingest/state.h"

namespace sizer::ingest {
namespace {

template <class Map, class Count>
auto values_of(Map& map, Count count) {
  std::vector<typename Map::mapped_type> values;
  values.reserve(map.size());
  for (auto& [key, value] : map) {
    count(value);
    values.push_back(std::move(value));
  }
  map.clear();
  return values;
}

/// Ids that are numbers by their value, others behind them.
bool id_before(const RunExecutor& a, const RunExecutor& b) {
  const auto is_number = [](const std::string& id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (is_number(a.id) != is_number(b.id)) return is_number(a.id);
  if (is_number(a.id) && a.id.size() != b.id.size()) return a.id.size() < b.id.size();
  return a.id < b.id;
}

void finish_executors(State& state) {
  Run& run = state.run;
  std::erase_if(state.executors, [](const auto& each) { return !each.second.added_ms; });
  run.executors = values_of(state.executors, [&](const RunExecutor& executor) {
    RunCounts& counts = run.counts;
    ++counts.executors;
    if (executor.removed_ms) ++counts.executors_removed;
    const Moment last = run.app.end_ms ? run.app.end_ms : run.app.last_event_ms;
    const Moment end = executor.removed_ms ? executor.removed_ms : last;
    const std::int64_t held = end ? less(*end, *executor.added_ms) : 0;
    add_to(counts.executor_core_ms, product(executor.cores, std::max<std::int64_t>(held, 0)));
  });
  std::ranges::sort(run.executors, id_before);
}

void set_metrics(RunQuery& query, const State& state) {
  for (PlanNode& node : query.nodes)
    for (PlanMetric& metric : node.metrics) {
      const auto found = state.accumulators.find(metric.accumulator);
      if (found != state.accumulators.end() && found->second.reported) metric.value = found->second.value;
    }
}

}  // namespace

void count_stage(const RunStage& stage, State& state) {
  RunCounts& counts = state.run.counts;
  ++counts.stage_attempts;
  switch (stage.status) {
    case StageStatus::completed:
      ++counts.stages_completed;
      // A later attempt runs what is missing of the first, whose last tasks may still count for it.
      if (stage.attempt == 0)
        add_to(state.tasks_missing, std::max<std::int64_t>(0, less(stage.tasks_planned, stage.tasks.ok)));
      break;
    case StageStatus::failed:
      ++counts.stages_failed;
      break;
    case StageStatus::submitted:
      ++counts.stages_running;
      break;
  }
}

void count_job(const RunJob& job, State& state) {
  RunCounts& counts = state.run.counts;
  ++counts.jobs;
  if (!job.succeeded)
    ++counts.jobs_unfinished;
  else
    ++(*job.succeeded ? counts.jobs_succeeded : counts.jobs_failed);
}

void count_query(const RunQuery& query, State& state) {
  RunCounts& counts = state.run.counts;
  ++counts.sql_executions;
  if (!query.end_ms) ++counts.sql_unfinished;
  if (query.failed) ++counts.sql_failed;
}

Run finish(State& state) {
  Run& run = state.run;
  finish_executors(state);
  run.stages = values_of(state.stages, [&](const RunStage& stage) { count_stage(stage, state); });
  std::ranges::sort(run.stages, {}, [](const RunStage& stage) { return std::pair(stage.id, stage.attempt); });
  run.jobs = values_of(state.jobs, [&](const RunJob& job) { count_job(job, state); });
  std::ranges::sort(run.jobs, {}, &RunJob::id);
  run.queries = values_of(state.queries, [&](RunQuery& query) {
    count_query(query, state);
    set_metrics(query, state);
  });
  std::ranges::sort(run.queries, {}, &RunQuery::id);
  find_wall_clock(run);
  return std::move(run);
}

}  // namespace sizer::ingest
