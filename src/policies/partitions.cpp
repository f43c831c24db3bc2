// Policies on how many tasks a stage has: too many, too few, and what adaptive execution would make of them.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "names/names.h"
#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

using namespace sizer::literals;

constexpr Bytes tiny_partition = 16_MiB;         // a quarter of spark.sql.adaptive.advisoryPartitionSizeInBytes
constexpr Bytes good_partition = 64_MiB;         // advisoryPartitionSizeInBytes
constexpr Bytes tiny_block = 1_MiB;              // DataContext.target_min_block_size
constexpr Bytes good_block = 128_MiB;            // DataContext.target_max_block_size
constexpr double tasks_a_slot = 2;               // Spark's tuning guide: two to three tasks for each core
constexpr Fraction few_of_slots = 0.5;           // a stage with fewer tasks leaves most of them idle
constexpr Fraction long_stage = 0.2;             // of the run
constexpr double few_full_waves = 4;             // with more, the last one is a small part
constexpr Fraction idle_of_wave = 0.5;           // slots without a task in the last wave
constexpr Fraction worth_another_number = 0.05;  // of the run
constexpr Bytes too_big = 2_GiB;                 // the playbook's multi-GB partitions
constexpr Bytes cut_to = 200_MB;                 // within the 128 to 256 MB that the playbook asks for

/// Adaptive execution merges small partitions; without it, or where their number is asked for, they stay.
void many_shuffle_tasks(const Situation& s, Findings& found) {
  const double slots = s.job.engine->slots(s.job.cluster);
  for (std::size_t i = 0; i < s.now().plan.stages.size(); ++i) {
    const Stage& stage = s.now().plan.stages[i];
    const int step = s.typical.cutting_step(i);
    const Bytes mean = stage.bytes.shuffle_read / stage.tasks;
    const double fewer = std::max(slots, std::ceil(stage.bytes.shuffle_read / good_partition));
    if (step < 0 || mean >= tiny_partition || fewer >= stage.tasks) continue;
    Finding many;
    many.changes = with_partitions(s.job, step, fewer);
    many.must_save = noticeable;
    many.gain = best_gain(s.now(), many.changes, s.trials);
    if (!many.gain) continue;
    many.message = fmt::format("{}: {:.0f} tasks of {} each; with {:.0f} the run would take {} less", s.step(step).name,
                               stage.tasks, to_text(mean), fewer, to_text(many.gain->time));
    many.remedy = "fewer partitions; adaptive execution merges small ones by itself, unless their number is given";
    many.at = partitions_at(s.job, step);
    found.push_back(std::move(many));
  }
}

/// Blocks of a read that was cut by hand.
void many_blocks(const Situation& s, Findings& found) {
  if (!s.job.ray.read_blocks) return;
  for (const Stage& stage : s.now().plan.stages) {
    if (stage.parts.empty() || stage.parts.front().act != Act::scan) continue;
    const Source input = stage.parts.front().of;
    const Bytes memory = s.now().ledger.of(input).memory;
    if (memory / stage.tasks >= tiny_block) continue;
    const int fewer =
        static_cast<int>(std::max(tasks_a_slot * s.job.engine->slots(s.job.cluster), std::ceil(memory / good_block)));
    Finding many;
    many.changes = {{{{"ray.read_blocks", fmt::to_string(fewer)}}, [fewer](Job& to) { to.ray.read_blocks = fewer; }}};
    many.must_save = noticeable;
    many.gain = best_gain(s.now(), many.changes, s.trials);
    if (!many.gain) continue;
    many.message =
        fmt::format("{}: {:.0f} blocks of {} each; with {} the run would take {} less", names::name_of(s.job, input),
                    stage.tasks, to_text(memory / stage.tasks), fewer, to_text(many.gain->time));
    many.remedy = "fewer read_blocks, or none given: Ray then cuts blocks of 1 to 128 MiB";
    many.at = "ray.read_blocks";
    found.push_back(std::move(many));
  }
}

/// As many as let a task of a spilling stage hold what it needs; 0: it does not spill.
double without_spill(const LookedUp& looked_up, const Stage& stage) {
  const Note* const spill = looked_up.spill(stage.bytes.spill_write.value);
  return spill ? std::ceil(stage.tasks * spill->beside / std::max(1.0, spill->limit) * spare) : 0;
}

}  // namespace

double least_partitions(const Situation& s, Case c, std::size_t index) {
  const Stage& stage = s.by_case[c].plan.stages[index];
  const double slots = s.job.engine->slots(s.job.cluster);
  const double busy = stage.tasks < slots * few_of_slots ? tasks_a_slot * slots : 0;
  return std::max(without_spill(s.looked_up(c), stage), busy);
}

