// The walk over a job's steps, the edges between operators, and what is settled once all are known.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engines/ray/planner.h"
#include "engines/storage.h"
#include "sizer/engine_defaults.h"

namespace sizer::ray {
namespace {

using namespace sizer::literals;

constexpr Bytes block_size = 128_MiB;  // DataContext.target_max_block_size

}  // namespace

Settings::Settings(const RaySettings& given)
    : version(given.version.value_or(*ray_defaults.version)),
      object_store_share(given.object_store_share.value_or(*ray_defaults.object_store_share)),
      max_aggregators(given.max_aggregators.value_or(*ray_defaults.max_aggregators)),
      partitions(given.partitions.value_or(0)),
      read_blocks(given.read_blocks.value_or(0)) {}

Planner::Planner(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
                 std::pmr::memory_resource& memory)
    : Walk(job, cluster, ledger, k, c, memory), settings_(job.ray) {
  streams_.resize(job.steps.size());
  plan_.stages.reserve(2 * job.steps.size() + job.inputs.size());
}

int Planner::new_stage(double tasks, int group) {
  Stage& made = plan_.stages.emplace_back(engines::stage_in(memory_));
  made.tasks = std::max(1.0, std::ceil(tasks));
  made.group = group;
  return static_cast<int>(plan_.stages.size()) - 1;
}

/// Stages that stream into each other; they start when the stages in `after` have ended.
int Planner::new_group(const std::vector<Stream>& after) {
  int barriers = 0;
  for (const Stream& before : after) barriers = std::max(barriers, level(stage(before.stage).group) + 1);
  levels_.push_back(barriers);
  part_of_.push_back(-1);
  return static_cast<int>(levels_.size()) - 1;
}

/// Groups that a union made one have one number. Shortens the way for those that come after.
int Planner::whole_group(int group) {
  while (part_of_[static_cast<std::size_t>(group)] >= 0) {
    int& into = part_of_[static_cast<std::size_t>(group)];
    if (const int next = part_of_[static_cast<std::size_t>(into)]; next >= 0) into = next;
    group = into;
  }
  return group;
}

/// `group` goes on with all that `other` has.
void Planner::join_groups(int group, int other) {
  group = whole_group(group);
  other = whole_group(other);
  if (group != other) part_of_[static_cast<std::size_t>(other)] = group;
}

double Planner::blocks_of(const Flow& flow) const {
  return std::max(1.0, std::ceil(flow.memory / block_size));
}

/// All of `flow` is put into the object store; a part of it is used on another node.
void Planner::cross_edge(int from_stage, const Flow& flow, int to) {
  Stage& from = stage(from_stage);
  from.bytes.object_store_put += flow.memory;
  from.demand.cpu += flow.memory * k_.ray_put_byte;
  if (cluster_.nodes <= 1) return;
  const Bytes moved = flow.memory * k_.ray_moved_share;
  stage(to).bytes.object_store += moved;
  stage(to).demand.network_in += moved;
  stage(to).demand.network_out += moved;
}

/// Takes the maps of an operator off its read: they become an operator of their own behind an edge.
int Planner::split_after_read(const Stream& in) {
  const int maps = new_stage(std::max(stage(in.stage).tasks, blocks_of(in.read_flow)), stage(in.stage).group);
  Stage& reads = stage(in.stage);
  const auto first_map = reads.parts.begin() + static_cast<std::ptrdiff_t>(in.read_parts);
  stage(maps).parts.assign(first_map, reads.parts.end());
  reads.parts.erase(first_map, reads.parts.end());
  stage(maps).demand.user = std::exchange(reads.demand.user, {});
  stage(maps).bytes.broadcast = std::exchange(reads.bytes.broadcast, {});
  cross_edge(in.stage, in.read_flow, maps);
  return maps;
}

/// The operator in which a step of this kind of worker runs: the one before it where Ray fuses the two, else a new one.
/// Fused: task pool before, and the same resources. An explicit batch size (since 2.46) keeps the maps that it is fused
/// with apart from a read.
Stream Planner::place(const Stream& in, Worker worker) {
  const bool leaves_read = worker.explicit_batch && in.read_parts > 0 && settings_.version >= 2.46;
  const bool fuses = in.fusable && in.pool == Pool::tasks && in.gpus == worker.gpus && in.cpus == worker.cpus;
  Stream out = in;
  out.pool = worker.pool;
  out.gpus = worker.gpus;
  out.cpus = worker.cpus;
  out.fusable = true;
  if (fuses && leaves_read && in.batches) out.stage = split_after_read(in);
  if (!fuses || (leaves_read && !in.batches)) {
    out.stage = new_stage(std::max({stage(in.stage).tasks, blocks_of(in.flow), in.blocks}), stage(in.stage).group);
    cross_edge(in.stage, in.flow, out.stage);
    out.blocks = 0;
  }
  if (out.stage != in.stage) out.read_parts = 0;
  return out;
}

Stream Planner::stream_of(Source source) {
  return source.is_input ? read(source.index) : *streams_[static_cast<std::size_t>(source.index)];
}

void Planner::plan_step(int index) {
  const Step& step = step_at(index);
  const Stream in = stream_of(step.from[0]);
  Stream out = std::visit([&](const auto& kind) { return lower(kind, index, in); }, step.op);
  out.flow = leaving(index);
  stage(out.stage).rows_out = out.flow.rows;
  streams_[static_cast<std::size_t>(index)] = out;
}

Plan Planner::run() {
  for (std::size_t i = 0; i < job_.steps.size(); ++i) plan_step(static_cast<int>(i));
  finish();
  return std::move(plan_);
}

void Planner::note_feasibility() {
  Bytes spilled{};
  for (const Stage& s : plan_.stages) {
    spilled += s.bytes.spill_write;
    const int step = s.parts.empty() || s.parts.back().of.is_input ? -1 : s.parts.back().of.index;
    if (s.bytes.spill_write.value > 0)
      note(NoteCode::spill, false, step, s.bytes.spill_write.value, store_room().value, s.bytes.object_store_put.value);
    if (s.hottest > 3) note(NoteCode::skew, false, step, s.hottest);
  }
  const Bytes room = engines::scratch_room(cluster_, k_) * nodes();
  if (room.value > 0 && spilled > room)
    note(cluster_.machine.disk.count > 0 ? NoteCode::local_disk_full : NoteCode::root_volume_full, true, -1,
         spilled.value, room.value);

  note_waiting_gpus();
  note_waiting_pools();
}

/// Actors keep their CPUs until their group has ended. Where none is left, tasks of the same group never start.
void Planner::note_waiting_pools() {
  const double all = nodes() * cluster_.machine.vcpus;  // as Ray counts them, whatever is left to the system
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const int group = stage(pools_[i].stage).group;
    const auto in_group = [&](const Pooled& pool) { return stage(pool.stage).group == group; };
    if (std::any_of(pools_.begin(), pools_.begin() + static_cast<std::ptrdiff_t>(i), in_group)) continue;
    double held = 0;
    for (const Pooled& pool : pools_)
      if (in_group(pool)) held += pool.cpus;
    const bool has_tasks = std::ranges::any_of(plan_.stages, [&](const Stage& s) {
      return s.group == group &&
             std::ranges::none_of(pools_, [&](const Pooled& pool) { return &stage(pool.stage) == &s; });
    });
    if (has_tasks && held > all - 1) note(NoteCode::pools_wait, true, pools_[i].step, held, all);
  }
}

