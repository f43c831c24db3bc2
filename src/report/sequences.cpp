// Sums of several jobs.
#include "sizer/sequence.h"

namespace sizer {
namespace {

template <class T>
void add_to(Range<T>& sum, const Range<T>& more) {
  sum = {sum.low + more.low, sum.typical + more.typical, sum.high + more.high};
}

template <class T>
void add_to(std::optional<Range<T>>& sum, const std::optional<Range<T>>& more) {
  if (sum && more)
    add_to(*sum, *more);
  else if (more)
    sum = more;
}

void add_to(Sequence& sum, const JobReport& job) {
  ++sum.jobs;
  sum.feasible = sum.feasible && job.feasible;
  add_to(sum.wall_clock, job.wall_clock);
  add_to(sum.processed, job.bytes.processed);
  add_to(sum.cost_at_least, job.cost ? job.cost : job.cost_at_least);
  const bool all_known = job.cost && (sum.jobs == 1 || sum.cost);
  sum.cost = all_known ? sum.cost_at_least : std::nullopt;
  sum.cost_partial = sum.cost_partial || job.cost_partial;
  add_to(sum.usd_per_month, job.metrics.usd_per_month);
  sum.monthly += job.metrics.usd_per_month ? 1 : 0;
}

/// What is known of a cost is worth a word where the whole is not.
void settle(Sequence& sum) {
  if (sum.cost) sum.cost_at_least.reset();
}

}  // namespace

std::vector<Sequence> sequences_of(const std::vector<JobReport>& jobs) {
  std::vector<Sequence> all;
  for (const JobReport& job : jobs) {
    if (all.empty() || all.back().file != job.file) all.push_back({.file = job.file});
    add_to(all.back(), job);
  }
  for (Sequence& sequence : all) settle(sequence);
  std::erase_if(all, [](const Sequence& sequence) { return sequence.jobs < 2; });
  return all;
}

std::optional<Sequence> total_of(const std::vector<JobReport>& jobs) {
  if (jobs.size() < 2) return std::nullopt;
  Sequence total;
  for (const JobReport& job : jobs) add_to(total, job);
  settle(total);
  return total;
}

}  // namespace sizer
