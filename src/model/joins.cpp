// One join after another: what is best for one is kept while the next is tried.
#include "sizer/joins.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace sizer {
namespace {

constexpr JoinStrategy strategies[] = {JoinStrategy::broadcast, JoinStrategy::sort_merge, JoinStrategy::shuffle_hash};

Join& join_at(Job& job, int step) {
  return std::get<Join>(job.steps[static_cast<std::size_t>(step)].op);
}

/// Less is better: limits that the plan breaks, then its time.
std::pair<std::ptrdiff_t, double> figure_of(const Job& job, const Cluster& cluster, const Ledger& ledger,
                                            const ConstantValues& k, Case c) {
  const Plan made = plan(job, cluster, ledger, k, c);
  return {std::ranges::count_if(made.notes, &Note::infeasible), timeline_of(made, job, cluster, k).duration.value};
}

/// The largest first.
void sort_by_size(std::vector<int>& joins, const Job& job, const Ledger& ledger) {
  const auto bytes = [&](int join) {
    Bytes both{};
    for (const Source source : job.steps[static_cast<std::size_t>(join)].from) both += ledger.of(source).memory;
    return both;
  };
  std::ranges::stable_sort(joins, std::ranges::greater{}, bytes);
  if (joins.size() > most_joins_tried) joins.resize(most_joins_tried);
}

}  // namespace

std::vector<int> joins_of(const Job& job) {
  std::vector<int> joins;
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    if (std::holds_alternative<Join>(job.steps[i].op)) joins.push_back(static_cast<int>(i));
  return joins;
}

std::vector<int> largest_joins(std::vector<int> joins, const Job& job, const Ledger& ledger) {
  sort_by_size(joins, job, ledger);
  std::ranges::sort(joins);
  return joins;
}

JoinPlan best_joins(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
                    std::vector<int> open) {
  JoinPlan best;
  best.left_out = open.size() - std::min(open.size(), most_joins_tried);
  sort_by_size(open, job, ledger);
  Job tried = job;
  auto least = figure_of(tried, cluster, ledger, k, c);
  for (const int step : open) {
    JoinStrategy kept = join_at(tried, step).strategy;
    for (const JoinStrategy strategy : strategies) {
      Join& join = join_at(tried, step);
      if (strategy == kept || (strategy == JoinStrategy::broadcast && join.type == JoinType::full)) continue;
      join.strategy = strategy;
      const auto figure = figure_of(tried, cluster, ledger, k, c);
      if (figure >= least) continue;
      least = figure;
      kept = strategy;
    }
    join_at(tried, step).strategy = kept;
    best.joins.push_back({step, kept});
  }
  std::ranges::sort(best.joins, {}, &PlannedJoin::step);
  return best;
}

Job with_joins(Job job, const std::vector<PlannedJoin>& joins) {
  for (const PlannedJoin& each : joins) join_at(job, each.step).strategy = each.strategy;
  return job;
}

}  // namespace sizer
