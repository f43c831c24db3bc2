// What the planner noticed, in sentences, with what to do about it.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/finding.h"
#include "text/quantity_text.h"

namespace sizer::report {
namespace {

using namespace sizer::literals;

constexpr Fraction spill_worth_telling = 0.01;  // of the bytes processed
constexpr Fraction largest_store_share = 0.5;   // of a node's memory: Ray's guide to joins

std::string bytes(double value) {
  return to_text(Bytes{value});
}
std::string times(double value) {
  return fmt::format("{:.1f} times", value);
}

/// A note with what it is about at hand.
struct Noted {
  const Situation& s;
  Case in;
  const Note& n;
  std::string where;

  Finding finding(const char* code, std::string message, std::string remedy, const std::string& key = "") const {
    Finding made;
    made.code = code;
    made.message = std::move(message);
    made.remedy = std::move(remedy);
    if (n.step >= 0) made.at = path_of(s.job, n.step, key);
    return made;
  }
  template <class Kind>
  const Kind* op() const {
    return n.step < 0 ? nullptr : std::get_if<Kind>(&s.step(n.step).op);
  }
};

// ---- Broadcasts -----------------------------------------------------------------------------------------------------

/// A join that cannot be broadcast can be sort-merged, and a table that is looked up can be joined, beside what else
/// may help.
Finding broadcast(const Noted& of, const char* code, std::string message, std::string remedy,
                  std::vector<Change> others = {}) {
  const bool join = of.op<Join>() != nullptr;
  remedy += join ? ", or use sort_merge" : ", or join the table instead of looking it up";
  Finding made = of.finding(code, std::move(message), std::move(remedy), join ? "strategy" : "");
  made.changes = std::move(others);
  if (join) made.changes.push_back(with_strategy(of.s.job, of.n.step, JoinStrategy::sort_merge));
  return made;
}

Finding result_size(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.a * spare});
  return broadcast(
      of, "SZ103",
      fmt::format("{}: the driver collects {} for the broadcast; spark.driver.maxResultSize is {}", of.where,
                  bytes(of.n.a), bytes(of.n.b)),
      fmt::format("set spark: {{max_result_size: {}}} if the driver has the memory", mebibytes_text(enough)),
      {{{{"spark.max_result_size", mebibytes_text(enough)}},
        [enough](Job& to) { to.spark.max_result_size = enough; }}});
}

Finding timeout(const Noted& of) {
  const Seconds enough{std::ceil(of.n.a * spare)};
  return broadcast(of, "SZ104",
                   fmt::format("{}: collecting and building the broadcast takes {}; spark.sql.broadcastTimeout is {}",
                               of.where, to_text(Seconds{of.n.a}), to_text(Seconds{of.n.b})),
                   "raise spark: {broadcast_timeout}",
                   {{{{"spark.broadcast_timeout", fmt::format("{:.0f} s", enough.value)}},
                     [enough](Job& to) { to.spark.broadcast_timeout = enough; }}});
}

/// As much as the driver needs, where its machine has that.
std::vector<Change> larger_driver(const Job& job, Bytes enough) {
  if (enough >= driver_machine(job.cluster).memory) return {};
  return {{{{"spark.driver_memory", mebibytes_text(enough)}}, [enough](Job& to) {
             to.spark.driver_memory = enough;
             make_room_for_driver(to.cluster, to.spark);
           }}};
}

Finding driver_memory(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.a * spare});
  return broadcast(
      of, "SZ105",
      fmt::format("{}: the driver needs {} for the broadcast and has {}", of.where, bytes(of.n.a), bytes(of.n.b)),
      fmt::format("set spark: {{driver_memory: {}}}", mebibytes_text(enough)), larger_driver(of.s.job, enough));
}

// ---- Memory ---------------------------------------------------------------------------------------------------------

