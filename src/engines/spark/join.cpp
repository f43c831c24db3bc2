// Joins: which strategy Spark picks, which sides it must shuffle, and what adaptive execution changes.
#include <algorithm>
#include <cmath>

#include "engines/spark/planner.h"

namespace sizer::spark {
namespace {

using namespace sizer::literals;

constexpr Bytes skew_floor = 256_MiB;       // spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes
constexpr double skew_factor = 5;           // spark.sql.adaptive.skewJoin.skewedPartitionFactor
constexpr double shuffled_hash_factor = 3;  // spark.sql.shuffledHashJoinFactor

bool may_build_left(JoinType type, bool broadcast) {
  switch (type) {
    case JoinType::inner:
    case JoinType::right:
      return true;
    case JoinType::full:
      return !broadcast;
    default:
      return false;
  }
}

bool may_build_right(JoinType type, bool broadcast) {
  switch (type) {
    case JoinType::right:
      return false;
    case JoinType::full:
      return !broadcast;
    default:
      return true;
  }
}

bool splits_left(JoinType type) {
  return type == JoinType::inner || type == JoinType::left || type == JoinType::semi || type == JoinType::anti;
}

}  // namespace

Planner::Choice Planner::choose(const Join& join, const Stream& left_side, const Stream& right_side) const {
  const Flow &left = left_side.flow, &right = right_side.flow;
  const Bytes left_size = *left_side.told, right_size = *right_side.told;
  /// The smaller legal side, when there is one of at most `limit`.
  const auto build_side = [&](bool broadcast, Bytes left_bytes, Bytes right_bytes, Bytes limit, Choice& choice) {
    const bool left_fits = may_build_left(join.type, broadcast) && left_bytes <= limit;
    const bool right_fits = may_build_right(join.type, broadcast) && right_bytes <= limit;
    choice.build_left = left_fits && (!right_fits || left_bytes < right_bytes);
    return left_fits || right_fits;
  };

  Choice choice;
  if (join.strategy == JoinStrategy::broadcast &&
      build_side(true, left.memory, right.memory, Bytes{INFINITY}, choice)) {
    choice.strategy = JoinStrategy::broadcast;
    return choice;
  }
  if (join.strategy == JoinStrategy::shuffle_hash &&
      build_side(false, left.memory, right.memory, Bytes{INFINITY}, choice)) {
    choice.strategy = JoinStrategy::shuffle_hash;
    return choice;
  }
  choice.strategy = JoinStrategy::sort_merge;
  if (join.strategy != JoinStrategy::automatic) return choice;

  if (build_side(true, left_size, right_size, settings_.broadcast_threshold, choice)) {
    choice.strategy = JoinStrategy::broadcast;
  } else if (settings_.adaptive &&
             build_side(true, left.memory, right.memory, settings_.adaptive_broadcast_threshold, choice)) {
    choice.strategy = JoinStrategy::broadcast;
    choice.at_runtime = true;
  } else if (!settings_.prefer_sort_merge) {
    const Bytes limit = settings_.broadcast_threshold * settings_.shuffle_partitions;
    if (build_side(false, left_size, right_size, limit, choice)) {
      const Bytes build = choice.build_left ? left_size : right_size;
      const Bytes probe = choice.build_left ? right_size : left_size;
      if (build * shuffled_hash_factor <= probe) choice.strategy = JoinStrategy::shuffle_hash;
    }
  }
  return choice;
}

Stream Planner::lower(const Join& op, int index, Stream left) {
  const Stream right = stream_of(step_at(index).from[1]);
  Stream out = join(op, index, left, right);
  const bool half = op.type == JoinType::semi || op.type == JoinType::anti;
  out.told = as_planned(half ? *left.told : told_of_pairs(left, right), index);
  return out;
}

Stream Planner::join(const Join& join, int index, const Stream& left, const Stream& right) {
  const Choice choice = choose(join, left, right);
  plan_.joins.push_back({index, choice.strategy});
  if (join.strategy == JoinStrategy::broadcast && choice.strategy != JoinStrategy::broadcast)
    note(NoteCode::join_not_broadcastable, false, index);
  if (choice.strategy == JoinStrategy::broadcast) return broadcast_join(join, index, choice, left, right);
  return shuffled_join(join, index, choice, left, right);
}

/// The probe side stays where it is. At runtime, both sides have written their shuffle files before the small size of
/// one is known: the bytes written stay, and the probe side reads its files where they lie.
Stream Planner::broadcast_join(const Join& join, int index, const Choice& choice, Stream left, Stream right) {
  Stream build = choice.build_left ? left : right;
  Stream probe = choice.build_left ? right : left;
  if (choice.at_runtime) {
    note(NoteCode::runtime_broadcast, false, index, build.flow.memory.value);
    const int build_side = choice.build_left ? 0 : 1;
    const auto ready = [&](const Stream& side, int number) {
      return settings_.reuse_partitioning && side.partitioning.matches(number == 0 ? join.left_on : join.right_on);
    };
    if (!ready(build, build_side)) {
      const Shuffled small = write_shuffle(build, build.flow, Partitioned::hash, index, build_side);
      build.stage = read_shuffles({small}, settings_.shuffle_partitions, true);
    }
    if (!ready(probe, 1 - build_side)) {
      const Shuffled large = write_shuffle(probe, probe.flow, Partitioned::hash, index, 1 - build_side);
      const double mappers = stage(large.writer).tasks;
      probe.stage = new_stage(mappers);
      add_shuffle_read(probe.stage, large, true);
      probe.partitioning = {};
    }
  }
  const int sent = broadcast(build.stage, build.flow, index, choice.build_left ? 0 : 1);
  probe.stage = waiting_for(probe.stage, sent);
  act(probe.stage, Act::broadcast_hash_join, {false, index});
  stage(probe.stage).demand.cpu += probe.flow.rows * k_.hash_probe_row;
  // Built from the keys' own rows: an inner join's output is also partitioned in the build side's names.
  const Keys& probe_on = choice.build_left ? join.right_on : join.left_on;
  const Keys& build_on = choice.build_left ? join.left_on : join.right_on;
  if (join.type == JoinType::inner && probe.partitioning.matches(probe_on)) probe.partitioning.alias = build_on;
  return probe;
}

Stream Planner::shuffled_join(const Join& join, int index, const Choice& choice, const Stream& left,
                              const Stream& right) {
  const Fraction hot = given_or(join.hot_key_share, k_.hot_key_share);
  const bool reuse = settings_.reuse_partitioning;
  const bool left_ready = reuse && left.partitioning.matches(join.left_on);
  const bool right_ready = reuse && right.partitioning.matches(join.right_on);

  const bool both_ready = left_ready && right_ready && left.partitioning.partitions == right.partitioning.partitions;
  int here = -1;
  double planned = both_ready ? left.partitioning.partitions : settings_.shuffle_partitions;
  const bool keep_left = left_ready && (!right_ready || left.partitioning.partitions >= right.partitioning.partitions);
  if (both_ready) {
    here = merged(left.stage, right.stage, false);
    coalesce_again(here, left.partitioning.partitions);
  } else if (left_ready || right_ready) {
    // The side without the partitioning is shuffled to match the other, with as many partitions.
    const Stream& moved = keep_left ? right : left;
    const Shuffled shuffled = write_shuffle(moved, moved.flow, Partitioned::hash, index, keep_left ? 1 : 0, hot);
    here = waiting_for((keep_left ? left : right).stage, shuffled.writer);
    add_shuffle_read(here, shuffled);
    coalesce_again(here, (keep_left ? left : right).partitioning.partitions);
    planned = (keep_left ? left : right).partitioning.partitions;
  } else {
    const Shuffled a = write_shuffle(left, left.flow, Partitioned::hash, index, 0, hot);
    const Shuffled b = write_shuffle(right, right.flow, Partitioned::hash, index, 1, 0);
    here = read_shuffles({a, b}, settings_.shuffle_partitions, true);
  }
  if (left_ready && (both_ready || keep_left)) note_reused(left, index, 0, left.flow.shuffled, left.flow.memory);
  if (right_ready && (both_ready || !keep_left)) note_reused(right, index, 1, right.flow.shuffled, right.flow.memory);
  split_skew(join, index, here);

  Demand& need = stage(here).demand;
  need.cpu += (left.flow.memory + right.flow.memory) * k_.shuffled_join_byte;
  if (choice.strategy == JoinStrategy::sort_merge) {
    sort_in(here, left.flow, index);
    sort_in(here, right.flow, index);
    act(here, Act::sort_merge_join, {false, index});
    need.cpu += (left.flow.rows + right.flow.rows) * k_.merge_join_row;
  } else {
    const Flow& build = choice.build_left ? left.flow : right.flow;
    const Flow& probe = choice.build_left ? right.flow : left.flow;
    act(here, Act::shuffled_hash_join, {false, index});
    need.cpu += build.memory * k_.hash_build_byte + probe.rows * k_.hash_probe_row;
    const Bytes table = hash_table(build) / stage(here).tasks * stage(here).hottest;
    const Bytes share = execution_memory_per_task(stage(here).tasks);
    if (table > share) note(NoteCode::task_memory_exceeded, true, index, table.value, share.value);
  }

  Partitioning out{Partitioned::hash, join.left_on, {}, planned, {}};
  if (join.type == JoinType::inner) out.alias = join.right_on;
  if (join.type == JoinType::left) out.unknown_to_spark = join.right_on;
  if (join.type == JoinType::right) {
    out.keys = join.right_on;
    out.unknown_to_spark = join.left_on;
  }
  if (join.type == JoinType::full) out = {Partitioned::unknown, {}, {}, 0, join.left_on};
  return {here, {}, out};
}

/// AQE cuts partitions that are far above the median, at the price of reading the other side's partition once a piece;
/// not where a later step needs the partitioning, and not for a full outer join.
void Planner::split_skew(const Join& join, int index, int here) {
  Stage& s = stage(here);
  const Bytes mean = s.bytes.shuffle_read / s.tasks;
  const bool skewed = mean * s.hottest > std::max(skew_floor, mean * skew_factor);
  if (!skewed) return;
  const bool can =
      settings_.adaptive && settings_.skew_join && splits_left(join.type) && !needed_later(index, join.left_on);
  if (!can) return;
  const Bytes target = std::max(settings_.advisory_partition_size, mean);
  const double pieces = std::ceil(mean * s.hottest / target);
  note(NoteCode::skew_split, false, index, s.hottest, 0, pieces);
  s.tasks += pieces - 1;
  s.hottest = std::max(1.0, target / mean);
}

}  // namespace sizer::spark
