// Aggregations: partial, exchange, final; and deduplication, which Spark plans as one.
#include <algorithm>
#include <cmath>
#include <utility>

#include "columns/shares.h"
#include "engines/groups.h"
#include "engines/spark/planner.h"

namespace sizer::spark {
namespace {

Keys with(Keys keys, const Keys& more) {
  keys.insert(keys.end(), more.begin(), more.end());
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

/// Rows that the tasks of a stage pass on when each keeps at most `limit` of a group: by how rows lie over the keys,
/// and in which order, where columns tell that.
Rows Planner::seen_by_tasks(const Stream& in, int step, Rows groups, double limit, Fraction hot) {
  const double tasks = stage(in.stage).tasks;
  const StepColumns* const columns = ledger_.columns_of(step);
  if (columns != nullptr && in.as_read == columns->in_order_of && columns->runs > 0 && !columns->within_runs.empty())
    return passed_on(columns->within_runs, in.flow.rows, tasks, limit, columns->runs);
  if (columns != nullptr && !columns->groups.empty()) return passed_on(columns->groups, in.flow.rows, tasks, limit);
  if (limit == 1) return engines::seen_by_tasks(in.flow.rows * (1 - hot), groups, tasks);
  const double lots = std::max(1.0, groups.value * tasks);
  return Rows{expected_at_most(in.flow.rows.value / lots, limit) * lots};
}

/// What leaves the partial aggregation of a stage: each task passes on the groups that it saw. `clustered`: all rows of
/// a group are in one task.
Flow Planner::partial(const Stream& in, int step, Rows groups, Ratio width, bool clustered, Fraction hot) {
  const Rows seen = std::min(in.flow.rows, clustered ? groups : seen_by_tasks(in, step, groups, 1, hot));
  const double share = in.flow.rows.value > 0 ? seen / in.flow.rows : 1;
  Flow passed = in.flow.scaled(share, width);
  if (const StepColumns* const columns = ledger_.columns_of(step);
      columns != nullptr && columns->partial_memory.value > 0) {
    passed.memory = seen * columns->partial_memory + in.flow.rows * columns->collected_memory;
    passed.shuffled = seen * columns->partial_shuffled + in.flow.rows * columns->collected_shuffled;
  } else {
    passed.shuffled *= k_.aggregate_shuffle;  // small numbers in fields of eight bytes compress well
  }
  return passed;
}

/// The size that Spark's planner takes for what leaves a step: that of what comes in, scaled by the default sizes of
/// the types of the columns (SizeInBytesOnlyStatsPlanVisitor.visitUnaryNode).
Bytes Planner::as_planned(Bytes told, int step) const {
  const StepColumns* const columns = ledger_.columns_of(step);
  if (columns == nullptr || columns->planned_in <= 0) return told;
  return std::min(unknown_size, told * (columns->planned_out / columns->planned_in));
}

/// Spark's statistics take a grouped aggregate to keep all rows.
Stream Planner::lower(const Aggregate& op, int index, Stream in) {
  const Bytes told = op.keys.empty()                        ? leaving(index).memory
                     : ledger_.columns_of(index) != nullptr ? as_planned(*in.told, index)
                                                            : *in.told * given_or(op.width, k_.aggregate_width);
  Stream out = aggregate(op, index, in);
  out.told = told;
  return out;
}

Stream Planner::aggregate(const Aggregate& aggregate, int index, Stream in) {
  if (!aggregate.distinct.empty()) return distinct_aggregate(aggregate, index, in);
  const Flow& out = leaving(index);
  const Ratio width = given_or(aggregate.width, k_.aggregate_width);
  const bool clustered = in.partitioning.clusters(aggregate.keys);
  const Flow passed_on = partial(in, index, out.rows, width, in.partitioning.lies_together(aggregate.keys),
                                 given_or(aggregate.hot_key_share, k_.hot_key_share));

  act(in.stage, Act::partial_aggregate, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row + in.flow.memory * k_.hash_aggregate_byte;
  const bool reuse = clustered && settings_.reuse_partitioning;
  if (reuse) {
    note_reused(in, index, 0, passed_on.shuffled, passed_on.memory);
  } else {
    in = exchange(in, passed_on, aggregate.keys.empty() ? Partitioned::single : Partitioned::hash, aggregate.keys,
                  index);
  }
  act(in.stage, Act::final_aggregate, {false, index});
  Stage& here = stage(in.stage);
  here.demand.cpu += passed_on.rows * k_.hash_aggregate_row + passed_on.memory * k_.hash_aggregate_byte;
  hold_in_memory(in.stage, hash_table(out) / here.tasks, out.memory.value > 0 ? out.shuffled / out.memory : 1, index);
  return in;
}

/// What passes the partial aggregation by keys and counted values.
Flow Planner::pairs_passed_on(const Stream& in, int step, Rows pairs, Ratio width, bool clustered) {
  const StepColumns* const columns = ledger_.columns_of(step);
  if (columns == nullptr || columns->pairs.empty()) return partial(in, step, pairs, width, clustered);
  const double tasks = stage(in.stage).tasks;
  Rows seen{};
  if (clustered)
    seen = pairs;
  else if (in.as_read == columns->in_order_of && columns->pair_runs > 0)
    seen = passed_on(columns->pairs_within_runs, in.flow.rows, tasks, 1, columns->pair_runs);
  else  // one copy of the rows for each column that is counted
    for (const KeyShares& each : columns->pairs)
      seen += passed_on(each, in.flow.rows / static_cast<double>(columns->pairs.size()), tasks);
  Flow passed = in.flow.scaled(in.flow.rows.value > 0 ? seen / in.flow.rows : 1);
  passed.memory = seen * columns->pair_memory;
  passed.shuffled = seen * columns->pair_shuffled;
  return passed;
}

/// One distinct column: pairs of group and value are aggregated first and shuffled by both, then the groups by the
/// keys. Several: each row is expanded to one for each column (and one for the plain aggregates), then the same.
Stream Planner::distinct_aggregate(const Aggregate& aggregate, int index, Stream in) {
  const Flow& out = leaving(index);
  const Ratio width = given_or(aggregate.width, k_.aggregate_width);
  const StepColumns* const columns = ledger_.columns_of(index);
  if (aggregate.distinct.size() > 1) {
    const std::size_t copies =
        columns != nullptr && !columns->pairs.empty() ? columns->pairs.size() : aggregate.distinct.size() + 1;
    in.flow = in.flow.scaled(static_cast<double>(copies));
    stage(in.stage).demand.cpu += in.flow.rows * k_.project_row;
  }
  const Rows assumed =
      columns != nullptr && !columns->pairs.empty() ? columns->distinct_pairs : in.flow.rows * k_.dedup_keeps;
  const Rows pairs = std::min(in.flow.rows, given_or(aggregate.distinct_pairs, assumed));
  const KeyView both = made_keys_.emplace_front(with(aggregate.keys, aggregate.distinct));

  act(in.stage, Act::partial_aggregate, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row + in.flow.memory * k_.hash_aggregate_byte;
  const bool clustered = in.partitioning.clusters(aggregate.keys) && settings_.reuse_partitioning;
  if (!clustered) {
    const Flow of_pairs = pairs_passed_on(in, index, pairs, width, in.partitioning.lies_together(both));
    if (in.partitioning.clusters(both) && settings_.reuse_partitioning) {
      note_reused(in, index, 0, of_pairs.shuffled, of_pairs.memory);
      in.flow = of_pairs;
    } else {
      in = exchange(in, of_pairs, Partitioned::hash, both, index);
    }
    act(in.stage, Act::merge_distinct, {false, index});
    hold_in_memory(in.stage, hash_table(in.flow) / stage(in.stage).tasks,
                   in.flow.memory.value > 0 ? in.flow.shuffled / in.flow.memory : 1, index);
    stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row * 2;
    const double left = in.flow.rows.value > 0 ? std::min(1.0, pairs / in.flow.rows) : 1;
    in.flow = in.flow.scaled(left);
    const Flow passed_on = partial(in, index, out.rows, 1, false);
    // Bytes given for the step are those of its first exchange, which carries the pairs.
    in = exchange(in, passed_on, aggregate.keys.empty() ? Partitioned::single : Partitioned::hash, aggregate.keys,
                  index, 0, 0, false);
  } else {
    note_reused(in, index, 0, in.flow.shuffled * width, in.flow.memory * width);
  }
  act(in.stage, Act::final_aggregate, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row;
  return in;
}

/// dropDuplicates groups by the keys and takes the first of every other column: whole rows cross the exchange, and
/// columns of variable width make it a sort aggregation, sorted on both sides of the exchange.
Stream Planner::lower(const Dedup& dedup, int index, Stream in) {
  const Flow& out = leaving(index);
  const bool by_any_column = dedup.all_columns && in.partitioning.kind == Partitioned::hash;
  const bool clustered = by_any_column || (!dedup.all_columns && in.partitioning.clusters(dedup.keys));
  Flow passed_on = partial(in, index, out.rows, 1, clustered);
  if (ledger_.columns_of(index) == nullptr) passed_on.shuffled *= 1 / k_.aggregate_shuffle;  // whole rows, not counters
  act(in.stage, Act::partial_aggregate, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row;
  if (!dedup.all_columns) sort_in(in.stage, in.flow, index);
  if (clustered && settings_.reuse_partitioning) {
    note_reused(in, index, 0, passed_on.shuffled, passed_on.memory);
  } else {
    in = exchange(in, passed_on, Partitioned::hash, dedup.keys, index);
    if (!dedup.all_columns) sort_in(in.stage, in.flow, index);
  }
  act(in.stage, Act::final_aggregate, {false, index});
  stage(in.stage).demand.cpu += in.flow.rows * k_.hash_aggregate_row;
  return in;
}

}  // namespace sizer::spark