/// A hash table or an aggregator's part gets smaller with more partitions; a top k is all in one place.
Finding task_memory(const Noted& of) {
  const Job& job = of.s.job;
  const bool spark = job.engine == EngineKind::spark, join = spark && of.op<Join>();
  Finding made = of.finding(
      "SZ109", fmt::format("{}: a task or aggregator must hold {} and has {}", of.where, bytes(of.n.a), bytes(of.n.b)),
      "more partitions, or workers with more memory");
  if (join) {
    made.remedy += ", or sort_merge, which can spill";
    made.changes.push_back(with_strategy(job, of.n.step, JoinStrategy::sort_merge));
  }
  if (spark && !join) {
    made.remedy = "a smaller limit, or more memory for the driver";
    made.changes = larger_driver(job, whole_mebibytes(Bytes{of.n.a * spare}));
  } else {
    const double tasks = of.s.looked_up(of.in).tasks_cut_by(of.n.step);
    made.changes.push_back(with_partitions(job, of.n.step, std::ceil(tasks * of.n.a / std::max(1.0, of.n.b) * spare)));
  }
  return made;
}

/// Executors packed anew around the machine.
Finding executors(const Noted& of, const char* code, std::string message, std::string remedy) {
  Finding made = of.finding(code, std::move(message), std::move(remedy));
  made.at = "cluster.executors";
  if (!of.s.job.places.contains("cluster.executors")) return made;  // those of a cluster by name are packed already
  Executors packed = pack_executors(of.s.job.cluster.machine);
  packed.memory = Bytes{std::floor(packed.memory / 1_MiB)} * (1_MiB).value;
  packed.overhead = Bytes{std::floor(packed.overhead / 1_MiB)} * (1_MiB).value;
  made.changes.push_back({{{"cluster.executors",
                            fmt::format("{{per_node: {}, cores: {}, memory: {}, overhead: {}}}", packed.per_node,
                                        packed.cores, mebibytes_text(packed.memory), mebibytes_text(packed.overhead))}},
                          [packed](Job& to) { to.cluster.executors = packed; }});
  return made;
}

Finding disk_full(const Noted& of) {
  Finding made = of.finding(
      "SZ113", fmt::format("shuffle and spill files take {}; the local disks hold {}", bytes(of.n.a), bytes(of.n.b)),
      "machines with larger local disks, or more of them; spark: {codec: zstd} writes less");
  if (of.s.job.engine == EngineKind::spark)
    made.changes.push_back({{{"spark.codec", "zstd"}}, [](Job& to) { to.spark.codec = Codec::zstd; }});
  return made;
}

/// A volume of whole hundreds of GB that holds the node's share, and as much again to be free.
Finding volume_full(const Noted& of) {
  constexpr double step = 100e9, most = 16e12;  // gp3's largest volume
  const int nodes = std::max(1, of.s.job.cluster.nodes);
  Finding made = of.finding(
      "SZ151",
      fmt::format(
          "shuffle and spill files take {}; the machines have no local disks, and the volumes of {} node{} hold "
          "{}{}",
          bytes(of.n.a), nodes, nodes == 1 ? "" : "s", bytes(of.n.b),
          of.s.job.cluster.root_volume ? "" : ", if they are of the usual size"),
      "machines with local disks, or larger volumes: say what a node has by root_volume in the cluster");
  made.at = "cluster.root_volume";
  const Bytes enough{std::ceil(of.n.a * spare / nodes / step) * step};
  const bool written_out = of.s.job.places.contains("cluster.nodes");  // one that is named has no keys to set
  if (enough.value <= most && written_out)
    made.changes.push_back(
        {{{"cluster.root_volume", to_text(enough)}}, [enough](Job& to) { to.cluster.root_volume = enough; }});
  return made;
}

Finding driver_metadata(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.a * spare});
  Finding made = of.finding(
      "SZ149",
      fmt::format("the driver holds {} of {} files that are listed or committed and of the tasks' results; it has {}",
                  bytes(of.n.a), to_text(Rows{of.n.c}), bytes(of.n.b)),
      fmt::format("set spark: {{driver_memory: {}}}, or read and write fewer, larger files; table formats that keep "
                  "bounds of each column need a multiple of it",
                  mebibytes_text(enough)));
  made.at = "spark.driver_memory";
  made.changes = larger_driver(of.s.job, enough);
  return made;
}

