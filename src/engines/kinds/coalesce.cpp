// Fewer partitions, without an exchange.
#include <algorithm>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {
namespace {

constexpr Bytes worth_telling{128.0 * 1024 * 1024};  // a split of files, which one task reads anyway

}  // namespace

/// CoalesceExec: each task does the work of several, and so does whatever comes before it in the stage. Spark forgets
/// by which columns rows lie together.
spark::Stream spark::Planner::lower(const Coalesce& coalesce, int step, Stream in) {
  in.stage = own_stage(in.stage);
  Stage& here = stage(in.stage);
  act(in.stage, Act("Coalesce"), {false, step});
  const double tasks = std::min<double>(here.tasks, coalesce.partitions);
  here.demand.task_memory *= here.tasks / tasks;
  here.hottest = std::min(here.hottest, tasks);
  here.tasks = tasks;
  const bool single = coalesce.partitions == 1;
  in.partitioning = {single ? Partitioned::single : Partitioned::unknown, {}, {}, tasks};
  if (single && in.flow.memory > worth_telling) note(NoteCode::single_task, false, step, in.flow.memory.value);
  return in;
}

/// `repartition(n)` without keys: blocks are put together as they are.
ray::Stream ray::Planner::lower(const Coalesce& coalesce, int step, Stream in) {
  const double blocks = std::max(stage(in.stage).tasks, blocks_of(in.flow));
  Repartition fewer;
  fewer.partitions = std::min(coalesce.partitions, static_cast<int>(std::min(blocks, 1e9)));
  return lower(fewer, step, in);
}

}  // namespace sizer
