// Barriers: hash shuffles with their aggregator actors, sorts, joins; and what the object store then spills.
#include <algorithm>
#include <cmath>

#include "engines/groups.h"
#include "engines/ray/planner.h"
#include "engines/user_code.h"

namespace sizer::ray {
namespace {

constexpr Bytes largest_inline{100 * 1024};  // max_direct_call_object_size
constexpr Fraction spill_threshold = 0.8;    // object_spilling_threshold
constexpr Ratio aggregator_skew = 1.3;       // SHUFFLE_AGGREGATOR_MEMORY_ESTIMATE_SKEW_FACTOR of hash_shuffle.py

}  // namespace

/// Blocks that a barrier leaves: nothing fuses with it.
Stream Planner::after_barrier(int stage, const Flow& flow) {
  Stream out;
  out.stage = stage;
  out.flow = flow;
  out.fusable = false;
  return out;
}

/// The sending half: blocks cross into shuffle tasks, which cut them into shards and put those.
Planner::Sent Planner::send(const Stream& in, Flow payload, Partitioned kind, int step, int side) {
  if (const auto given = given_shuffle(step, side, &Flow::memory)) payload.memory = *given;
  const int sender = new_stage(std::max({stage(in.stage).tasks, blocks_of(in.flow), in.blocks}), stage(in.stage).group);
  cross_edge(in.stage, in.flow, sender);
  act(sender, Act::exchange_write, {false, step});
  Stage& here = stage(sender);
  here.bytes.object_store_put += payload.memory;
  here.demand.cpu += payload.memory * (k_.ray_shuffle_byte + k_.ray_put_byte);
  plan_.exchanges.push_back(
      {planned_or_given(step), kind, step, side, sender, payload.memory, payload.memory, payload.rows});
  return {sender, payload};
}

/// What exceeds the store's threshold while a barrier holds everything is written to local disk and read back.
void Planner::spill(int sender, int receiver, Bytes live) {
  const Bytes excess = live - store_room() * spill_threshold;
  if (excess.value <= 0) return;
  Stage& out = stage(sender);
  out.bytes.spill_write += excess;
  out.demand.disk_write += excess;
  Stage& back = stage(receiver);
  back.bytes.spill_read += excess;
  back.demand.disk_read += excess;
}

/// The receiving half: aggregator actors (hash shuffle) or tasks (sort) that pull the shards of their partitions, of
/// which there are as many as the step, else the settings ask for; 0: nothing is asked for.
int Planner::receive(std::initializer_list<Sent> sent, Act then, int step, bool actors, Fraction hot, bool single,
                     double asked) {
  Bytes all{};
  double blocks = 0;
  std::vector<Stream> senders;
  for (const Sent& one : sent) {
    senders.emplace_back().stage = one.stage;
    all += one.payload.memory;
    blocks = std::max(blocks, stage(one.stage).tasks);
  }
  if (asked <= 0) asked = settings_.partitions;
  const double partitions = !actors ? blocks : single ? 1 : asked > 0 ? asked : blocks;
  const int receiver = new_stage(partitions, new_group(senders));
  act(receiver, then, {false, step});
  Stage& here = stage(receiver);
  here.bytes.object_store += all * remote();
  here.demand.network_in += all * remote();
  here.demand.network_out += all * remote();
  here.demand.cpu += all * k_.ray_put_byte;
  here.hottest = 1 + hot * (here.tasks - 1);
  for (const Sent& one : sent) here.after.push_back(one.stage);
  if (actors) {
    const double aggregators = std::max(1.0, std::min({here.tasks, capacity_.slots, settings_.max_aggregators}));
    here.slots = aggregators;
    here.overhead += k_.actor_start;
    const Bytes an_actor = all / aggregators * 2 * aggregator_skew * here.hottest;
    const Bytes room = heap_a_node() / std::ceil(aggregators / nodes());
    here.demand.task_memory = an_actor;
    if (an_actor > room) note(NoteCode::task_memory_exceeded, true, step, an_actor.value, room.value);
  }
  spill(sent.begin()->stage, receiver, all);
  return receiver;
}

Stream Planner::hash_shuffle(const Stream& in, Flow payload, const Keys& keys, int step, Act then, Fraction hot,
                             double partitions) {
  const Sent sent = send(in, payload, keys.empty() ? Partitioned::single : Partitioned::hash, step);
  const int receiver = receive({sent}, then, step, true, hot, keys.empty(), partitions);
  if (keys.empty() && then == Act::window) note(NoteCode::single_task, false, step, sent.payload.memory.value);
  return after_barrier(receiver, sent.payload);
}

/// Each block is aggregated before it is cut into shards.
Stream Planner::lower(const Aggregate& aggregate, int step, Stream in) {
  const Flow& out = leaving(step);
  const Ratio width = given_or(aggregate.width, k_.aggregate_width);
  const double blocks = std::max(stage(in.stage).tasks, blocks_of(in.flow));
  const Rows rows = std::max(Rows{1}, in.flow.rows);
  const Rows seen = aggregate.distinct.empty() ? engines::seen_by_tasks(rows, out.rows, blocks) : rows;
  const Flow payload = in.flow.scaled(std::min(1.0, seen / rows), width);
  Stream done = hash_shuffle(in, payload, aggregate.keys, step, Act::final_aggregate);
  Stage& sender = stage(plan_.stages[static_cast<std::size_t>(done.stage)].after.front());
  sender.demand.cpu += in.flow.memory * k_.ray_aggregate_byte;
  stage(done.stage).demand.cpu += done.flow.memory * k_.ray_aggregate_byte;
  return done;
}

Stream Planner::lower(const Dedup& dedup, int step, Stream in) {
  const Sent sent = send(in, in.flow, Partitioned::hash, step);
  const int receiver =
      receive({sent}, Act::final_aggregate, step, true, given_or(dedup.hot_key_share, k_.hot_key_share));
  Stream done = after_barrier(receiver, sent.payload);
  stage(done.stage).demand.cpu += done.flow.memory * k_.ray_aggregate_byte;
  return done;
}

Stream Planner::lower(const Sort& sort, int step, Stream in) {
  if (sort.scope == SortScope::within_partitions) {
    const Stream out = place(in, {});
    act(out.stage, Act::sort, {false, step});
    stage(out.stage).demand.cpu += in.flow.memory * k_.ray_sort_byte;
    return out;
  }
  const Sent sent = send(in, in.flow, Partitioned::range, step);
  // A task's results of up to 100 KiB travel with its reply and never enter the store.
  const double shards = std::pow(stage(sent.stage).tasks, 2);
  if (sent.payload.memory / shards < largest_inline) stage(sent.stage).bytes.object_store_put -= sent.payload.memory;
  stage(sent.stage).demand.cpu += sent.payload.memory * k_.ray_sort_byte;
  act(sent.stage, Act::sort, {false, step});
  const int receiver = receive({sent}, Act::sort, step, false, 0);
  stage(receiver).demand.cpu += sent.payload.memory * k_.ray_sort_byte;
  return after_barrier(receiver, sent.payload);
}

/// groupby().map_groups(): rows of a group must meet, then the user's function runs over each group.
Stream Planner::lower(const Window& window, int step, Stream in) {
  Stream done = hash_shuffle(in, in.flow, window.partition_by, step, Act::window,
                             given_or(window.hot_key_share, k_.hot_key_share));
  Map over_groups;
  over_groups.quality = Quality::vectorized;
  stage(done.stage).demand.cpu += done.flow.memory * k_.ray_sort_byte;
  stage(done.stage).demand.user += engines::map_time(over_groups, done.flow, k_, c_);
  return done;
}

Stream Planner::lower(const Repartition& repartition, int step, Stream in) {
  if (!repartition.by.empty())
    return hash_shuffle(in, in.flow, repartition.by, step, Act::exchange_read, 0, repartition.partitions);
  Stream out = after_barrier(-1, in.flow);
  out.stage =
      new_stage(repartition.partitions > 0 ? repartition.partitions : blocks_of(in.flow), stage(in.stage).group);
  cross_edge(in.stage, in.flow, out.stage);
  act(out.stage, Act::exchange_read, {false, step});
  return out;
}

Stream Planner::lower(const Exchange& given, int step, Stream in) {
  Flow payload = in.flow;
  payload.memory = at(given.bytes, c_);
  const Sent sent = send(in, payload, given.by.empty() ? Partitioned::round_robin : Partitioned::hash, step);
  plan_.exchanges.back().what = ExchangeNote::What::given;
  const int receiver = receive({sent}, Act::exchange_read, step, true, 0, false, given.partitions);
  return after_barrier(receiver, sent.payload);
}

/// Hash join only: both sides are shuffled whole; nothing handles skew.
Stream Planner::lower(const Join& join, int step, Stream left) {
  const Stream right = stream_of(step_at(step).from[1]);
  plan_.joins.push_back({step, JoinStrategy::shuffle_hash});
  const bool as_asked = join.strategy == JoinStrategy::automatic || join.strategy == JoinStrategy::shuffle_hash;
  if (!as_asked) note(NoteCode::join_not_broadcastable, false, step);
  const Sent a = send(left, left.flow, Partitioned::hash, step, 0);
  const Sent b = send(right, right.flow, Partitioned::hash, step, 1);
  const int receiver =
      receive({a, b}, Act::shuffled_hash_join, step, true, given_or(join.hot_key_share, k_.hot_key_share));
  stage(receiver).demand.cpu += (a.payload.memory + b.payload.memory) * k_.ray_join_byte;
  return after_barrier(receiver, {});
}

}  // namespace sizer::ray
