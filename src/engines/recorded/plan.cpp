// Recorded stages as a plan: one stage for all of a name, with the bytes that were measured.
#include "engines/recorded/plan.h"

#include <algorithm>
#include <cmath>

#include "engines/recorded/replays.h"
#include "engines/storage.h"
#include "engines/walk.h"

namespace sizer::recorded {
namespace {

/// Inputs against what they were when the run was recorded.
std::vector<double> growth_of_inputs(const Job& job, Case c) {
  const std::vector<Bytes>& before = job.recorded->sizes;
  std::vector<double> growth;
  for (std::size_t i = 0; i < job.inputs.size(); ++i) {
    const Input& input = job.inputs[i];
    const bool known = i < before.size() && before[i].value > 0 && input.size;
    growth.push_back(known ? at(*input.size, c) / before[i] : 1);
  }
  return growth;
}

constexpr TaskOrder order_of(Case c) {
  return c == Case::best ? TaskOrder::longest_first : c == Case::worst ? TaskOrder::longest_last : TaskOrder::mixed;
}

void add(Stage& all, const RecordedStage& one, double growth, Storage storage, const ConstantValues& k) {
  const Bytes read = one.input_read * growth, written = one.output_write * growth;
  if (read.value > 0) engines::read_input(all, read, 0, storage, k);
  if (written.value > 0) engines::write_output(all, written, 0, storage, k);
  all.bytes.shuffle_write += one.shuffle_write * growth;
  all.bytes.shuffle_read += one.shuffle_read * growth;
  all.bytes.spill_write += one.spill * growth;
  all.bytes.spill_read += one.spill * growth;
}

/// What a slot did while it was held is not known, so that all of it is one thing: nothing of it changes with the
/// cluster.
void forget_waits(Demand& demand) {
  demand.cpu = demand.user = demand.wait_store = demand.wait_network = CoreSeconds{};
}

/// Another day; and other slots, that share storage, network and driver with more or fewer others.
double pace_of(const Recording& run, double slots, const ConstantValues& k) {
  return k.recorded_pace * std::pow(std::max(1.0, slots) / std::max(1.0, run.slots), k.recorded_crowding);
}

/// `slots`: those of which a stage can keep all busy.
FixedTimes times_of(const std::shared_ptr<const Recording>& run, const ReplayedRun& replay, double pace, double slots) {
  FixedTimes times{replay.duration * pace, run};
  for (const ReplayedGroup& each : replay.groups)
    times.stages.push_back(
        {each.start * pace, each.end * pace, each.alone * pace, over(each.work * pace, std::max(1.0, slots))});
  return times;
}

}  // namespace

Plan plan(const Job& job, const Cluster& cluster, const Ledger&, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory) {
  const Recording& run = *job.recorded;
  const std::vector<double> growth = run.growth(growth_of_inputs(job, c));
  const double slots = job.engine->slots(cluster), pace = pace_of(run, slots, k);
  const std::shared_ptr<const ReplayedRun> replay = replay_of(job.recorded, slots, order_of(c), growth);
  Plan made = engines::plan_in(memory);
  made.stages.reserve(run.groups.size());
  for (std::size_t g = 0; g < run.groups.size(); ++g) {
    Stage& stage = made.stages.emplace_back(engines::stage_in(memory));
    stage.name = run.groups[g];
    stage.tasks = replay->groups[g].tasks;
  }
  for (std::size_t i = 0; i < run.stages.size(); ++i)
    add(made.stages[run.stages[i].group], run.stages[i], growth[i], cluster.storage, k);
  for (std::size_t g = 0; g < run.groups.size(); ++g) {
    forget_waits(made.stages[g].demand);
    made.stages[g].demand.task_overhead = replay->groups[g].work * pace;
  }
  made.fixed = times_of(job.recorded, *replay, pace, capacity(cluster, *job.engine, k).slots);
  made.startup = replay->first * pace;
  return made;
}

}  // namespace sizer::recorded
