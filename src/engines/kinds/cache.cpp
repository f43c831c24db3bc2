// What is kept for later readers.
#include <algorithm>
#include <utility>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// InMemoryRelation: the first reader's tasks also turn rows into columns in memory, from which all others read. What
/// storage memory does not hold goes to disk (MEMORY_AND_DISK).
spark::Stream spark::Planner::lower(const Cache&, int step, Stream in) {
  act(in.stage, Act("Cache"), {false, step});
  const Bytes kept = in.flow.memory * k_.cached_per_memory;
  const Bytes held = std::min(kept, storage_memory() * executors());
  Stage& here = stage(in.stage);
  here.demand.cpu += in.flow.memory * k_.cache_write_byte;
  here.bytes.spill_write += kept - held;
  here.demand.disk_write += (kept - held) * k_.page_cache_miss;
  cached_ += held / std::max(1.0, executors());

  Stage again = engines::stage_in(memory_);
  again.tasks = here.tasks;
  again.parts.push_back({Act("Read cache"), {false, step}});
  again.demand.cpu = in.flow.memory * k_.cache_read_byte;
  again.bytes.spill_read = kept - held;
  again.demand.disk_read = (kept - held) * k_.page_cache_miss;
  again.after.push_back(root(in.stage));
  made_again_.try_emplace(step, MadeAgain{std::move(again)});
  return in;
}

/// `materialize()`: all blocks are made, and stay in the object store.
ray::Stream ray::Planner::lower(const Cache&, int step, Stream in) {
  const int kept = new_stage(std::max(stage(in.stage).tasks, blocks_of(in.flow)), new_group({in}));
  cross_edge(in.stage, in.flow, kept);
  stage(kept).after.push_back(in.stage);
  act(kept, Act("Cache"), {false, step});
  spill(in.stage, kept, in.flow.memory);
  return after_barrier(kept, in.flow);
}

}  // namespace sizer
