// Broadcasts: collected to the driver, built there, sent to every executor; with the limits that make them fail.
#include <algorithm>

#include "engines/spark/planner.h"

namespace sizer::spark {
namespace {

constexpr double most_rows = 357'913'941;  // 2^29 / 1.5: BytesToBytesMap.MAX_CAPACITY at its load factor

}  // namespace

/// Rows in pages, and the pointers of a hash table that is at most half full.
Bytes Planner::hash_table(const Flow& relation) const {
  return relation.memory * k_.hash_table_memory + relation.rows * k_.hash_table_row;
}

/// Ends the stage `from` by broadcasting `relation`, and returns the stage that does so. Each executor holds one copy.
/// `side`: of a join, 0 left, 1 right; empty: it is a table that tasks look up.
int Planner::broadcast(int from, const Flow& relation, int step, std::optional<int> side) {
  from = root(from);
  closed_[static_cast<std::size_t>(from)] = 1;
  act(from, Act::collect, {false, step});
  stage(from).demand.cpu += relation.shuffled * k_.exchange_write_byte;

  const int sender = new_stage(1);
  act(sender, Act::broadcast, {false, step});
  Stage& here = stage(sender);
  here.after = {from};
  here.bytes.broadcast = relation.shuffled;
  here.overhead += relation.shuffled / k_.broadcast_rate;
  here.demand.network_in += relation.shuffled * executors();
  here.demand.network_out += relation.shuffled * executors();
  closed_[static_cast<std::size_t>(sender)] = 1;

  const Bytes built = hash_table(relation);
  // The timeout also covers the stage that makes the relation.
  const Stage& making = stage(from);
  const CoreSeconds work = making.demand.cpu * capacity_.cpu_factor() + making.demand.user + making.demand.wait_store;
  const Seconds time =
      relation.shuffled / k_.broadcast_rate + over(work, std::max(1.0, std::min(making.tasks, capacity_.slots)));
  if (side) {
    note_broadcast_limits(relation, time, step);
    plan_.exchanges.push_back({ExchangeNote::What::planned, Partitioned::broadcast, step, *side, from,
                               relation.shuffled, relation.memory, relation.rows});
  }
  const Bytes on_driver = relation.shuffled * 2 + built;
  if (on_driver > settings_.driver_memory)
    note(NoteCode::broadcast_driver_memory, true, step, on_driver.value, settings_.driver_memory.value);
  broadcast_held_ += relation.shuffled + built;
  if (broadcast_held_ > cluster_.executors.memory)
    note(NoteCode::broadcast_executor_memory, true, step, broadcast_held_.value, cluster_.executors.memory.value);
  return sender;
}

void Planner::note_broadcast_limits(const Flow& relation, Seconds time, int step) {
  const Bytes built = hash_table(relation);
  if (built >= settings_.max_broadcast)
    note(NoteCode::broadcast_too_large, true, step, built.value, settings_.max_broadcast.value);
  if (relation.rows.value >= most_rows)
    note(NoteCode::broadcast_too_many_rows, true, step, relation.rows.value, most_rows);
  if (settings_.max_result_size.value > 0 && relation.shuffled > settings_.max_result_size)
    note(NoteCode::broadcast_result_size, true, step, relation.shuffled.value, settings_.max_result_size.value);
  if (time > settings_.broadcast_timeout)
    note(NoteCode::broadcast_timeout, true, step, time.value, settings_.broadcast_timeout.value);
}

}  // namespace sizer::spark
