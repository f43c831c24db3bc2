// Columns of two sides next to each other.
#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// The reader refuses it.
spark::Stream spark::Planner::lower(const Zip&, int step, Stream in) {
  act(in.stage, Act("Zip"), {false, step});
  return in;
}

/// Both sides are waited for; the blocks of the right one are cut to those of the left one, and each pair becomes a
/// block with the columns of both.
ray::Stream ray::Planner::lower(const Zip&, int step, Stream left) {
  const Stream right = stream_of(step_at(step).from[1]);
  const int zipped = new_stage(std::max(stage(left.stage).tasks, blocks_of(left.flow)), new_group({left, right}));
  for (const Stream& side : {left, right}) {
    cross_edge(side.stage, side.flow, zipped);
    stage(zipped).after.push_back(side.stage);
    stage(zipped).demand.cpu += side.flow.memory * k_.ray_put_byte;
  }
  act(zipped, Act("Zip"), {false, step});
  spill(left.stage, zipped, left.flow.memory + right.flow.memory);
  return after_barrier(zipped, leaving(step));
}

}  // namespace sizer
