// What every planner repeats on its walk over a job's steps.
#pragma once

#include <memory_resource>
#include <optional>
#include <vector>

#include "sizer/plan.h"

namespace sizer::engines {

/// An empty stage whose lists lie in `memory`.
inline Stage stage_in(std::pmr::memory_resource& memory) {
  return {.parts = std::pmr::vector<Part>(&memory), .after = std::pmr::vector<int>(&memory)};
}

/// The same of a plan.
inline Plan plan_in(std::pmr::memory_resource& memory) {
  return {.stages = std::pmr::vector<Stage>(&memory),
          .exchanges = std::pmr::vector<ExchangeNote>(&memory),
          .notes = std::pmr::vector<Note>(&memory)};
}

/// What a planner walks over, what it asks of it at each step, and the plan that it makes.
class Walk {
 protected:
  Walk(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
       std::pmr::memory_resource& memory)
      : job_(job),
        cluster_(cluster),
        ledger_(ledger),
        k_(k),
        c_(c),
        memory_(memory),
        capacity_(capacity(cluster, *job.engine, k)),
        plan_(plan_in(memory)),
        readers_(job.steps.size(), 0) {
    for (const Step& step : job.steps)
      for (const Source source : step.from)
        if (!source.is_input) ++readers_[static_cast<std::size_t>(source.index)];
  }

  template <class T>
  T given_or(const Stat<T>& stat, T otherwise) const {
    return stat ? at(*stat, c_) : otherwise;
  }
  const Step& step_at(int step) const { return job_.steps[static_cast<std::size_t>(step)]; }
  /// How often later steps name it; an input is read anew by each.
  int readers(Source source) const { return source.is_input ? 1 : readers_[static_cast<std::size_t>(source.index)]; }
  const Flow& leaving(int step) const { return ledger_.steps[static_cast<std::size_t>(step)]; }
  const Flow& coming(int step, int side) const {
    return ledger_.of(step_at(step).from[static_cast<std::size_t>(side)]);
  }
  void note(NoteCode code, bool infeasible, int step, double amount = 0, double limit = 0, double beside = 0) {
    plan_.notes.push_back({code, infeasible, step, amount, limit, beside});
  }

  /// Bytes that a side of the step shuffles by what its `shuffle:` says, in place of the model's figure; empty: it says
  /// nothing. Bytes are of all the step's sides together, in proportion to what each has `as` the engine moves it.
  std::optional<Bytes> given_shuffle(int step, int side, Bytes Flow::*as) const {
    const GivenShuffle& given = step_at(step).shuffle;
    const Flow& in = coming(step, side);
    if (const auto* ratio = std::get_if<Range<Ratio>>(&given)) return in.stored * at(*ratio, c_);
    const auto* bytes = std::get_if<Range<Bytes>>(&given);
    if (bytes == nullptr) return std::nullopt;
    Bytes all{};
    for (const Source source : step_at(step).from) all += ledger_.of(source).*as;
    return at(*bytes, c_) * (all.value > 0 ? in.*as / all : 1);
  }
  ExchangeNote::What planned_or_given(int step) const {
    return std::holds_alternative<std::monostate>(step_at(step).shuffle) ? ExchangeNote::What::planned
                                                                         : ExchangeNote::What::given;
  }

  const Job& job_;
  const Cluster& cluster_;
  const Ledger& ledger_;
  const ConstantValues& k_;
  const Case c_;
  std::pmr::memory_resource& memory_;  ///< that the plan lies in
  const Capacity capacity_;
  Plan plan_;
  std::vector<int> readers_;  ///< per step
};

}  // namespace sizer::engines
