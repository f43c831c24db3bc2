// The first rows, whichever they are.
#include <algorithm>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {
namespace {

/// True where rows pass a task one by one from its read to here, so that it can stop when it has enough.
bool streams(const Stage& stage) {
  return std::ranges::none_of(stage.parts, [](const Part& part) {
    return part.act == Act::sort || part.act == Act::partial_aggregate || part.act == Act::final_aggregate ||
           part.act == Act::sort_merge_join || part.act == Act::window || part.act == Act::top_k;
  });
}

}  // namespace

/// LocalLimit, an exchange to one task, GlobalLimit, which fetches no more than it needs: what comes after it runs in
/// that one task. A task that has its rows computes no more, but what it reads of a columnar file it has read by row
/// groups before.
spark::Stream spark::Planner::lower(const FirstRows& limit, int step, Stream in) {
  const Rows wanted = at(limit.rows, c_);
  const Rows passed = std::min(in.flow.rows, wanted * stage(in.stage).tasks);
  const double share = in.flow.rows.value > 0 ? passed / in.flow.rows : 1;
  act(in.stage, Act("LocalLimit"), {false, step});
  if (readers(step_at(step).from.front()) < 2 && streams(stage(in.stage))) {
    Demand& need = stage(in.stage).demand;
    need.cpu *= share;
    need.user *= share;
  }
  Shuffled shuffled = write_shuffle(in, in.flow.scaled(share), Partitioned::single, step);
  shuffled.payload = shuffled.payload.scaled(passed.value > 0 ? std::min(1.0, wanted / passed) : 1);
  const int reader = read_shuffles({shuffled}, 1, false);
  act(reader, Act("GlobalLimit"), {false, step});
  return {reader, shuffled.payload, {Partitioned::single, {}, {}, 1}, -1, leaving(step).stored};
}

/// Blocks pass until there are enough rows; then reads stop, but for those that are under way. Ray's limit is no task,
/// but nothing fuses across it.
ray::Stream ray::Planner::lower(const FirstRows& limit, int step, Stream in) {
  Stage& reads = stage(in.stage);
  if (in.read_parts > 0 && in.flow.rows.value > 0 && readers(step_at(step).from.front()) < 2) {
    const double under_way = (c_ == Case::best ? 1 : std::min(reads.tasks, capacity_.slots)) / reads.tasks;
    const double share = std::min(1.0, at(limit.rows, c_) / in.flow.rows + under_way);
    reads.tasks = std::max(1.0, std::ceil(reads.tasks * share));
    reads.demand *= share;
    reads.bytes *= share;
  }
  act(in.stage, Act("Limit"), {false, step});
  in.fusable = false;
  in.read_parts = 0;
  return in;
}

}  // namespace sizer
