// What autoscaling saves on a run, and how many runs a day pay for a cluster that never stops.
#include "questions/size/elastic.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "sizer/engine_defaults.h"

namespace sizer::sizing {
namespace {

constexpr double seconds_a_day = 86400;

/// Workers that hold something from `from` to `until`.
struct Hold {
  Seconds from{}, until{};
  double nodes = 0;
  bool for_files = false;  ///< no task, but shuffle files that a later stage reads
};

/// What each stage needs of the cluster, and how long its shuffle files keep it.
std::vector<Hold> holds_of(const Plan& plan, const Timeline& timeline, double nodes, double slots_a_node) {
  std::vector<Hold> holds;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    const Stage& stage = plan.stages[i];
    const StageTime& time = timeline.stages[i];
    const double used = std::min(nodes, std::max(1.0, std::ceil(stage.tasks / std::max(1.0, slots_a_node))));
    holds.push_back({time.start, time.end + autoscaler_idle_timeout, used, false});
    if (stage.bytes.shuffle_write.value <= 0) continue;
    Seconds read = time.end;
    for (std::size_t reader = 0; reader < plan.stages.size(); ++reader)
      if (std::ranges::count(plan.stages[reader].after, static_cast<int>(i)) > 0)
        read = std::max(read, timeline.stages[reader].end);
    holds.push_back({time.end, read, used, true});
  }
  for (Hold& hold : holds) hold.until = std::min(hold.until, timeline.duration);
  return holds;
}

/// Node-seconds of the workers that are up, and of those that only files keep up.
struct Kept {
  double all = 0, for_files = 0;
};
Kept kept_by(const std::vector<Hold>& holds, const Timeline& timeline, double least) {
  std::set<double> moments{0, timeline.duration.value};
  for (const Hold& hold : holds) {
    moments.insert(hold.from.value);
    moments.insert(hold.until.value);
  }
  Kept kept;
  for (auto from = moments.begin(), until = std::next(from); until != moments.end(); ++from, ++until) {
    double working = least, up = least;
    for (const Hold& hold : holds) {
      if (hold.from.value > *from || hold.until.value < *until) continue;
      up = std::max(up, hold.nodes);
      if (!hold.for_files) working = std::max(working, hold.nodes);
    }
    kept.all += up * (*until - *from);
    kept.for_files += (up - working) * (*until - *from);
  }
  return kept;
}

}  // namespace

std::optional<Autoscaling> autoscaling_of(const Job& job, const Cluster& cluster, int least_nodes,
                                          const Constants& constants, Case c) {
  const ConstantValues& k = constants.at(c);
  const Estimate fixed = estimate(job, cluster, k, c);
  const std::optional<Dollars> hourly = hourly_cost(cluster, k);
  Cluster smaller = cluster;
  smaller.nodes = std::min(least_nodes, cluster.nodes);
  const std::optional<Dollars> least_hourly = hourly_cost(smaller, k);
  if (!hourly || !least_hourly || fixed.timeline.stages.empty()) return std::nullopt;
  const double nodes = cluster.nodes, least = smaller.nodes;
  const double a_node = nodes > least ? (*hourly - *least_hourly).value / (nodes - least) : 0;
  const Kept kept =
      kept_by(holds_of(fixed.plan, fixed.timeline, nodes, job.engine->slots(cluster) / nodes), fixed.timeline, least);
  Autoscaling made;
  made.least_nodes = smaller.nodes;
  // The first workers do what they can of the first stage while the others boot.
  made.lag = k.node_boot * (1 - least / nodes);
  made.wall_clock = fixed.timeline.duration + made.lag;
  made.node_hours_fixed = nodes * fixed.timeline.duration.value / seconds_an_hour;
  made.node_hours = kept.all / seconds_an_hour;
  made.node_hours_for_files = kept.for_files / seconds_an_hour;
  made.saved = Dollars{(made.node_hours_fixed - made.node_hours) * a_node} -
               Dollars{least_hourly->value * made.lag.value / seconds_an_hour};
  return made;
}

std::optional<AlwaysOn> always_on_of(const Job& job, const Cluster& cluster, const Constants& constants, Case c) {
  const ConstantValues& k = constants.at(c);
  const std::optional<Dollars> hourly = hourly_cost(cluster, k);
  Job fresh = job, running = job;
  fresh.new_session = true;
  running.new_session = false;
  const Estimate alone = estimate(fresh, cluster, k, c), there = estimate(running, cluster, k, c);
  if (!hourly || alone.bill.partial) return std::nullopt;
  // What a run takes of the store it takes either way.
  double requests = 0;
  for (const BillLine& line : alone.bill.lines)
    if (line.item != BillItem::workers && line.item != BillItem::driver && line.item != BillItem::charge && line.cost)
      requests += line.cost->value;
  AlwaysOn made;
  made.a_day = *hourly * 24;
  made.a_run = alone.bill.total - Dollars{requests};
  made.wall_clock = there.timeline.duration;
  made.most_runs = seconds_a_day / std::max(1e-9, made.wall_clock.value);
  if (made.a_run.value > 0) made.break_even_runs = made.a_day / made.a_run;
  return made;
}

}  // namespace sizer::sizing
