// What the plan and the timeline noticed, in sentences, with what to do about it.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/parts.h"
#include "text/quantity_text.h"

namespace sizer::report {
namespace {

std::string bytes(double value) {
  return to_text(Bytes{value});
}
std::string times(double value) {
  return fmt::format("{:.1f} times", value);
}

/// Code, message and remedy of one note. `where` is the step's name.
Reason sentence(const Note& n, const std::string& where, bool ray) {
  const auto of = [&](const char* code, std::string message, std::string remedy) {
    return Reason{code, n.infeasible ? "error" : "warning", std::move(message), std::move(remedy)};
  };
  switch (n.code) {
    case NoteCode::broadcast_too_large:
      return of("SZ101",
                fmt::format("{}: the broadcast table takes {} in memory; Spark refuses {} and more", where, bytes(n.a),
                            bytes(n.b)),
                "use sort_merge, or shrink the small side (fewer columns, a filter) before the join");
    case NoteCode::broadcast_too_many_rows:
      return of("SZ102",
                fmt::format("{}: the broadcast table has {} rows; Spark refuses {} and more", where, to_text(Rows{n.a}),
                            to_text(Rows{n.b})),
                "use sort_merge, or aggregate the small side first");
    case NoteCode::broadcast_result_size:
      return of("SZ103",
                fmt::format("{}: the driver collects {} for the broadcast; spark.driver.maxResultSize is {}", where,
                            bytes(n.a), bytes(n.b)),
                fmt::format("set spark: {{max_result_size: {}}} if the driver has the memory, or use sort_merge",
                            bytes(n.a * 1.25)));
    case NoteCode::broadcast_timeout:
      return of("SZ104",
                fmt::format("{}: collecting and building the broadcast takes {}; spark.sql.broadcastTimeout "
                            "is {}",
                            where, to_text(Seconds{n.a}), to_text(Seconds{n.b})),
                "raise spark: {broadcast_timeout}, or use sort_merge");
    case NoteCode::broadcast_driver_memory:
      return of("SZ105",
                fmt::format("{}: the driver needs {} for the broadcast and has {}", where, bytes(n.a), bytes(n.b)),
                fmt::format("set spark: {{driver_memory: {}}}, or use sort_merge", bytes(n.a * 1.25)));
    case NoteCode::broadcast_executor_memory:
      return of("SZ106",
                fmt::format("{}: each executor must hold {} of broadcast data and has a heap of {}", where, bytes(n.a),
                            bytes(n.b)),
                "use fewer, larger executors, or sort_merge");
    case NoteCode::join_not_broadcastable:
      return of("SZ107",
                fmt::format("{}: no side of this join can be broadcast here; it is planned as a shuffle join", where),
                "an inner join can broadcast either side, a left join the right one, a full join none; Ray Data has no "
                "broadcast join (use lookup)");
    case NoteCode::executor_does_not_fit:
      return of("SZ108", fmt::format("the executors of a node take {}; it has {}", bytes(n.a), bytes(n.b)),
                "fewer executors a node, or less memory for each");
    case NoteCode::task_memory_exceeded:
      return of("SZ109", fmt::format("{}: a task or aggregator must hold {} and has {}", where, bytes(n.a), bytes(n.b)),
                "more partitions, larger workers, or (Spark) sort_merge, which can spill");
    case NoteCode::actor_memory:
      return of("SZ110",
                fmt::format("{}: the workers of a node (or executor) need {} for their models or tables and "
                            "have {}",
                            where, bytes(n.a), bytes(n.b)),
                "fewer actors a node, or machines with more memory");
    case NoteCode::gpu_memory:
      return of("SZ111",
                fmt::format("{}: the model needs {} of GPU memory; a GPU here has {}", where, bytes(n.a), bytes(n.b)),
                "a GPU with more memory, fewer actors on a GPU, or a smaller (quantised) model");
    case NoteCode::no_gpu:
      return of("SZ112", fmt::format("{}: asks for GPUs, and the cluster has none", where),
                "choose a cluster with GPUs (ray-gpu-baseline, or a g5, g4dn or p4d machine), or device: cpu");
    case NoteCode::local_disk_full:
      return of("SZ113",
                fmt::format("shuffle and spill files take {}; the local disks hold {}", bytes(n.a), bytes(n.b)),
                "machines with larger local disks, or more of them");
    case NoteCode::spill:
      return of("SZ116",
                fmt::format("{}: spills {} to disk; {} would hold {} and has {}", where, bytes(n.a),
                            ray ? "the object store" : "a task", bytes(n.b), bytes(n.c)),
                "more shuffle partitions, or more memory for each core");
    case NoteCode::partitions_too_big:
      return of("SZ117", fmt::format("{}: shuffle partitions of {} each", where, bytes(n.a)),
                fmt::format("set shuffle_partitions to about {:.0f}, for 200 MB each", std::ceil(n.a * n.b / 200e6)));
    case NoteCode::skew:
      return of("SZ118",
                fmt::format("{}: the hottest task has {} the mean work; the stage waits for it", where, times(n.a)),
                "salt the hot key, aggregate before, or handle it apart; a broadcast join has no hot partition");
    case NoteCode::skew_split:
      return of("SZ119",
                fmt::format("{}: adaptive execution cuts the hot partition ({} the mean) into {:.0f}", where,
                            times(n.a), n.b),
                "nothing to do; salting would save the repeated reads of the other side");
    case NoteCode::udf_row_at_a_time:
      return of("SZ120", fmt::format("{}: Python code runs row by row", where),
                "work on batches (pandas, numpy, Arrow): typically ten times as fast");
    case NoteCode::tiny_batches:
      return of("SZ121", fmt::format("{}: batches of {:.0f} rows; the calls cost more than the rows", where, n.a),
                "raise batch_size");
    case NoteCode::gpu_starved:
      return of("SZ122",
                fmt::format("{}: reading and preparing take {}, scoring {}: the GPUs wait", where,
                            to_text(Seconds{n.a}), to_text(Seconds{n.b})),
                "more CPUs for each GPU, or less preprocessing");
    case NoteCode::single_task:
      return of("SZ123", fmt::format("{}: all rows ({}) go through one task", where, bytes(n.a)),
                "give the window a partition_by");
    case NoteCode::sampled_twice:
      return of(
          "SZ124",
          fmt::format("{}: a global sort samples its input first, so its stage, back to the last shuffle, runs twice "
                      "({} read again)",
                      where, bytes(n.a + n.b)),
          "sort within partitions, or take a top k with limit, if that is enough");
    case NoteCode::runtime_broadcast:
      return of("SZ126",
                fmt::format("{}: adaptive execution turns the join into a broadcast once it has seen that one "
                            "side is {}; both sides have written their shuffle files by then",
                            where, bytes(n.a)),
                "strategy: broadcast saves the shuffle of the large side");
    case NoteCode::actors_do_not_fit:
      return of("SZ128", fmt::format("{}: {:.0f} actors are asked for, and there is room for {:.0f}", where, n.a, n.b),
                "fewer actors, or more nodes");
    case NoteCode::heap_too_small:
      return of(
          "SZ133",
          fmt::format("executors have a heap of {}; Spark does not start with less than {}", bytes(n.a), bytes(n.b)),
          "larger machines, or fewer executors a node");
    case NoteCode::worker_does_not_fit:
      return of("SZ132",
                fmt::format("{}: one worker asks for {:g} CPUs and {:g} GPUs, more than a node has", where, n.b, n.a),
                "ask for less, or choose larger machines");
    case NoteCode::keyed_state_memory:
      return of("SZ129",
                fmt::format("{}: the actors' state takes {}; their nodes have {}", where, bytes(n.a), bytes(n.b)),
                "bound the state (TTL, LRU), or more memory");
  }
  return {};
}

std::string where(const Job& job, int step) {
  return step < 0 ? job.name : job.steps[static_cast<std::size_t>(step)].name;
}

bool names(const std::vector<Reason>& reasons, const Reason& reason) {
  return std::ranges::any_of(reasons,
                             [&](const Reason& r) { return r.code == reason.code && r.message == reason.message; });
}

bool noted(const Plan& plan, const Note& note) {
  return std::ranges::any_of(plan.notes, [&](const Note& n) { return n.code == note.code && n.step == note.step; });
}

/// What the timeline shows: a stage that leaves slots idle, and a cap outside the cluster.
void of_timeline(const Job& job, const Estimate& typical, std::vector<Reason>& reasons) {
  const double slots = slots_of(job.cluster, job.engine);
  for (std::size_t i = 0; i < typical.plan.stages.size(); ++i) {
    const Stage& stage = typical.plan.stages[i];
    const StageTime& time = typical.timeline.stages[i];
    if (time.alone / typical.timeline.duration < 0.2) continue;
    const std::string name = stage_name(job, stage);
    if (time.bound == Bound::external)
      reasons.push_back({"SZ125", "warning", fmt::format("{}: waits for the service's cap on requests", name),
                         "more rows a request, or a higher cap; more nodes will not help"});
    else if (stage.tasks < slots / 2 && time.bound != Bound::overhead && stage.tasks > 1)
      reasons.push_back(
          {"SZ127", "warning",
           fmt::format("{}: {:.0f} tasks on {:.0f} slots leave most of the cluster idle", name, stage.tasks, slots),
           "smaller splits or more partitions, or a smaller cluster"});
  }
}

const char* strategy_text(JoinStrategy strategy) {
  switch (strategy) {
    case JoinStrategy::broadcast:
      return "a broadcast join";
    case JoinStrategy::shuffle_hash:
      return "a shuffled hash join";
    case JoinStrategy::sort_merge:
      return "a sort-merge join";
    case JoinStrategy::automatic:
      return "no join";
  }
  return "";
}

}  // namespace

std::vector<Reason> reasons(const Job& job, const ByCase<Estimate>& by_case) {
  std::vector<Reason> found;
  const auto add = [&](Reason reason) {
    if (!names(found, reason)) found.push_back(std::move(reason));
  };
  for (const Note& note : by_case.typical.plan.notes)
    add(sentence(note, where(job, note.step), job.engine == EngineKind::ray));
  for (const Note& note : by_case.worst.plan.notes) {
    if (noted(by_case.typical.plan, note)) continue;
    Reason reason = sentence(note, where(job, note.step), job.engine == EngineKind::ray);
    reason.severity = "warning";
    reason.message = "in the worst case, " + reason.message;
    add(std::move(reason));
  }
  for (std::size_t i = 0; i < job.inputs.size(); ++i)
    if (!reads_input(job, static_cast<int>(i)))
      found.push_back({"SZ134", "warning", fmt::format("no step reads the input {}", job.inputs[i].name),
                       "name it in a step (from, with), or leave it out; in an override its name may be misspelt"});
  of_timeline(job, by_case.typical, found);
  for (const Case c : {Case::best, Case::worst}) {
    if (by_case[c].plan.join == by_case.typical.plan.join) continue;
    add({"SZ130", "warning",
         fmt::format("in the {} case the plan is another: {} instead of {}", c == Case::best ? "best" : "worst",
                     strategy_text(by_case[c].plan.join), strategy_text(by_case.typical.plan.join)),
         "give the sizes and rows of the inputs more narrowly, or set the strategy; stages of the other plan are "
         "marked, and "
         "totals take each case by itself"});
  }
  if (by_case.typical.bill.partial)
    found.push_back({"SZ131", "warning", "a machine has no price, so the cost is partial", "give price: $…/h"});
  std::ranges::stable_sort(found, {}, [](const Reason& r) { return r.severity == "error" ? 0 : 1; });
  return found;
}

}  // namespace sizer::report
