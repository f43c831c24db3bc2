// Shuffles: what is written, who reads it, and how many partitions adaptive execution leaves.
#include <algorithm>
#include <cmath>

#include "engines/spark/planner.h"

namespace sizer::spark {
namespace {

using namespace sizer::literals;

constexpr Bytes smallest_partition = 1_MiB;  // spark.sql.adaptive.coalescePartitions.minPartitionSize

/// The same rows, written as `shuffled` bytes.
Flow written_as(Flow payload, Bytes shuffled) {
  const double factor = payload.shuffled.value > 0 ? shuffled / payload.shuffled : 1;
  payload.memory *= factor;
  payload.stored *= factor;
  payload.shuffled = shuffled;
  return payload;
}

}  // namespace

/// Costs are by the byte that lz4 writes; zstd writes fewer of them and works longer for each.
Ratio Planner::codec_work() const {
  return job_.spark.codec == Codec::zstd ? k_.zstd_work / k_.zstd_per_lz4 : 1;
}

/// What a codec knows of the rows before it forgets from one task's share of a partition to the next: each begins with
/// a header and a row as it is.
Bytes Planner::with_segments(const Flow& payload, double segments) const {
  constexpr double length_of_row = 4;
  if (payload.rows.value <= 0) return payload.shuffled;
  const double written = segments * -std::expm1(-payload.rows.value / segments);
  const double raw = payload.memory.value / payload.rows.value + length_of_row;
  const Bytes begun = written * (k_.shuffle_segment + Bytes{raw});
  const Bytes most = payload.rows.value * Bytes{raw} + written * k_.shuffle_segment * 0.6;
  return std::max(payload.shuffled, std::min(payload.shuffled + begun, most));
}

Shuffled Planner::write_shuffle(const Stream& in, Flow payload, Partitioned kind, int step, int side, Fraction hot,
                                bool may_be_given, double partitions) {
  if (ledger_.columns_of(step) != nullptr) {
    if (partitions <= 0) partitions = kind == Partitioned::single ? 1 : settings_.shuffle_partitions;
    payload.shuffled = with_segments(payload, stage(in.stage).tasks * partitions);
  }
  if (may_be_given)
    if (const auto given = given_shuffle(step, side, &Flow::shuffled)) payload = written_as(payload, *given);
  const int writer = root(in.stage);
  closed_[static_cast<std::size_t>(writer)] = 1;
  act(writer, Act::exchange_write, {false, step});
  Stage& here = stage(writer);
  here.bytes.shuffle_write += payload.shuffled;
  here.demand.cpu += payload.shuffled * codec_work() * k_.exchange_write_byte + payload.rows * k_.exchange_row;
  here.demand.disk_write += payload.shuffled * k_.page_cache_miss;
  const ExchangeNote::What what = may_be_given ? planned_or_given(step) : ExchangeNote::What::planned;
  plan_.exchanges.push_back({what, kind, step, side, writer, payload.shuffled, payload.memory, payload.rows});
  return {writer, payload, hot};
}

/// AQE merges neighbours up to the advisory size, but keeps every core busy (parallelismFirst); it never adds
/// partitions.
double Planner::coalesced(Bytes total, double partitions) const {
  if (!settings_.adaptive) return partitions;
  const Bytes a_core{std::ceil(total.value / settings_.default_parallelism)};
  const Bytes target = std::max(smallest_partition, std::min(settings_.advisory_partition_size, a_core));
  return std::clamp(std::ceil(total / target), 1.0, partitions);
}

void Planner::add_shuffle_read(int into, const Shuffled& shuffled, bool local) {
  Stage& here = stage(into);
  const Bytes amount = shuffled.payload.shuffled;
  here.after.push_back(shuffled.writer);
  act(into, Act::exchange_read, here.parts.empty() ? Source{false, -1} : here.parts.back().of);
  here.bytes.shuffle_read += amount;
  here.demand.cpu += amount * codec_work() * k_.exchange_read_byte;
  here.demand.disk_read += amount * k_.page_cache_miss;
  here.hot_bytes += amount * shuffled.hot;
  if (here.bytes.shuffle_read.value > 0) here.hottest = 1 + here.hot_bytes / here.bytes.shuffle_read * (here.tasks - 1);
  if (local) return;
  const Bytes remote = amount * (1 - 1.0 / cluster_.nodes);
  here.demand.network_in += remote;
  here.demand.network_out += remote;
  here.demand.wait_network += held(amount / k_.fetch_rate);
}

int Planner::read_shuffles(std::initializer_list<Shuffled> shuffles, double partitions, bool coalesce) {
  Bytes total{};
  for (const Shuffled& shuffled : shuffles) total += shuffled.payload.shuffled;
  const int reader = new_stage(coalesce ? coalesced(total, partitions) : partitions);
  for (const Shuffled& shuffled : shuffles) add_shuffle_read(reader, shuffled);
  return reader;
}

/// One shuffle from `in` to a new stage.
Stream Planner::exchange(const Stream& in, Flow payload, Partitioned kind, KeyView keys, int step, double partitions,
                         Fraction hot, bool may_be_given) {
  const bool single = kind == Partitioned::single;
  const bool asked = partitions > 0;  // a number that the user asked for is kept
  const double wanted = single ? 1 : asked ? partitions : settings_.shuffle_partitions;
  const Shuffled shuffled = write_shuffle(in, payload, kind, step, 0, hot, may_be_given, wanted);
  const int reader = read_shuffles({shuffled}, wanted, !single && !asked);
  return {reader, shuffled.payload, {kind, keys, {}, wanted, {}}};
}

/// Shuffles that one stage reads are coalesced together, by their sum.
void Planner::coalesce_again(int index, double planned) {
  Stage& here = stage(index);
  const double tasks = std::max(here.tasks, coalesced(here.bytes.shuffle_read, planned));
  here.demand.task_memory *= here.tasks / tasks;
  here.tasks = tasks;
  here.hottest = 1 + here.hot_bytes / here.bytes.shuffle_read * (tasks - 1);
}

void Planner::note_reused(const Stream& in, int step, int side, Bytes saved, Bytes raw) {
  plan_.exchanges.push_back({ExchangeNote::What::reused, in.partitioning.kind, step, side, -1, saved, raw});
}

/// True when a later step, reached without another exchange, relies on rows clustered by `keys`: AQE then leaves skewed
/// partitions whole, because splitting them would cost that step an exchange.
bool Planner::needed_later(int step, KeyView keys) {
  std::vector<char> carries{1};  // from `step` on
  int to_come = readers_[static_cast<std::size_t>(step)];
  for (std::size_t i = static_cast<std::size_t>(step) + 1; to_come > 0; ++i) {
    carries.push_back(0);
    int fed = 0;
    for (const Source source : job_.steps[i].from)
      if (!source.is_input && source.index >= step) fed += carries[static_cast<std::size_t>(source.index - step)];
    to_come -= fed;
    if (fed == 0) continue;
    const Partitioning have{Partitioned::hash, keys, {}, 0};
    const Operator& op = job_.steps[i].op;
    if (const auto* aggregate = std::get_if<Aggregate>(&op)) {
      if (have.clusters(aggregate->keys)) return true;
    } else if (const auto* dedup = std::get_if<Dedup>(&op)) {
      if (have.clusters(dedup->keys)) return true;
    } else if (const auto* window = std::get_if<Window>(&op)) {
      if (have.clusters(window->partition_by)) return true;
    } else if (const auto* join = std::get_if<Join>(&op)) {
      if (have.matches(join->left_on) || have.matches(join->right_on)) return true;
    } else if (!std::holds_alternative<Sort>(op) && !std::holds_alternative<Repartition>(op) &&
               !std::holds_alternative<Exchange>(op) && !std::holds_alternative<Union>(op) &&
               !std::holds_alternative<Expand>(op) && !std::holds_alternative<FirstRows>(op) &&
               !std::holds_alternative<Coalesce>(op) && !std::holds_alternative<RandomShuffle>(op)) {
      carries.back() = 1;
      to_come += readers_[i];
    }
  }
  return false;
}

}  // namespace sizer::spark
