// What logs show of single constants: stragglers, overheads, the codec, rows in stored bytes, the start of executors.
#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "logs/jobs/bounded.h"
#include "logs/jobs/parts.h"
#include "logs/jobs/recorder.h"
#include "sizer/observed.h"

namespace sizer {
namespace {

constexpr int enough = 8;                 ///< so few would be chance
constexpr std::size_t most_kept = 20000;  ///< of a constant; later ones change quartiles no more
constexpr std::int64_t least_tasks = 8;

std::int64_t value_of(const PlanNode& node, std::string_view metric) {
  for (const PlanMetric& each : node.metrics)
    if (each.name == metric) return each.value.value_or(0);
  return 0;
}

}  // namespace

void Observer::note(ConstantId id, double value) {
  if (!std::isfinite(value) || value <= 0) return;
  auto found = std::ranges::find(all_, id, &Seen::id);
  if (found == all_.end()) found = all_.insert(all_.end(), Seen{id, {}});
  if (found->values.size() < most_kept) found->values.push_back(value);
}

void Observer::add(Run log) {
  const Run run = logs::bounded(std::move(log));
  for (const RunStage& stage : run.stages) {
    const TaskTotals& ok = stage.ok;
    const std::int64_t tasks = stage.durations_ms.count();
    if (tasks < least_tasks) continue;
    const auto count = static_cast<double>(tasks);
    const double mean = static_cast<double>(stage.durations_ms.sum()) / count;
    if (mean >= 100) note(ConstantId::straggler, static_cast<double>(stage.durations_ms.greatest()) / mean);
    // Scheduling, sending, unpacking: what a slot is held for beside the task's own work.
    if (ok.task_ends_with_metrics == tasks)
      note(ConstantId::spark_task_overhead,
           static_cast<double>(ok.task_duration_ms - ok.executor_run_ms - ok.result_serialization_ms) / count / 1000);
  }
  for (const RunQuery& query : run.queries)
    for (const PlanNode& node : query.nodes) {
      const std::int64_t raw = value_of(node, "data size"), written = value_of(node, "shuffle bytes written");
      if (raw > 1'000'000 && written > 0)
        note(ConstantId::shuffle_per_memory, static_cast<double>(written) / static_cast<double>(raw));
      const std::int64_t stored = value_of(node, "size of files read"), rows = value_of(node, "number of output rows");
      if (stored > 1'000'000 && rows > 0)
        note(ConstantId::rows_per_stored_byte, static_cast<double>(rows) / static_cast<double>(stored));
    }
  for (const logs::RunPart& part : logs::parts_of(run))
    for (const RecordedStage& stage : logs::recorded(run, part).stages)
      if (!stage.reads.empty()) note(ConstantId::spark_stage_overhead, stage.gap.value);
  Moment first;
  for (const RunExecutor& each : run.executors)
    if (each.id != "driver" && each.added_ms) first = std::min(first.value_or(*each.added_ms), *each.added_ms);
  if (first && run.app.start_ms)
    note(ConstantId::spark_session_start, static_cast<double>(*first - *run.app.start_ms) / 1000);
}

std::vector<ObservedConstant> Observer::constants() const {
  std::vector<ObservedConstant> found;
  for (const Seen& each : all_) {
    std::vector<double> values = each.values;
    if (values.size() < enough) continue;
    std::ranges::sort(values);
    const auto at = [&](double share) {
      return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
    };
    found.push_back(
        {static_cast<std::size_t>(each.id), {at(0.25), at(0.5), at(0.75)}, static_cast<int>(values.size())});
  }
  std::ranges::sort(found, {}, &ObservedConstant::id);
  return found;
}

}  // namespace sizer
