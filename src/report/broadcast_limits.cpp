// How large the small side of each join may be: for a broadcast to be safe, and for it to be worth while.
#include <algorithm>
#include <cmath>

#include "report/parts.h"
#include "sizer/joins.h"

namespace sizer::report {
namespace {

/// The input that a side of a join comes from, when one input alone feeds it; -1 otherwise.
int input_behind(const Job& job, Source source) {
  while (!source.is_input) {
    const Step& step = job.steps[static_cast<std::size_t>(source.index)];
    if (step.from.size() != 1) return -1;
    source = step.from[0];
  }
  return source.index;
}

/// The job with the small side at `size`, its rows in proportion, and the join done by `strategy`.
struct Trial {
  const Job& job;
  const ConstantValues& k;
  int join;
  int input;
  Source side;  ///< what arrives at the join
  Bytes now;    ///< what is read of the input

  Job resized(Bytes read) const {
    Job changed = job;
    Input& small = changed.inputs[static_cast<std::size_t>(input)];
    const double factor = read / now;
    small.size = exactly(small.size->typical * factor);
    if (small.rows) small.rows = exactly(small.rows->typical * factor);
    if (small.files) small.files = exactly(Rows{std::max(1.0, small.files->typical.value * factor)});
    return changed;
  }
  Estimate with(Bytes size, JoinStrategy strategy) const {
    Job changed = resized(size);
    std::get<Join>(changed.steps[static_cast<std::size_t>(join)].op).strategy = strategy;
    return estimate(changed, changed.cluster, k, Case::typical);
  }

  Bytes memory(Bytes size) const { return account(resized(size), k, Case::typical).of(side).memory; }
  bool safe(Bytes size) const {
    const Estimate made = with(size, JoinStrategy::broadcast);
    return std::ranges::none_of(made.plan.notes, [&](const Note& n) { return n.infeasible && n.step == join; });
  }
  bool pays(Bytes size) const {
    return with(size, JoinStrategy::broadcast).timeline.duration <=
           with(size, JoinStrategy::sort_merge).timeline.duration;
  }
};

constexpr Bytes smallest{1e4};

/// The largest size up to which `holds`, by bisection on a log scale; empty when it holds nowhere or up to `largest`.
template <class Holds>
std::optional<Bytes> limit(Bytes largest, Holds holds) {
  if (!holds(smallest) || holds(largest)) return std::nullopt;
  double low = std::log(smallest.value), high = std::log(largest.value);
  for (int i = 0; i < 24; ++i) {
    const double middle = (low + high) / 2;
    (holds(Bytes{std::exp(middle)}) ? low : high) = middle;
  }
  return Bytes{std::exp(low)};
}

/// What arrives at the join, as rows in memory.
Range<Bytes> memory_of(const Job& job, const Constants& constants, Source side) {
  const auto memory = [&](Case c) { return account(job, constants.at(c), c).of(side).memory; };
  return fold(memory(Case::best), memory(Case::typical), memory(Case::worst));
}

/// Of a join; empty: it cannot broadcast, or no input alone feeds each side.
std::optional<BroadcastLimits> limits_of(const Job& job, const Constants& constants, const Ledger& ledger, int join) {
  const ConstantValues& k = constants.at(Case::typical);
  const Step& step = job.steps[static_cast<std::size_t>(join)];
  const JoinType type = std::get<Join>(step.op).type;
  if (type == JoinType::full) return std::nullopt;
  // The side that is left as it is may come from other joins; the one that is sent comes from one input.
  const int left = input_behind(job, step.from[0]), right = input_behind(job, step.from[1]);
  const auto memory = [&](std::size_t side) { return ledger.of(step.from[side]).memory; };
  const bool left_is_small =
      type == JoinType::right || (type == JoinType::inner && left >= 0 && (right < 0 || memory(0) < memory(1)));
  const int small = left_is_small ? left : right, other = left_is_small ? right : left;
  if (small < 0 || small == other) return std::nullopt;
  const Input& input = job.inputs[static_cast<std::size_t>(small)];
  const Bytes read = ledger.inputs[static_cast<std::size_t>(small)].stored;
  if (!input.size || read.value <= 0 || memory(left_is_small ? 0 : 1).value <= 0) return std::nullopt;

  const Source side = step.from[left_is_small ? 0 : 1];
  const Trial trial{job, k, join, small, side, read};
  BroadcastLimits limits;
  limits.join = step.name;
  limits.table = input.name;
  limits.size = read;
  // Beyond the other side's size the sides would change their parts.
  const Bytes largest = read * (memory(left_is_small ? 1 : 0) / memory(left_is_small ? 0 : 1));
  limits.memory = memory_of(job, constants, side);
  limits.largest_safe = limit(largest, [&](Bytes size) { return trial.safe(size); });
  limits.break_even = limit(largest, [&](Bytes size) { return trial.pays(size); });
  limits.safe_at_all = trial.safe(smallest);
  limits.pays_at_all = trial.pays(smallest);
  if (limits.largest_safe) limits.largest_safe_memory = trial.memory(*limits.largest_safe);
  if (limits.break_even) limits.break_even_memory = trial.memory(*limits.break_even);
  return limits;
}

}  // namespace

std::vector<BroadcastLimits> broadcast_limits(const Job& job, const Constants& constants) {
  std::vector<BroadcastLimits> all;
  if (job.engine != EngineKind::spark) return all;
  const Ledger ledger = account(job, constants.at(Case::typical), Case::typical);
  for (const int join : largest_joins(joins_of(job), job, ledger))
    if (auto limits = limits_of(job, constants, ledger, join)) all.push_back(std::move(*limits));
  return all;
}

}  // namespace sizer::report