double enough_partitions(const Situation& s, Case c, std::size_t index) {
  const Stage& stage = s.by_case[c].plan.stages[index];
  const double least = least_partitions(s, c, index);
  if (stage.bytes.shuffle_read / stage.tasks <= too_big) return least;
  return std::max(least, std::ceil(stage.bytes.shuffle_read / cut_to));
}

std::optional<Finding> partitions_too_big(const Noted& of) {
  Finding made = of.finding(fmt::format("{}: shuffle partitions of {} each", of.where, bytes_text(of.n.amount)),
                            "more partitions, of about 200 MB each");
  const LookedUp& plan = of.s.looked_up(of.in);
  const int stage = plan.partitions_of(of.n.amount),
            cut = stage < 0 ? -1 : plan.cutting_step(static_cast<std::size_t>(stage));
  if (cut < 0) return made;
  made.at = partitions_at(of.s.job, cut);
  made.changes = with_partitions(of.s.job, cut, enough_partitions(of.s, of.in, static_cast<std::size_t>(stage)));
  if (!made.changes.empty())
    made.remedy = fmt::format("set {}, for partitions of 200 MB or less", in_words(made.changes.back()));
  return made;
}

void partitions_too_many(const Situation& s, Findings& found) {
  if (s.job.engine->settings == SettingsOf::ray)
    many_blocks(s, found);
  else
    many_shuffle_tasks(s, found);
}

void slots_idle(const Situation& s, Findings& found) {
  const Estimate& now = s.now();
  const double slots = s.job.engine->slots(s.job.cluster);
  for (std::size_t i = 0; i < now.plan.stages.size(); ++i) {
    const Stage& stage = now.plan.stages[i];
    const StageTime& time = now.timeline.stages[i];
    const bool waits = time.bound == Bound::external || time.bound == Bound::overhead;
    if (waits || time.alone / now.timeline.duration < long_stage || stage.tasks >= slots * few_of_slots ||
        stage.tasks <= 1)
      continue;
    const int step = s.typical.cutting_step(i);
    Finding idle;
    idle.message = fmt::format("{}: {:.0f} tasks on {:.0f} slots leave most of the cluster idle",
                               names::stage_name(s.job, stage), stage.tasks, slots);
    idle.remedy = "smaller splits or more partitions, or a smaller cluster";
    if (step >= 0) {
      idle.at = partitions_at(s.job, step);
      idle.changes = with_partitions(s.job, step, enough_partitions(s, Case::typical, i));
    } else if (!stage.parts.empty() && stage.parts.front().of.index >= 0) {
      const Source first = stage.parts.front().of;
      idle.at =
          first.is_input ? path_of(s.job.inputs[static_cast<std::size_t>(first.index)]) : path_of(s.job, first.index);
    }
    found.push_back(std::move(idle));
  }
}

/// A few tasks more than there are slots wait for a second wave, in which most slots idle. Adaptive execution, where it
/// has merged partitions, has decided on their number, and a change of the setting would save nothing.
void last_wave_idle(const Situation& s, Findings& found) {
  const Estimate& now = s.now();
  const double slots = s.job.engine->slots(s.job.cluster);
  for (std::size_t i = 0; i < now.plan.stages.size(); ++i) {
    const Stage& stage = now.plan.stages[i];
    const StageTime& time = now.timeline.stages[i];
    const double waves = std::ceil(stage.tasks / slots), idle = waves * slots - stage.tasks;
    const int step = s.typical.cutting_step(i);
    const bool few_waves = waves >= 2 && waves <= few_full_waves && stage.slots <= 0;
    if (enough_partitions(s, Case::typical, i) > stage.tasks) continue;  // more are asked for elsewhere
    if (step < 0 || !few_waves || idle < slots * idle_of_wave || time.alone / now.timeline.duration < long_stage)
      continue;
    Finding wave;
    wave.changes = with_partitions(s.job, step, waves * slots);
    wave.must_save = worth_another_number;
    wave.message = fmt::format(
        "{}: {:.0f} tasks on {:.0f} slots run in {:.0f} waves, and in the last one {} of the slots have nothing to do",
        names::stage_name(s.job, stage), stage.tasks, slots, waves, share_text(idle / slots));
    wave.remedy = fmt::format("as many partitions as fill all waves, {:.0f}", waves * slots);
    wave.at = partitions_at(s.job, step);
    found.push_back(std::move(wave));
  }
}

void adaptive_execution_off(const Situation& s, Findings& found) {
  if (s.job.engine->settings != SettingsOf::spark || s.job.spark.adaptive.value_or(true)) return;
  Finding off;
  off.message =
      "adaptive execution is off: small partitions are not merged, skewed ones not cut, and no join turns "
      "into a broadcast";
  off.remedy = "set spark: {adaptive: true}";
  off.at = "spark.adaptive";
  off.changes = {with_adaptive()};
  off.must_save = noticeable;
  found.push_back(std::move(off));
}

}  // namespace sizer::policies