/// More partitions make smaller tasks of a stage that reads a shuffle, and of no other.
Finding spark_spill(const Noted& of) {
  Finding made = of.finding("SZ116",
                            fmt::format("{}: spills {} to disk; a task would hold {} and has {}", of.where,
                                        bytes(of.n.a), bytes(of.n.b), bytes(of.n.c)),
                            "smaller splits of the input (max_partition_bytes), or more memory for each core");
  const LookedUp& plan = of.s.looked_up(of.in);
  const int stage = plan.spilling(of.n.a), cut = stage < 0 ? -1 : plan.cutting_step(static_cast<std::size_t>(stage));
  if (cut < 0) return made;
  const double least = least_partitions(of.s, of.in, static_cast<std::size_t>(stage));
  made.remedy = fmt::format("at least {:.0f} shuffle partitions, or more memory for each core", least);
  made.at = partitions_at(of.s.job, cut);
  made.changes.push_back(with_partitions(of.s.job, cut, least));
  return made;
}

/// Ray gives its store a share of memory; where a larger share would hold what is spilled, that is the remedy.
Finding ray_spill(const Noted& of) {
  const Fraction share = of.s.job.ray.object_store_share.value_or(0.3);
  const double room = of.n.c * 0.8;  // object_spilling_threshold
  const Fraction wanted = std::ceil(share * (1 + of.n.a / room) * 1.02 * 20) / 20;
  const bool by_share = wanted <= largest_store_share;
  const std::string found =
      fmt::format("{}: spills {} to disk; the object store, {:g} of the memory, fills up to {} and is asked for {}",
                  of.where, bytes(of.n.a), share, bytes(room), bytes(of.n.a + room));
  Finding made = by_share ? of.finding("SZ142", found, fmt::format("set ray: {{object_store_share: {:g}}}", wanted))
                          : of.finding("SZ116", found, "more nodes or memory, or fewer bytes in each row");
  if (share < largest_store_share) made.changes.push_back(with_object_store(std::min(wanted, largest_store_share)));
  if (by_share && of.s.job.places.contains("ray.object_store_share")) made.at = "ray.object_store_share";
  return made;
}

// ---- Partitions and skew --------------------------------------------------------------------------------------------

Finding partitions_too_big(const Noted& of) {
  Finding made = of.finding("SZ117", fmt::format("{}: shuffle partitions of {} each", of.where, bytes(of.n.a)),
                            "more partitions, of about 200 MB each");
  const LookedUp& plan = of.s.looked_up(of.in);
  const int stage = plan.partitions_of(of.n.a),
            cut = stage < 0 ? -1 : plan.cutting_step(static_cast<std::size_t>(stage));
  if (cut < 0) return made;
  made.at = partitions_at(of.s.job, cut);
  made.changes.push_back(
      with_partitions(of.s.job, cut, enough_partitions(of.s, of.in, static_cast<std::size_t>(stage))));
  made.remedy = fmt::format("set {}, for partitions of 200 MB or less", in_words(made.changes.back()));
  return made;
}

Finding skew(const Noted& of) {
  const Job& job = of.s.job;
  const bool spark = job.engine == EngineKind::spark;
  Finding made = of.finding(
      "SZ118",
      fmt::format("{}: the hottest task has {} the mean work; the stage waits for it", of.where, times(of.n.a)),
      spark ? "salt the hot key, aggregate before, or handle it apart; a broadcast join has no hot partition"
            : "salt the hot key, aggregate before, or give it a worker of its own",
      "hot_key_share");
  if (of.n.step < 0) return made;
  made.changes.push_back(salted(job, of.n.step));
  if (spark && !job.spark.adaptive.value_or(true)) made.changes.push_back(with_adaptive());
  if (spark && !job.spark.skew_join.value_or(true))
    made.changes.push_back({{{"spark.skew_join", "true"}}, [](Job& to) { to.spark.skew_join = true; }});
  if (spark && of.op<Join>()) made.changes.push_back(with_strategy(job, of.n.step, JoinStrategy::broadcast));
  return made;
}

// ---- User code ------------------------------------------------------------------------------------------------------

