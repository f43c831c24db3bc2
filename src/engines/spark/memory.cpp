// What tasks hold in execution memory, and what they spill to disk when that is not enough.
#include <algorithm>
#include <cmath>

#include "engines/spark/planner.h"

namespace sizer::spark {
namespace {

using namespace sizer::literals;

constexpr Bytes reserved_heap = 300_MiB;  // RESERVED_SYSTEM_MEMORY_BYTES of UnifiedMemoryManager
constexpr Fraction unified_share = 0.6;   // spark.memory.fraction
constexpr Fraction storage_share = 0.5;   // spark.memory.storageFraction: what storage may keep from execution

}  // namespace

/// What cached rows may fill, of an executor: all that broadcasts leave, for execution takes back its half only.
Bytes Planner::storage_memory() const {
  const Bytes unified = std::max(Bytes{}, (cluster_.executors.memory - reserved_heap) * unified_share);
  return std::max(Bytes{}, unified - broadcast_held_ - cached_);
}

/// A task's share of its executor's execution memory: of all cores, or of the tasks that an executor gets.
Bytes Planner::execution_memory_per_task(double tasks) const {
  const Executors& e = cluster_.executors;
  const Bytes unified = std::max(Bytes{}, (e.memory - reserved_heap) * unified_share);
  const Bytes execution = unified - std::min(broadcast_held_ + cached_, unified * storage_share);
  const double beside = std::ceil(tasks / std::max(1.0, executors()));
  return execution / std::clamp(beside, 1.0, std::max(1.0, 1.0 * e.cores));
}

/// Sorts `flow` within the tasks of a stage.
void Planner::sort_in(int index, const Flow& flow, int step) {
  Stage& here = stage(index);
  here.demand.cpu += flow.memory * k_.sort_byte + flow.rows * k_.sort_row;
  const Bytes need = (flow.memory + flow.rows * k_.sort_memory_row) / here.tasks;
  hold_in_memory(index, need, flow.memory.value > 0 ? flow.shuffled / flow.memory : 1, step);
}

/// Lets each task of a stage hold `need` more. What exceeds its share is written to disk, compressed, and read back
/// once; the hottest task exceeds it first.
void Planner::hold_in_memory(int index, Bytes need, Ratio written_per_memory, int step) {
  Stage& here = stage(index);
  const Bytes share = execution_memory_per_task(here.tasks);
  const auto excess = [&](Bytes held) {
    const Bytes of_mean = std::max(Bytes{}, held - share);
    const Bytes of_hottest = std::max(Bytes{}, held * here.hottest - share);
    return of_mean * (here.tasks - 1) + of_hottest;
  };
  const Bytes before = here.demand.task_memory;
  const Bytes after = before + need;
  here.demand.task_memory = after;
  if (here.memory_step < 0 || need > before) here.memory_step = step;
  const Bytes spilled = excess(after) - excess(before);
  if (spilled.value <= 0) return;
  const Bytes on_disk = spilled * std::min(1.0, written_per_memory);
  here.bytes.spill_write += on_disk;
  here.bytes.spill_read += on_disk;
  here.demand.cpu += spilled * k_.spill_byte;
  here.demand.disk_write += on_disk * k_.page_cache_miss;
  here.demand.disk_read += on_disk * k_.page_cache_miss;
}

}  // namespace sizer::spark
