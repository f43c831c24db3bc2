// Rows of several sides together, one after the other.
#include <algorithm>
#include <vector>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// The tasks of all sides, in one stage.
spark::Stream spark::Planner::lower(const Union&, int index, Stream in) {
  const Step& step = step_at(index);
  for (std::size_t i = 1; i < step.from.size(); ++i) {
    const Stream other = stream_of(step.from[i]);
    in.stage = merged(in.stage, other.stage, true);
    in.told = std::min(unknown_size, *in.told + *other.told);
  }
  act(in.stage, Act::union_all, {false, index});
  in.partitioning = {};
  in.as_read = -1;
  return in;
}

/// Sides that stream at the same time join one group. A side that starts only after a barrier of another ends makes the
/// union a barrier too.
ray::Stream ray::Planner::lower(const Union&, int index, Stream in) {
  const Step& step = step_at(index);
  std::vector<Stream> sides{in};
  for (std::size_t i = 1; i < step.from.size(); ++i) sides.push_back(stream_of(step.from[i]));
  const auto group_of = [&](const Stream& side) { return stage(side.stage).group; };
  const int group = group_of(in);
  const bool together =
      std::ranges::all_of(sides, [&](const Stream& side) { return level(group_of(side)) == level(group); });

  double blocks = 0;
  for (const Stream& side : sides) {
    blocks += stage(side.stage).tasks;
    if (together) join_groups(group, group_of(side));
  }
  const int out = new_stage(blocks, together ? group : new_group(sides));
  if (!together)
    for (const Stream& side : sides) stage(out).after.push_back(side.stage);
  act(out, Act::union_all, {false, index});
  Stream all;
  all.stage = out;
  all.fusable = false;
  return all;
}

}  // namespace sizer
