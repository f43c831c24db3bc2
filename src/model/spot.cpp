// What interruptions of spot workers do to a run.
#include <algorithm>
#include <cmath>
#include <vector>

#include "sizer/timeline.h"

namespace sizer {
namespace {

/// The chance of `least` or more events of which `expected` are expected (Poisson).
double chance_of(int least, double expected) {
  double none = 1, term = std::exp(-expected);
  for (int n = 0; n < least; ++n) {
    none -= term;
    term *= expected / (n + 1);
  }
  return std::clamp(none, 0.0, 1.0);
}

/// Streaming operators take up what others of their group pass on while it is made: nothing of it lies about for long.
bool streams_into(const Stage& before, const Stage& after) {
  return before.group >= 0 && before.group == after.group;
}

/// Seconds of the whole cluster that all stages before each one took, each counted once: what made a lost worker's
/// share of shuffle files or materialised objects.
std::vector<Seconds> work_before(const Plan& plan, const Timeline& timeline) {
  const std::size_t n = plan.stages.size();
  std::vector<char> before(n * n);  // [i * n + j]: stage j is before stage i
  std::vector<Seconds> work(n);
  for (std::size_t i = 0; i < n; ++i)
    for (const int at : plan.stages[i].after) {
      const auto parent = static_cast<std::size_t>(at);
      before[i * n + parent] = 1;
      for (std::size_t j = 0; j < parent; ++j) before[i * n + j] |= before[parent * n + j];
    }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (before[i * n + j] != 0 && !streams_into(plan.stages[j], plan.stages[i])) work[i] += timeline.stages[j].alone;
  return work;
}

/// Half of the tasks that the worker runs is lost on average; a stage of W waves lasts W tasks.
Seconds task_time(const Stage& stage, const StageTime& time, double slots) {
  return time.alone / std::max(1.0, stage.tasks / std::max(1.0, slots));
}

}  // namespace

Interruptions interruptions_of(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster,
                               const ConstantValues& k) {
  const double nodes = cluster.nodes, a_second = k.interruption_rate * nodes / seconds_an_hour;
  const double slots = job.engine->slots(cluster);
  const Losses& losses = job.engine->losses;
  const Seconds restart = losses.restart != nullptr ? k.*losses.restart : Seconds{};
  const std::vector<Seconds> before = work_before(plan, timeline);
  Interruptions made;
  Seconds running{}, lost{};
  double survives = 1;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    const StageTime& time = timeline.stages[i];
    const Seconds task = task_time(plan.stages[i], time, slots);
    const Seconds queued = task * losses.blocks_waiting / nodes;
    running += time.alone;
    lost += (before[i] / nodes + task * 0.5 + queued + restart) * time.alone.value;
    if (losses.attempts > 0) survives *= 1 - chance_of(losses.attempts, a_second * time.alone.value);
  }
  made.expected = a_second * timeline.duration.value;
  // A worker less until another is up.
  made.lost_each = k.node_boot / nodes;
  if (running > Seconds{}) made.lost_each += lost / running.value;
  // With the worker that the driver or head is on, the job ends.
  if (!has_driver_node(cluster)) survives *= std::exp(-made.expected / nodes);
  made.gives_up = 1 - survives;
  return made;
}

}  // namespace sizer
