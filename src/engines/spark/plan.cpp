// The walk over a job's steps, and what is settled once all stages are known.
#include <algorithm>
#include <cmath>
#include <utility>

#include "engines/spark/planner.h"
#include "engines/storage.h"
#include "sizer/engine_defaults.h"

namespace sizer::spark {
namespace {

using namespace sizer::literals;

constexpr Bytes smallest_heap = 450_MiB;  // 1.5 times what UnifiedMemoryManager reserves; Spark refuses less

}  // namespace

Settings::Settings(const SparkSettings& given, double slots)
    : version(given.version.value_or(*spark_defaults.version)),
      shuffle_partitions(given.shuffle_partitions.value_or(*spark_defaults.shuffle_partitions)),
      default_parallelism(given.default_parallelism ? *given.default_parallelism : std::max(1.0, slots)),
      adaptive(given.adaptive.value_or(*spark_defaults.adaptive)),
      skew_join(given.skew_join.value_or(*spark_defaults.skew_join)),
      prefer_sort_merge(given.prefer_sort_merge.value_or(*spark_defaults.prefer_sort_merge)),
      reuse_partitioning(given.reuse_partitioning.value_or(*spark_defaults.reuse_partitioning)),
      advisory_partition_size(given.advisory_partition_size.value_or(*spark_defaults.advisory_partition_size)),
      broadcast_threshold(given.broadcast_threshold.value_or(*spark_defaults.broadcast_threshold)),
      adaptive_broadcast_threshold(given.adaptive_broadcast_threshold.value_or(broadcast_threshold)),
      max_broadcast(given.max_broadcast.value_or(*spark_defaults.max_broadcast)),
      max_result_size(given.max_result_size.value_or(*spark_defaults.max_result_size)),
      driver_memory(given.driver_memory.value_or(*spark_defaults.driver_memory)),
      max_partition_bytes(given.max_partition_bytes.value_or(*spark_defaults.max_partition_bytes)),
      broadcast_timeout(given.broadcast_timeout.value_or(*spark_defaults.broadcast_timeout)) {}

bool Partitioning::clusters(KeyView wanted) const {
  if (kind == Partitioned::single) return true;
  if (kind != Partitioned::hash && kind != Partitioned::range) return false;
  const auto subset = [&](KeyView have) {
    return !have.empty() && std::includes(wanted.begin(), wanted.end(), have.begin(), have.end());
  };
  return subset(keys) || subset(alias);
}

bool Partitioning::lies_together(KeyView wanted) const {
  return clusters(wanted) ||
         (!unknown_to_spark.empty() &&
          std::includes(wanted.begin(), wanted.end(), unknown_to_spark.begin(), unknown_to_spark.end()));
}

bool Partitioning::matches(KeyView wanted) const {
  return kind == Partitioned::hash && !wanted.empty() &&
         (std::ranges::equal(keys, wanted) || std::ranges::equal(alias, wanted));
}

Planner::Planner(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
                 std::pmr::memory_resource& memory)
    : Walk(job, cluster, ledger, k, c, memory), settings_(job.spark, capacity_.slots) {
  if (cluster.driver_place == DriverPlace::local) settings_.driver_memory = cluster.executors.memory;
  streams_.resize(job.steps.size());
  const std::size_t usual_stages = 2 * job.steps.size() + job.inputs.size();
  plan_.stages.reserve(usual_stages);
  plan_.exchanges.reserve(usual_stages);
  merged_into_.reserve(usual_stages);
  closed_.reserve(usual_stages);
}

int Planner::new_stage(double tasks) {
  constexpr std::size_t usual_parts = 8, usual_sources = 2;
  Stage& made = plan_.stages.emplace_back(engines::stage_in(memory_));
  made.tasks = std::max(1.0, std::ceil(tasks));
  made.parts.reserve(usual_parts);
  made.after.reserve(usual_sources);
  merged_into_.push_back(-1);
  closed_.push_back(0);
  return static_cast<int>(plan_.stages.size()) - 1;
}

/// Shortens the way for those that come after.
int Planner::root(int index) {
  int* into = &merged_into_[static_cast<std::size_t>(index)];
  while (*into >= 0) {
    const int next = merged_into_[static_cast<std::size_t>(*into)];
    index = *into;
    if (next >= 0) *into = next;
    into = &merged_into_[static_cast<std::size_t>(index)];
  }
  return index;
}

/// True when `late` waits for `early`, or is it. Only what is closed is waited for.
bool Planner::depends(int late, int early) {
  if (closed_[static_cast<std::size_t>(early)] == 0) return late == early;
  visited_.resize(plan_.stages.size(), 0);
  ++searches_;
  std::vector<int> open{late};
  while (!open.empty()) {
    const int here = open.back();
    open.pop_back();
    if (here == early) return true;
    if (std::exchange(visited_[static_cast<std::size_t>(here)], searches_) == searches_) continue;
    for (const int before : plan_.stages[static_cast<std::size_t>(here)].after) open.push_back(root(before));
  }
  return false;
}

int Planner::merged(int a, int b, bool add_tasks) {
  a = root(a);
  b = root(b);
  if (a == b) return a;
  if (a > b) std::swap(a, b);
  const auto is_closed = [&](int s) { return closed_[static_cast<std::size_t>(s)] != 0; };
  if (is_closed(a) || is_closed(b)) {
    const double tasks = add_tasks ? stage(a).tasks + stage(b).tasks : std::max(stage(a).tasks, stage(b).tasks);
    const int next = new_stage(tasks);
    stage(next).after = {a, b};
    closed_[static_cast<std::size_t>(a)] = closed_[static_cast<std::size_t>(b)] = 1;
    return next;
  }
  Stage& into = stage(b);
  Stage& from = stage(a);
  // Onto the end of the longer list: a union of very many sides grows by one at a time.
  const auto put_first = [](auto& first, auto& all) {
    first.insert(first.end(), all.begin(), all.end());
    all = std::exchange(first, {});
  };
  put_first(from.parts, into.parts);
  put_first(from.after, into.after);
  into.hottest = std::max(into.hottest, from.hottest);
  into.tasks = add_tasks ? into.tasks + from.tasks : std::max(into.tasks, from.tasks);
  into.demand += from.demand;
  into.bytes += from.bytes;
  into.overhead += from.overhead;
  if (from.slots > 0) into.slots = into.slots > 0 ? std::min(into.slots, from.slots) : from.slots;
  merged_into_[static_cast<std::size_t>(a)] = b;
  return b;
}

/// The stage in which the rows of `index` go on once `before` has ended: itself, or, where `before` itself waits for
/// it, a new one of as many tasks.
int Planner::waiting_for(int index, int before) {
  index = root(index);
  if (!depends(before, index)) {
    stage(index).after.push_back(before);
    return index;
  }
  const int next = new_stage(stage(index).tasks);
  stage(next).after = {index, before};
  closed_[static_cast<std::size_t>(index)] = 1;
  return next;
}

Stream Planner::stream_of(Source source) {
  if (source.is_input) {
    Stream read = scan(source.index);
    read.told = read.flow.stored;
    if (const InputColumns* const columns = ledger_.columns_of_input(source.index);
        columns != nullptr && columns->stored > 0)
      read.told = read.flow.stored / columns->stored * columns->planned;
    return read;
  }
  Stream stream = *streams_[static_cast<std::size_t>(source.index)];
  stream.stage = root(stream.stage);
  return made_again(stream, source);
}

/// The first reader goes on in the stage that makes the rows.
Stream Planner::made_again(Stream stream, Source source) {
  const auto found = made_again_.find(source.index);
  if (found == made_again_.end() || found->second.reads++ == 0) return stream;
  const Stage& again = found->second.stage;
  stream.stage = new_stage(again.tasks);
  stage(stream.stage) = again;
  for (const int before : again.after) closed_[static_cast<std::size_t>(root(before))] = 1;
  return stream;
}

/// A stage that nobody else reads: itself, or one that goes on with its rows.
int Planner::own_stage(int index) {
  index = root(index);
  if (closed_[static_cast<std::size_t>(index)] == 0) return index;
  const int next = new_stage(stage(index).tasks);
  stage(next).after = {index};
  return next;
}

void Planner::plan_step(int index) {
  const Step& step = step_at(index);
  Stream in = stream_of(step.from[0]);
  const std::optional<Bytes> told = in.told;
  Stream out = std::visit([&](const auto& kind) { return lower(kind, index, in); }, step.op);
  if (!out.told || *out.told == *told) out.told = as_planned(*told, index);
  out.flow = leaving(index);
  stage(out.stage).rows_out = out.flow.rows;
  if (readers({false, index}) > 1) made_again_.try_emplace(index, MadeAgain{stage(out.stage)});
  streams_[static_cast<std::size_t>(index)] = out;
}

Plan Planner::run() {
  for (std::size_t i = 0; i < job_.steps.size(); ++i) plan_step(static_cast<int>(i));
  finish();
  return std::move(plan_);
}

void Planner::note_feasibility() {
  const Executors& e = cluster_.executors;
  if (e.memory < smallest_heap) note(NoteCode::heap_too_small, true, -1, e.memory.value, smallest_heap.value);
  const Bytes container = e.memory + e.overhead;
  const Bytes taken = container * e.per_node + driver_on_worker(cluster_, job_.spark);
  if (taken > cluster_.machine.memory)
    note(NoteCode::executor_does_not_fit, true, -1, taken.value, cluster_.machine.memory.value);

  Bytes on_disk{};
  for (const Stage& s : plan_.stages) {
    on_disk += s.bytes.shuffle_write + s.bytes.spill_write;
    const int last = s.parts.empty() || s.parts.back().of.is_input ? -1 : s.parts.back().of.index;
    const int step = s.memory_step >= 0 ? s.memory_step : last;
    if (s.bytes.spill_write.value > 0)
      note(NoteCode::spill, false, step, s.bytes.spill_write.value, execution_memory_per_task(s.tasks).value,
           (s.demand.task_memory * s.hottest).value);
    if (s.bytes.shuffle_read / s.tasks > 2_GiB && s.tasks > 1)
      note(NoteCode::partitions_too_big, false, step, (s.bytes.shuffle_read / s.tasks).value);
    if (s.hottest > 3 && s.bytes.shuffle_read / s.tasks * s.hottest > 256_MiB)
      note(NoteCode::skew, false, step, s.hottest);
  }
  note_room_on_disks(on_disk);
  note_driver_metadata();
}

/// Shuffle and spill files of all stages lie on the nodes until the job ends.
void Planner::note_room_on_disks(Bytes on_disk) {
  const bool local = cluster_.machine.disk.count > 0;
  const NoteCode code = local ? NoteCode::local_disk_full : NoteCode::root_volume_full;
  const Bytes a_node = engines::scratch_room(cluster_, k_);
  if (a_node.value <= 0) return;
  if (on_disk > a_node * cluster_.nodes) note(code, true, -1, on_disk.value, (a_node * cluster_.nodes).value);
  for (const Stage& s : plan_.stages) {
    const Bytes of_a_task = (s.bytes.shuffle_write + s.bytes.spill_write) / s.tasks;
    if (of_a_task > a_node) note(code, true, s.memory_step, of_a_task.value, a_node.value);
  }
}

/// What the driver keeps of every file that is listed or committed, and of every task.
void Planner::note_driver_metadata() {
  double files = files_read_, tasks = 0;
  for (const Stage& s : plan_.stages) {
    tasks += s.tasks;
    for (const Part& part : s.parts)
      if (part.act == Act::write) files += files_written(part.of.index, s.tasks);
  }
  const Bytes held = k_.driver_memory_file * files + k_.driver_memory_task * tasks;
  if (held > settings_.driver_memory)
    note(NoteCode::driver_metadata, true, -1, held.value, settings_.driver_memory.value, files);
}

double Planner::files_written(int step, double tasks) const {
  const auto& write = std::get<Write>(step_at(step).op);
  return write.files ? at(*write.files, c_).value : tasks;
}

void Planner::finish() {
  for (Stage& s : plan_.stages) {
    s.overhead += k_.spark_stage_overhead;
    s.driver = k_.spark_driver_task * s.tasks;
    s.demand.task_overhead = held(k_.spark_task_overhead * s.tasks);
  }
  in_order();
  files_read_ = engines::files_read(job_, c_, ledger_);
  note_feasibility();

  plan_.startup = k_.spark_planning + k_.list_file * files_read_;
  if (job_.new_session) plan_.startup += k_.spark_session_start;
}

/// True when nothing was merged, and every stage comes after those it waits for.
bool Planner::is_in_order() const {
  for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
    const auto& after = plan_.stages[i].after;
    if (merged_into_[i] >= 0 || !std::ranges::is_sorted(after, std::ranges::less_equal{})) return false;
    if (!after.empty() && after.back() >= static_cast<int>(i)) return false;
  }
  return true;
}

