// One pass over job, exchanges, stages and notes.
#include "policies/looked_up.h"

#include <algorithm>
#include <tuple>

namespace sizer::policies {
namespace {

auto key_of(const Note* note) {
  return std::pair(note->code, note->step);
}

}  // namespace

LookedUp::LookedUp(const Job& job, const Estimate& estimate)
    : inputs_(job.inputs.size(), 0), steps_(job.steps.size()), cutting_(estimate.plan.stages.size(), -1) {
  look_at_job(job);
  look_at_exchanges(estimate.plan);
  look_at_stages(estimate.plan);
  look_at_notes(estimate.plan);
}

void LookedUp::look_at_job(const Job& job) {
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    for (const Source source : job.steps[i].from) {
      if (source.is_input) {
        inputs_[static_cast<std::size_t>(source.index)] = 1;
        continue;
      }
      OfStep& read = steps_[static_cast<std::size_t>(source.index)];
      ++read.readers;
      read.reader = static_cast<int>(i);
    }
}

/// Of the exchanges that a stage reads the first counts.
void LookedUp::look_at_exchanges(const Plan& plan) {
  constexpr int none = -1;
  std::vector<int> first_of(plan.stages.size(), none);
  for (std::size_t i = 0; i < plan.exchanges.size(); ++i) {
    const ExchangeNote& exchange = plan.exchanges[i];
    if (exchange.kind == Partitioned::broadcast) continue;
    if (exchange.what == ExchangeNote::What::planned || exchange.what == ExchangeNote::What::given)
      steps_[static_cast<std::size_t>(exchange.step)].shuffled += exchange.bytes;
    if (exchange.stage < 0) continue;
    int& first = first_of[static_cast<std::size_t>(exchange.stage)];
    if (first == none) first = static_cast<int>(i);
  }
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    if (plan.stages[i].bytes.shuffle_read.value <= 0) continue;
    int first = none;
    for (const int before : plan.stages[i].after) {
      const int here = first_of[static_cast<std::size_t>(before)];
      if (here != none && (first == none || here < first)) first = here;
    }
    if (first == none) continue;
    cutting_[i] = plan.exchanges[static_cast<std::size_t>(first)].step;
    OfStep& cut = steps_[static_cast<std::size_t>(cutting_[i])];
    cut.tasks_cut = std::max(cut.tasks_cut, plan.stages[i].tasks);
  }
}

void LookedUp::look_at_stages(const Plan& plan) {
  StageBytes all;
  for (std::size_t i = 0; i < plan.stages.size(); ++i) {
    const Stage& stage = plan.stages[i];
    const int index = static_cast<int>(i);
    all += stage.bytes;
    spilling_.emplace(stage.bytes.spill_write.value, index);
    partitions_.emplace((stage.bytes.shuffle_read / stage.tasks).value, index);
    for (const Part& part : stage.parts) {
      if (part.of.is_input || part.of.index < 0) continue;
      OfStep& step = steps_[static_cast<std::size_t>(part.of.index)];
      if (part.act == Act::write && step.writing_tasks <= 0) step.writing_tasks = stage.tasks;
      if (part.act == Act::inference && step.scoring_stage < 0) step.scoring_stage = index;
    }
  }
  processed_ = all.processed();
}

void LookedUp::look_at_notes(const Plan& plan) {
  for (const Note& note : plan.notes) {
    notes_.push_back(&note);
    if (note.code == NoteCode::spill) spills_.emplace(note.amount, &note);
  }
  std::ranges::stable_sort(notes_, {}, key_of);
}

int LookedUp::found(const ByNumber& in, double number) {
  const auto place = in.find(number);
  return place == in.end() ? -1 : place->second;
}

const Note* LookedUp::note(NoteCode code, int step) const {
  const auto after = std::ranges::upper_bound(notes_, std::pair(code, step), {}, key_of);
  if (after == notes_.begin()) return nullptr;
  const Note* const last = *std::prev(after);
  return key_of(last) == std::pair(code, step) ? last : nullptr;
}

const Note* LookedUp::spill(double bytes) const {
  const auto place = spills_.find(bytes);
  return place == spills_.end() ? nullptr : place->second;
}

}  // namespace sizer::policies
