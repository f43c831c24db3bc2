// Estimates of all candidates: one case each, on all cores, keeping of each block what may be on the front.
#include "questions/size/evaluate.h"

#include <algorithm>
#include <cmath>
#include <memory_resource>
#include <mutex>
#include <vector>

#include "uncertainty/parallel.h"

namespace sizer::sizing {
namespace {

constexpr std::int64_t none = -1;

/// Room for one plan after the other, without a call for memory for each of its lists.
class PlanRoom {
 public:
  std::pmr::memory_resource& emptied() {
    lists_.release();
    return lists_;
  }

 private:
  static constexpr std::size_t usual = std::size_t{64} * 1024;  // bytes; a larger plan takes more
  std::vector<std::byte> bytes_ = std::vector<std::byte>(usual);
  std::pmr::monotonic_buffer_resource lists_{bytes_.data(), bytes_.size()};
};

void add(Evaluated& all, const Evaluated& more) {
  all.feasible += more.feasible;
  all.within += more.within;
  all.priceless += more.priceless;
  for (std::size_t code = 0; code < note_codes; ++code) {
    all.refused[code] += more.refused[code];
    if (more.sample[code] == none) continue;
    all.sample[code] = all.sample[code] == none ? more.sample[code] : std::min(all.sample[code], more.sample[code]);
  }
}

/// One block, from its fewest nodes to its most. `counts` gets what is counted.
std::vector<Point> front_of_block(const Candidates& candidates, const Block& block, const Ledger& ledger,
                                  const Goal& goal, const ConstantValues& k, Case c, Evaluated& counts) {
  const Job& job = candidates.way(block).job;
  Cluster cluster = candidates.cluster_of(block, candidates.least_nodes());
  std::vector<Point> points;
  points.reserve(static_cast<std::size_t>(candidates.a_block()));
  for (int i = 0; i < candidates.a_block(); ++i) {
    cluster.nodes = candidates.least_nodes() + i;
    const Figures figures = figures_of(job, cluster, ledger, k, c);
    const Point point{figures.seconds, figures.dollars, block.first + i};
    if (figures.refused >= 0) {
      const auto code = static_cast<std::size_t>(figures.refused);
      if (counts.refused[code]++ == 0) counts.sample[code] = point.candidate;
      continue;
    }
    ++counts.feasible;
    if (!std::isfinite(point.dollars)) ++counts.priceless;
    if (keeps(point, goal)) ++counts.within;
    points.push_back(point);
  }
  return front_of(std::move(points));
}

}  // namespace

Figures figures_of(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c) {
  thread_local PlanRoom room;
  const Plan made = plan(job, cluster, ledger, k, c, room.emptied());
  for (const Note& note : made.notes)
    if (note.infeasible) return {INFINITY, INFINITY, static_cast<int>(note.code)};
  const Timeline timeline = timeline_of(made, job, cluster, k);
  const Bill bill = price(made, timeline, job, cluster, k);
  return {timeline.duration.value, bill.partial ? INFINITY : bill.total.value, -1};
}

Evaluated evaluate(const Candidates& candidates, const Goal& goal, const Constants& constants, Case c,
                   const SearchOptions& options) {
  Evaluated all;
  all.sample.fill(none);
  all.fronts.resize(candidates.blocks().size());
  if (candidates.blocks().empty()) return all;
  const ConstantValues& k = constants.at(c);
  // What a job's rows and bytes are depends on no cluster and no plan.
  const Ledger ledger = account(candidates.way(candidates.blocks().front()).job, k, c);
  std::mutex counting;
  std::int64_t done = 0;
  uncertainty::in_parallel(
      candidates.blocks().size(),
      [&](std::size_t b) {
        Evaluated counts;
        counts.sample.fill(none);
        all.fronts[b] = front_of_block(candidates, candidates.blocks()[b], ledger, goal, k, c, counts);
        const std::lock_guard lock(counting);
        add(all, counts);
        done += candidates.a_block();
        if (options.progress != nullptr) options.progress(options.told, done, candidates.size());
      },
      options.threads);
  return all;
}

}  // namespace sizer::sizing