Finding row_at_a_time(const Noted& of) {
  Finding made = of.finding("SZ120", fmt::format("{}: Python code runs row by row", of.where),
                            "work on batches (pandas, numpy, Arrow)", "quality");
  made.changes.push_back(with_quality(of.s.job, of.n.step, Quality::vectorized));
  return made;
}

/// A GPU's batch of 64 and a CPU's of 1024 rows make the calls a small part of the work.
Finding tiny_batches(const Noted& of) {
  const auto* inference = of.op<Inference>();
  const Rows enough{inference && inference->device == Device::gpu ? 64.0 : 1024.0};
  Finding made = of.finding("SZ121", fmt::format("{}: batches of {:.0f} rows; each costs a call", of.where, of.n.a),
                            fmt::format("raise batch_size to {:.0f} or more", enough.value), "batch_size");
  made.changes.push_back({{{path_of(of.s.job, of.n.step, "batch_size"), fmt::format("{:.0f}", enough.value)}},
                          [step = static_cast<std::size_t>(of.n.step), enough](Job& to) {
                            Operator& op = to.steps[step].op;
                            if (auto* map = std::get_if<Map>(&op)) map->batch_size = exactly(enough);
                            if (auto* scoring = std::get_if<Inference>(&op)) scoring->batch_size = exactly(enough);
                          }});
  made.must_save = noticeable;
  return made;
}

Finding gpu_starved(const Noted& of) {
  Finding made = of.finding("SZ122",
                            fmt::format("{}: reading and preparing take {}, scoring {}: the GPUs wait", of.where,
                                        to_text(Seconds{of.n.a}), to_text(Seconds{of.n.b})),
                            "more CPUs for each GPU, or less preprocessing");
  for (std::size_t i = 0; i < of.s.job.steps.size(); ++i) {
    const auto* map = std::get_if<Map>(&of.s.job.steps[i].op);
    if (map && map->quality != Quality::vectorized)
      made.changes.push_back(with_quality(of.s.job, static_cast<int>(i), Quality::vectorized));
  }
  return made;
}

}  // namespace

