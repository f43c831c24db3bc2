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

/// The job with the small side at some size, its rows in proportion, and the join done by some strategy.
class Trial {
 public:
  /// `now`: what is read of the input.
  Trial(const Job& job, const ConstantValues& k, int join, int input, Bytes now)
      : given_(job.inputs[static_cast<std::size_t>(input)]), k_(k), join_(join), input_(input), now_(now), job_(job) {}

  /// Of what arrives at the join.
  Bytes memory(Bytes read, Source side) {
    resize(read);
    return account(job_, k_, Case::typical).of(side).memory;
  }
  bool safe(Bytes read) {
    const Plan made = with(read, JoinStrategy::broadcast);
    return std::ranges::none_of(made.notes, [&](const Note& n) { return n.infeasible && n.step == join_; });
  }
  bool pays(Bytes read) {
    return lasts(with(read, JoinStrategy::broadcast)) <= lasts(with(read, JoinStrategy::sort_merge));
  }

 private:
  void resize(Bytes read) {
    Input& small = job_.inputs[static_cast<std::size_t>(input_)];
    const double factor = read / now_;
    small.size = exactly(given_.size->typical * factor);
    if (given_.rows) small.rows = exactly(given_.rows->typical * factor);
    if (given_.files) small.files = exactly(Rows{std::max(1.0, given_.files->typical.value * factor)});
  }
  Plan with(Bytes read, JoinStrategy strategy) {
    resize(read);
    std::get<Join>(job_.steps[static_cast<std::size_t>(join_)].op).strategy = strategy;
    return plan(job_, job_.cluster, account(job_, k_, Case::typical), k_, Case::typical);
  }
  Seconds lasts(const Plan& made) const { return timeline_of(made, job_, job_.cluster, k_).duration; }

  const Input& given_;
  const ConstantValues& k_;
  int join_, input_;
  Bytes now_;
  Job job_;
};

constexpr Bytes smallest{1e4};
constexpr double close_enough = 1.0001;  // between the ends of what is searched

/// The largest size up to which `holds`, by bisection on a log scale; empty when it holds nowhere or up to `largest`.
template <class Holds>
std::optional<Bytes> limit(Bytes largest, Holds holds) {
  if (!holds(smallest) || holds(largest)) return std::nullopt;
  double low = std::log(smallest.value), high = std::log(largest.value);
  while (high - low > std::log(close_enough)) {
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
  Trial trial(job, k, join, small, read);
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
  if (limits.largest_safe) limits.largest_safe_memory = trial.memory(*limits.largest_safe, side);
  if (limits.break_even) limits.break_even_memory = trial.memory(*limits.break_even, side);
  return limits;
}

}  // namespace

std::vector<BroadcastLimits> broadcast_limits(const Job& job, const Constants& constants) {
  std::vector<BroadcastLimits> all;
  if (job.engine->settings != SettingsOf::spark) return all;
  const Ledger ledger = account(job, constants.at(Case::typical), Case::typical);
  for (const int join : largest_joins(joins_of(job), job, ledger))
    if (auto limits = limits_of(job, constants, ledger, join)) all.push_back(std::move(*limits));
  return all;
}

}  // namespace sizer::report
