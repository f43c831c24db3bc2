// Recorded stages as a plan: one stage for all of a name, with the bytes that were measured.
#include "engines/recorded.h"

#include <algorithm>

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
  all.demand.task_overhead += ran.work * k.recorded_pace;
}

/// What a slot did while it was held is not known, so that all of it is one thing: nothing of it changes with the
/// cluster.
void forget_waits(Demand& demand) {
  demand.cpu = demand.user = demand.wait_store = demand.wait_network = CoreSeconds{};
}

}  // namespace

Plan plan(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c) {
  const Recording& run = job.recorded->run;
  const std::vector<double> growth = run.growth(growth_of_inputs(job, c));
  Plan made;
  made.replay = job.recorded->replays.get(run, slots_of(cluster, job.engine), order_of(c), growth);
  made.stages.resize(run.groups.size());
  for (std::size_t g = 0; g < run.groups.size(); ++g) {
    made.stages[g].name = run.groups[g];
    made.stages[g].tasks = 0;
  }
  for (std::size_t i = 0; i < run.stages.size(); ++i)
    add(made.stages[run.stages[i].group], run.stages[i], growth[i], made.replay.stages[i], cluster.storage, k);
  for (Stage& stage : made.stages) forget_waits(stage.demand);
  made.replay.duration = made.replay.duration * k.recorded_pace;
  Seconds first = made.replay.duration;
  for (ReplayedStage& stage : made.replay.stages) {
    stage.start = stage.start * k.recorded_pace;
    stage.end = stage.end * k.recorded_pace;
    stage.work = stage.work * k.recorded_pace;
    first = std::min(first, stage.start);
  }
  made.startup = first;
  return made;
}

}  // namespace sizer::recorded