std::optional<Finding> of_note(const Situation& s, Case c, const Note& n) {
  const Noted of{s, c, n, n.step < 0 ? s.job.name : s.step(n.step).name};
  const std::string& where = of.where;
  switch (n.code) {
    case NoteCode::broadcast_too_large:
      return broadcast(of, "SZ101",
                       fmt::format("{}: the broadcast table takes {} in memory; Spark refuses {} and more", where,
                                   bytes(n.a), bytes(n.b)),
                       "shrink the table (fewer columns, a filter) before it is broadcast");
    case NoteCode::broadcast_too_many_rows:
      return broadcast(of, "SZ102",
                       fmt::format("{}: the broadcast table has {} rows; Spark refuses {} and more", where,
                                   to_text(Rows{n.a}), to_text(Rows{n.b})),
                       "aggregate the table first");
    case NoteCode::broadcast_result_size:
      return result_size(of);
    case NoteCode::broadcast_timeout:
      return timeout(of);
    case NoteCode::broadcast_driver_memory:
      return driver_memory(of);
    case NoteCode::broadcast_executor_memory:
      return broadcast(of, "SZ106",
                       fmt::format("{}: each executor must hold {} of broadcast data and has a heap of {}", where,
                                   bytes(n.a), bytes(n.b)),
                       "use fewer, larger executors");
    case NoteCode::join_not_broadcastable:
      if (s.job.engine == EngineKind::ray)
        return of.finding("SZ107",
                          fmt::format("{}: Ray Data joins by hash alone; strategy: {} changes nothing", where,
                                      name_of(of.op<Join>()->strategy)),
                          "leave `strategy` out; a small table can be looked up (lookup) instead of joined",
                          "strategy");
      return of.finding(
          "SZ107",
          fmt::format("{}: no side of this join can be broadcast here; it is planned as a shuffle join", where),
          "an inner join can broadcast either side, a left join the right one, a full join none; Ray Data has no "
          "broadcast join (use lookup)",
          "strategy");
    case NoteCode::executor_does_not_fit:
      return executors(of, "SZ108", fmt::format("the executors of a node take {}; it has {}", bytes(n.a), bytes(n.b)),
                       "fewer executors a node, or less memory for each");
    case NoteCode::task_memory_exceeded:
      return task_memory(of);
    case NoteCode::actor_memory:
      return of.finding("SZ110",
                        fmt::format("{}: the workers of a node (or executor) need {} for their models or tables and "
                                    "have {}",
                                    where, bytes(n.a), bytes(n.b)),
                        "fewer actors a node, or machines with more memory");
    case NoteCode::gpu_memory:
      return of.finding(
          "SZ111",
          fmt::format("{}: the model needs {} of GPU memory; a GPU here has {}", where, bytes(n.a), bytes(n.b)),
          "a GPU with more memory, fewer actors on a GPU, or a smaller (quantised) model", "model_size");
    case NoteCode::no_gpu:
      return of.finding("SZ112", fmt::format("{}: asks for GPUs, and the cluster has none", where),
                        "choose a cluster with GPUs (ray-gpu-baseline, or a g5, g4dn or p4d machine), or device: cpu",
                        "device");
    case NoteCode::local_disk_full:
      return disk_full(of);
    case NoteCode::root_volume_full:
      return volume_full(of);
    case NoteCode::driver_metadata:
      return driver_metadata(of);
    case NoteCode::spill:
      if (n.a < s.looked_up(c).processed().value * spill_worth_telling) return std::nullopt;
      return s.job.engine == EngineKind::spark ? spark_spill(of) : ray_spill(of);
    case NoteCode::partitions_too_big:
      return partitions_too_big(of);
    case NoteCode::skew:
      return skew(of);
    case NoteCode::skew_split:
      return of.finding("SZ119",
                        fmt::format("{}: adaptive execution cuts the hot partition ({} the mean) into {:.0f}", where,
                                    times(n.a), n.b),
                        "nothing to do; salting would save the repeated reads of the other side", "hot_key_share");
    case NoteCode::udf_row_at_a_time:
      return row_at_a_time(of);
    case NoteCode::tiny_batches:
      return tiny_batches(of);
    case NoteCode::gpu_starved:
      return gpu_starved(of);
    case NoteCode::single_task:
      return of.finding("SZ123", fmt::format("{}: all rows ({}) go through one task", where, bytes(n.a)),
                        "give the window a partition_by");
    case NoteCode::sampled_twice:
      return std::nullopt;  // told with the sort itself: shuffles.cpp
    case NoteCode::runtime_broadcast: {
      Finding late = of.finding("SZ126",
                                fmt::format("{}: adaptive execution turns the join into a broadcast once it has seen "
                                            "that one side is {}; both sides have written their shuffle files by then",
                                            where, bytes(n.a)),
                                "strategy: broadcast saves the shuffle of the large side", "strategy");
      late.changes.push_back(with_strategy(s.job, n.step, JoinStrategy::broadcast));
      return late;
    }
    case NoteCode::actors_do_not_fit:
      return of.finding("SZ128",
                        fmt::format("{}: {:.0f} actors are asked for, and there is room for {:.0f}", where, n.a, n.b),
                        "fewer actors, or more nodes", "actors");
    case NoteCode::heap_too_small:
      return executors(
          of, "SZ133",
          fmt::format("executors have a heap of {}; Spark does not start with less than {}", bytes(n.a), bytes(n.b)),
          "larger machines, or fewer executors a node");
    case NoteCode::worker_does_not_fit:
      return of.finding(
          "SZ132",
          fmt::format("{}: one worker asks for {:g} CPUs and {:g} GPUs, more than a node has", where, n.b, n.a),
          "ask for less, or choose larger machines", "cpus");
    case NoteCode::keyed_state_memory:
      return of.finding(
          "SZ129", fmt::format("{}: the actors' state takes {}; their nodes have {}", where, bytes(n.a), bytes(n.b)),
          "bound the state (TTL, LRU), or more memory", "state");
  }
  return std::nullopt;
}

}  // namespace sizer::report
