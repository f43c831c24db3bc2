// Joins without equal keys: each row is held against each of the other side.
#include <algorithm>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {
namespace spark {
namespace {

bool is_inner(JoinType type) {
  return type == JoinType::inner || type == JoinType::cross;
}

/// Whether the tasks of the other side know alone which rows are kept, without asking each other who found a partner.
bool suits(JoinType type, bool build_left) {
  if (is_inner(type)) return true;
  return type != JoinType::full && build_left == (type == JoinType::right);
}

/// The side that is broadcast; none: a cartesian product.
enum class Build { left, right, none };

/// What Spark sees of a side.
struct Seen {
  Bytes size{};
  bool fits = false;  ///< below the threshold for broadcasts
};

/// JoinSelection: the hint, then sizes; without either an inner join is a cartesian product, and of any other the side
/// is broadcast that suits it, however large.
Build side_to_broadcast(const NestedLoopJoin& join, const Seen& left, const Seen& right) {
  const bool by_size = is_inner(join.type) || join.type == JoinType::full;
  const bool prefers_left = by_size ? left.size < right.size : join.type == JoinType::right;
  const Build preferred = prefers_left ? Build::left : Build::right;
  if (join.strategy == LoopStrategy::broadcast) return preferred;
  if (join.strategy == LoopStrategy::cartesian) return Build::none;
  if (left.fits != right.fits) return left.fits ? Build::left : Build::right;
  return left.fits || !is_inner(join.type) ? preferred : Build::none;
}

}  // namespace

Stream Planner::lower(const NestedLoopJoin& join, int index, Stream left) {
  const Stream right = stream_of(step_at(index).from[1]);
  // Adaptive execution plans the join anew once the exchanges below a side have run, and then knows its size.
  const auto seen = [&](const Stream& side) -> Seen {
    const bool ran = settings_.adaptive && stage(side.stage).bytes.shuffle_read.value > 0;
    const Bytes size = ran ? side.flow.memory : *side.told;
    return {size, size <= (ran ? settings_.adaptive_broadcast_threshold : settings_.broadcast_threshold)};
  };
  // What stages have written for others is there, and not made again.
  const auto repeat = [&](int made_in, double times) {
    if (closed_[static_cast<std::size_t>(made_in)] != 0) return;
    stage(made_in).demand *= times;
    stage(made_in).bytes *= times;
  };
  const Rows pairs = left.flow.rows * right.flow.rows.value;
  const CoreSeconds joining = leaving(index).rows * k_.project_row;

  const auto broadcast_one = [&](bool build_left) {
    const Stream& small = build_left ? left : right;
    Stream out = build_left ? right : left;
    const int sent = broadcast(small.stage, small.flow, index, build_left ? 0 : 1);
    out.stage = waiting_for(out.stage, sent);
    act(out.stage, Act("BroadcastNestedLoopJoin"), {false, index});
    const bool suited = suits(join.type, build_left);
    if (!suited) {
      repeat(out.stage, 2);  // a job of its own asks first which rows of the small side have a partner
      out.partitioning = {};
    }
    stage(out.stage).demand.cpu += pairs * (suited ? k_.nested_loop_pair : k_.nested_loop_outer_pair) + joining;
    return out;
  };

  // A task for each pair of partitions reads both: those of the left once for each of the right, and the other way
  // round.
  const auto cartesian_product = [&] {
    const int a = root(left.stage), b = root(right.stage);
    const double of_left = stage(a).tasks, of_right = stage(b).tasks;
    repeat(a, a == b ? of_left + of_right : of_right);
    if (a != b) repeat(b, of_left);
    const int here = merged(a, b, false);
    act(here, Act("CartesianProduct"), {false, index});
    stage(here).tasks = of_left * of_right;
    stage(here).demand.cpu += pairs * k_.cartesian_pair + joining;
    const Flow& held = right.flow;
    hold_in_memory(here, held.memory / of_right, held.memory.value > 0 ? held.shuffled / held.memory : 1, index);
    return Stream{here, {}, {}};
  };

  const Build build = side_to_broadcast(join, seen(left), seen(right));
  Stream out = build == Build::none ? cartesian_product() : broadcast_one(build == Build::left);
  const bool half = join.type == JoinType::semi || join.type == JoinType::anti;
  out.told = half ? *left.told : told_of_pairs(left, right);
  return out;
}

}  // namespace spark

/// The reader refuses it.
ray::Stream ray::Planner::lower(const NestedLoopJoin&, int step, Stream in) {
  act(in.stage, Act("Nested loop join"), {false, step});
  return in;
}

}  // namespace sizer
