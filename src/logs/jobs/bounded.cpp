// Holding what a log says within bounds.
#include "logs/jobs/bounded.h"

#include <algorithm>
#include <utility>

#include "text/job_bounds.h"

namespace sizer::logs {
namespace {

constexpr std::int64_t last_moment = 4'102'444'800'000;  // 2100
constexpr std::int64_t greatest = 1'000'000'000'000'000;

void hold(std::int64_t& value, std::int64_t up_to = greatest) {
  value = std::clamp<std::int64_t>(value, 0, up_to);
}

void hold(std::optional<std::int64_t>& value, std::int64_t up_to = greatest) {
  if (value) hold(*value, up_to);
}

void hold(TaskTotals& totals) {
  for (const TaskTotal& each : task_totals()) hold(totals.*each.field, greatest * 1000);  // some are nanoseconds
}

}  // namespace

Run bounded(Run log) {
  Run run = with_true_times(std::move(log));
  for (Moment* each : {&run.app.start_ms, &run.app.end_ms, &run.app.last_event_ms}) hold(*each, last_moment);
  hold(run.counts.cores_max_alive, static_cast<std::int64_t>(bounds::most_slots));
  for (RunStage& stage : run.stages) {
    for (Moment* each : {&stage.submitted_ms, &stage.completed_ms, &stage.first_launch_ms, &stage.last_finish_ms})
      hold(*each, last_moment);
    if (stage.first_launch_ms && stage.last_finish_ms)
      stage.last_finish_ms = std::max(*stage.last_finish_ms, *stage.first_launch_ms);
    hold(stage.ok);
    hold(stage.all);
    for (TaskTotals* totals : {&stage.ok, &stage.all})
      for (std::int64_t TaskTotals::*field :
           {&TaskTotals::input_bytes, &TaskTotals::input_records, &TaskTotals::output_bytes,
            &TaskTotals::shuffle_write_bytes, &TaskTotals::shuffle_read_bytes, &TaskTotals::disk_spill_bytes})
        hold(totals->*field);
  }
  for (RunJob& job : run.jobs) hold(job.submitted_ms, last_moment);
  for (RunExecutor& executor : run.executors) {
    hold(executor.added_ms, last_moment);
    hold(executor.removed_ms, last_moment);
    hold(executor.cores, bounds::most_vcpus);
  }
  for (RunResourceProfile& profile : run.profiles)
    for (std::optional<std::int64_t>* each : {&profile.memory_mib, &profile.overhead_mib}) hold(*each, 100'000'000);
  for (RunQuery& query : run.queries) {
    hold(query.start_ms, last_moment);
    hold(query.end_ms, last_moment);
    for (PlanNode& node : query.nodes)
      for (PlanMetric& metric : node.metrics) hold(metric.value);
  }
  return run;
}

}  // namespace sizer::logs
