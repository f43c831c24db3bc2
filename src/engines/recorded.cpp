// Recorded stages as a plan: one stage for all of a name, with the bytes that were measured.
#include "engines/recorded.h"

#include <algorithm>
#include <cmath>

#include "engines/storage.h"

namespace sizer::recorded {
namespace {

/// Inputs against what they were when the run was recorded.
std::vector<double> growth_of_inputs(const Job& job, Case c) {
  const std::vector<Bytes>& before = job.recorded->run.sizes;
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

void add(Stage& all, const RecordedStage& one, double growth, const ReplayedStage& ran, Storage storage,
         const ConstantValues& k) {
  const Bytes read = one.input_read * growth, written = one.output_write * growth;
  if (read.value > 0) engines::read_input(all, read, 0, storage, k);
  if (written.value > 0) engines::write_output(all, written, 0, storage, k);
  all.bytes.shuffle_write += one.shuffle_write * growth;
  all.bytes.shuffle_read += one.shuffle_read * growth;
  all.bytes.spill_write += one.spill * growth;
  all.bytes.spill_read += one.spill * growth;
  all.tasks += ran.tasks;
  all.demand.task_overhead += ran.work;
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

void slow_down(Plan& plan, double pace) {
  plan.replay.duration = plan.replay.duration * pace;
  plan.startup = plan.replay.duration;
  for (ReplayedStage& stage : plan.replay.stages) {
    stage.start = stage.start * pace;
    stage.end = stage.end * pace;
    stage.work = stage.work * pace;
    plan.startup = std::min(plan.startup, stage.start);
  }
  for (Stage& stage : plan.stages) stage.demand.task_overhead = stage.demand.task_overhead * pace;
}

}  // namespace

Plan plan(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c) {
  const Recording& run = job.recorded->run;
  const std::vector<double> growth = run.growth(growth_of_inputs(job, c));
  Plan made;
  const double slots = slots_of(cluster, job.engine);
  made.replay = job.recorded->replays.get(run, slots, order_of(c), growth);
  made.stages.resize(run.groups.size());
  for (std::size_t g = 0; g < run.groups.size(); ++g) {
    made.stages[g].name = run.groups[g];
    made.stages[g].tasks = 0;
  }
  for (std::size_t i = 0; i < run.stages.size(); ++i)
    add(made.stages[run.stages[i].group], run.stages[i], growth[i], made.replay.stages[i], cluster.storage, k);
  for (Stage& stage : made.stages) forget_waits(stage.demand);
  slow_down(made, pace_of(run, slots, k));
  return made;
}

}  // namespace sizer::recorded