/// A group whose CPU work outlasts its GPU work leaves the GPUs waiting.
void Planner::note_waiting_gpus() {
  if (capacity_.gpus <= 0) return;
  struct Work {
    CoreSeconds cpu{};
    Seconds gpu{};
    int step = -1;
  };
  std::vector<Work> of_groups(levels_.size());
  for (const Stage& s : plan_.stages) {
    Work& work = of_groups[static_cast<std::size_t>(s.group)];
    work.cpu += s.demand.cpu * capacity_.cpu_factor() + s.demand.user + s.demand.wait_store;
    work.gpu += s.demand.gpu;
    if (s.demand.gpu.value > 0 && !s.parts.empty()) work.step = s.parts.front().of.index;
  }
  for (const Work& work : of_groups) {
    if (work.gpu.value <= 0) continue;
    const double feeding = over(work.cpu, capacity_.slots).value, scoring = work.gpu.value / capacity_.gpus;
    if (feeding > scoring) note(NoteCode::gpu_starved, false, work.step, feeding, scoring);
  }
}

void Planner::finish() {
  for (Stage& s : plan_.stages) {
    s.group = whole_group(s.group);
    s.overhead += k_.ray_operator_overhead;
    s.driver = k_.ray_task_launch * s.tasks;
    s.demand.task_overhead = held(k_.ray_task_overhead * s.tasks);
  }
  note_feasibility();
  const double files = engines::files_read(job_, c_, ledger_);
  plan_.startup = k_.list_file * files;
  if (job_.new_session) plan_.startup += k_.ray_session_start;
}

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory) {
  return Planner(job, cluster, ledger, k, c, memory).run();
}

}  // namespace sizer::ray
