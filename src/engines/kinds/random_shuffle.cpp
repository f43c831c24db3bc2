// Rows in an order of chance.
#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// `orderBy(rand())`: a sort by a number of chance, which each row carries as a field more.
spark::Stream spark::Planner::lower(const RandomShuffle&, int step, Stream in) {
  act(in.stage, Act::project, {false, step});
  stage(in.stage).demand.cpu += in.flow.rows * k_.project_row;
  in.flow.memory += in.flow.rows * field;
  in.flow.shuffled += in.flow.rows * k_.double_bytes;
  return sorted(Sort{}, step, in);
}

/// Each task deals its rows out to all others by chance; each that receives puts its own into another order.
ray::Stream ray::Planner::lower(const RandomShuffle&, int step, Stream in) {
  const Sent sent = send(in, in.flow, Partitioned::round_robin, step);
  const int receiver = receive({sent}, Act("Random shuffle"), step, false, 0);
  stage(receiver).demand.cpu += sent.payload.memory * k_.ray_put_byte;
  return after_barrier(receiver, sent.payload);
}

}  // namespace sizer
