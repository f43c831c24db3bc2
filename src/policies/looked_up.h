// What rules ask of a plan again and again, found in one pass: a job may have thousands of steps.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "sizer/estimate.h"

namespace sizer::policies {

/// Of one estimate. Stages and steps by their index.
class LookedUp {
 public:
  LookedUp(const Job& job, const Estimate& estimate);

  /// The step by whose shuffle the tasks of a stage are cut; -1: it reads none.
  int cutting_step(std::size_t stage) const { return cutting_[stage]; }
  /// The most tasks of the stages that are cut by a step's shuffle; at least 1.
  double tasks_cut_by(int step) const { return of_step(step).tasks_cut; }
  /// What a step's exchanges write, broadcasts aside; 0: it has none of its own.
  Bytes shuffled_at(int step) const { return of_step(step).shuffled; }
  /// The tasks of the stage in which a step writes its output; 0: it writes none.
  double writing_tasks(int step) const { return of_step(step).writing_tasks; }
  /// The stage in which a step scores; -1: it does not.
  int scoring_stage(int step) const { return of_step(step).scoring_stage; }
  /// True when some step reads an input; one that nothing reads costs nothing.
  bool reads_input(std::size_t input) const { return inputs_[input] != 0; }
  /// How many times later steps read a step.
  int readers(int step) const { return of_step(step).readers; }
  /// The step that reads it, where it is one alone.
  int reader(int step) const { return of_step(step).reader; }
  /// The last note of a kind about a step; null: there is none.
  const Note* note(NoteCode code, int step) const;
  /// The stage that spills, or has shuffle partitions of, just so much; -1: none.
  int spilling(double bytes) const { return found(spilling_, bytes); }
  int partitions_of(double bytes) const { return found(partitions_, bytes); }
  /// The first note of a spill of just so much; null: there is none.
  const Note* spill(double bytes) const;
  Bytes processed() const { return processed_; }

 private:
  struct OfStep {
    double tasks_cut = 1, writing_tasks = 0;
    Bytes shuffled{};
    int scoring_stage = -1, readers = 0, reader = -1;
  };
  using ByNumber = std::unordered_map<double, int>;

  const OfStep& of_step(int step) const { return steps_[static_cast<std::size_t>(step)]; }
  static int found(const ByNumber& in, double number);
  void look_at_job(const Job& job);
  void look_at_exchanges(const Plan& plan);
  void look_at_stages(const Plan& plan);
  void look_at_notes(const Plan& plan);

  std::vector<char> inputs_;  ///< whether some step reads it
  std::vector<OfStep> steps_;
  std::vector<int> cutting_;
  ByNumber spilling_{}, partitions_{};
  std::unordered_map<double, const Note*> spills_{};
  std::vector<const Note*> notes_{};  ///< by code and step
  Bytes processed_{};
};

}  // namespace sizer::policies