/// Leaves out the stages that were merged into others, and puts what must come first first.
void Planner::in_order() {
  if (is_in_order()) return;
  const std::size_t n = plan_.stages.size();
  std::vector<int> position(n, -1);
  std::pmr::vector<Stage> ordered(&memory_);
  ordered.reserve(n);
  for (Stage& s : plan_.stages)
    for (int& before : s.after) before = root(before);
  struct Open {
    int stage;
    std::size_t next = 0;  ///< of those that it waits for
  };
  std::vector<Open> open;
  for (std::size_t i = 0; i < n; ++i) {
    if (merged_into_[i] < 0) open.push_back({static_cast<int>(i)});
    while (!open.empty()) {
      Open& here = open.back();
      const auto index = static_cast<std::size_t>(here.stage);
      Stage& s = plan_.stages[index];
      if (position[index] >= 0) {
        open.pop_back();
      } else if (here.next < s.after.size()) {
        if (const int before = s.after[here.next++]; position[static_cast<std::size_t>(before)] < 0)
          open.push_back({before});
      } else {
        open.pop_back();
        position[index] = static_cast<int>(ordered.size());
        for (int& before : s.after) before = position[static_cast<std::size_t>(before)];
        std::ranges::sort(s.after);
        s.after.erase(std::unique(s.after.begin(), s.after.end()), s.after.end());
        ordered.push_back(std::move(s));
      }
    }
  }
  for (ExchangeNote& exchange : plan_.exchanges)
    if (exchange.stage >= 0) exchange.stage = position[static_cast<std::size_t>(root(exchange.stage))];
  plan_.stages = std::move(ordered);
}

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory) {
  return Planner(job, cluster, ledger, k, c, memory).run();
}

}  // namespace sizer::spark
