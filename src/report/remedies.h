// Changes to a job that the program can try by itself, and what each would bring.
#pragma once

#include <string>
#include <vector>

#include "sizer/report.h"

namespace sizer::report {

/// A changed copy of a job.
struct Change {
  std::string text;  ///< "steps.join.strategy = sort_merge", in the names of reports
  Job job;
};

/// The job as `edit` leaves it.
template <class Edit>
Change changed(const Job& job, std::string text, Edit edit) {
  Change change{std::move(text), job};
  edit(change.job);
  return change;
}

Change with_strategy(const Job& job, int join, JoinStrategy strategy);
Change with_quality(const Job& job, int step, Quality quality);
/// As many partitions where the rows of `step` are cut: at a repartition before it, or in the engine's settings.
Change with_partitions(const Job& job, int step, double partitions);
/// Where their number is given: "steps.repartition.partitions", "spark.shuffle_partitions"; else the step.
std::string partitions_at(const Job& job, int step);
/// The hot key of a step spread over all tasks.
Change salted(const Job& job, int step);
/// Those that read `step` read what it read.
Change without(const Job& job, int step);
Change with_adaptive(const Job& job);
Change with_object_store(const Job& job, Fraction share);

/// Savings below this share of the run are within the noise of the model.
inline constexpr Fraction noticeable = 0.02;

bool feasible(const Estimate& estimate);
/// What `change` saves: the same job estimated twice, all else equal.
Gain difference(const std::string& change, const Estimate& now, const Estimate& then);
/// What the change that saves most time would bring in the typical case. Of a plan that cannot run: what the change
/// would that makes it run at the least price in time, even where it is slower. Empty: none pays.
std::optional<Gain> best_gain(const Estimate& now, const std::vector<Change>& changes, const ConstantValues& k);

}  // namespace sizer::report
