// Sorts, windows, repartitioning, and exchanges given outright.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engines/spark/planner.h"

namespace sizer::spark {
/// The job that samples the keys for range partitioning runs everything back to the last shuffle once more.
void Planner::sample(int index, int step) {
  const int again = new_stage(stage(index).tasks);
  Stage& sampling = stage(again);
  const Stage& real = stage(index);
  sampling.parts = real.parts;
  sampling.parts.push_back({Act::sample, {false, step}});
  sampling.after = real.after;
  sampling.demand = real.demand;
  sampling.bytes = real.bytes;
  sampling.bytes.shuffle_write = sampling.bytes.output_write = {};  // it reads and counts, and writes nothing
  sampling.hottest = real.hottest;
  sampling.slots = real.slots;
  closed_[static_cast<std::size_t>(again)] = 1;
  stage(index).after.push_back(again);
  note(NoteCode::sampled_twice, false, step, (real.bytes.input_read + real.bytes.shuffle_read).value);
}

Stream Planner::lower(const Sort& op, int index, Stream in) {
  Stream out = sorted(op, index, in);
  if (op.limit) out.told = leaving(index).stored;
  return out;
}

Stream Planner::sorted(const Sort& sort, int index, Stream in) {
  if (sort.scope == SortScope::within_partitions) {
    act(in.stage, Act::sort, {false, index});
    sort_in(in.stage, in.flow, index);
    return in;
  }
  if (sort.limit) return top_k(sort, index, in);
  sample(root(in.stage), index);
  in = exchange(in, in.flow, Partitioned::range, sort.by, index);
  act(in.stage, Act::sort, {false, index});
  sort_in(in.stage, in.flow, index);
  return in;
}

/// TakeOrderedAndProject: every task keeps its first rows, the driver merges them. No shuffle.
Stream Planner::top_k(const Sort& sort, int index, Stream in) {
  act(in.stage, Act::top_k, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.sort_row;
  const int before = root(in.stage);
  closed_[static_cast<std::size_t>(before)] = 1;
  const int merge = new_stage(1);
  act(merge, Act::top_k, {false, index});
  stage(merge).after = {before};
  const double kept = std::min(in.flow.rows.value, at(*sort.limit, c_).value * stage(before).tasks);
  const Flow passed_on = in.flow.scaled(in.flow.rows.value > 0 ? kept / in.flow.rows.value : 1);
  stage(merge).demand.cpu += passed_on.rows * k_.sort_row + passed_on.memory * k_.sort_byte;
  stage(merge).demand.network_in += passed_on.shuffled;
  stage(merge).demand.network_out += passed_on.shuffled;
  if (passed_on.memory > settings_.driver_memory)
    note(NoteCode::task_memory_exceeded, true, index, passed_on.memory.value, settings_.driver_memory.value);
  return {merge, leaving(index), {Partitioned::single, {}, {}, 1}};
}

Stream Planner::lower(const Window& window, int index, Stream in) {
  const bool alone = window.partition_by.empty();
  const Fraction hot = given_or(window.hot_key_share, k_.hot_key_share);
  if (!alone && settings_.reuse_partitioning && in.partitioning.clusters(window.partition_by)) {
    note_reused(in, index, 0, in.flow.shuffled, in.flow.memory);
  } else {
    Flow payload = in.flow;
    const StepColumns* const columns = ledger_.columns_of(index);
    const bool groups_known = window.groups || (columns != nullptr && !columns->groups.empty());
    if (window.limit && groups_known && settings_.version >= 3.5) {
      // WindowGroupLimit: no task passes on more than k rows of a group.
      sort_in(in.stage, in.flow, index);  // WindowGroupLimit wants its rows in order
      stage(in.stage).demand.cpu += in.flow.rows * k_.window_row;
      const Rows seen = seen_by_tasks(in, index, given_or(window.groups, Rows{}), at(*window.limit, c_).value);
      payload = payload.scaled(in.flow.rows.value > 0 ? std::min(1.0, seen / in.flow.rows) : 1);
    }
    in = exchange(in, payload, alone ? Partitioned::single : Partitioned::hash, window.partition_by, index, 0, hot);
    if (alone) note(NoteCode::single_task, false, index, payload.memory.value);
  }
  act(in.stage, Act::window, {false, index});
  sort_in(in.stage, in.flow, index);
  stage(in.stage).demand.cpu += in.flow.rows * k_.window_row;
  return in;
}

Stream Planner::lower(const Repartition& repartition, int index, Stream in) {
  const bool round_robin = repartition.by.empty();
  if (round_robin) sort_in(in.stage, in.flow, index);  // spark.sql.execution.sortBeforeRepartition
  return exchange(in, in.flow, round_robin ? Partitioned::round_robin : Partitioned::hash, repartition.by, index,
                  repartition.partitions);
}

/// The user knows the bytes; the work on them is that of any exchange.
Stream Planner::lower(const Exchange& given, int index, Stream in) {
  Flow payload = in.flow;
  const Bytes written = at(given.bytes, c_);
  const double factor = payload.shuffled.value > 0 ? written / payload.shuffled : 0;
  payload = payload.scaled(1, factor);
  payload.shuffled = written;
  in = exchange(in, payload, given.by.empty() ? Partitioned::round_robin : Partitioned::hash, given.by, index,
                given.partitions);
  plan_.exchanges.back().what = ExchangeNote::What::given;
  return in;
}

}  // namespace sizer::spark
