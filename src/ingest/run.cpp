// Names of what a run holds.
#include "sizer/run.h"

#include <array>

namespace sizer {

std::span<const TaskTotal> task_totals() {
#define TOTAL(name)          \
  TaskTotal {                \
#name, &TaskTotals::name \
  }
  static constexpr std::array table = {
      TOTAL(input_bytes),
      TOTAL(input_records),
      TOTAL(output_bytes),
      TOTAL(output_records),
      TOTAL(shuffle_write_bytes),
      TOTAL(shuffle_write_records),
      TOTAL(shuffle_write_time_ns),
      TOTAL(shuffle_read_remote_bytes),
      TOTAL(shuffle_read_local_bytes),
      TOTAL(shuffle_read_bytes),
      TOTAL(shuffle_read_remote_to_disk_bytes),
      TOTAL(shuffle_read_records),
      TOTAL(shuffle_fetch_wait_ms),
      TOTAL(memory_spill_bytes),
      TOTAL(disk_spill_bytes),
      TOTAL(executor_run_ms),
      TOTAL(executor_cpu_ns),
      TOTAL(deserialize_ms),
      TOTAL(deserialize_cpu_ns),
      TOTAL(gc_ms),
      TOTAL(result_serialization_ms),
      TOTAL(result_bytes),
      TOTAL(task_duration_ms),
      TOTAL(peak_execution_memory_max),
      TOTAL(task_ends_with_metrics),
  };
#undef TOTAL
  return table;
}

const char* name_of(LogStatus status) {
  static constexpr std::array names = {"complete", "incomplete", "in progress", "truncated",
                                       "partial",  "dropped",    "damaged",     "unreadable"};
  return names.at(static_cast<std::size_t>(status));
}

}  // namespace sizer
