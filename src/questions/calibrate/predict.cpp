// The wall-clock that the model gives to a measured run.
#include <algorithm>
#include <cmath>

#include "sizer/calibration.h"
#include "sizer/estimate.h"

namespace sizer {
namespace {

/// Makes the stages' CPU time add up to what was measured. What was measured is on the cluster as it is, so that its
/// tuning is in it; garbage collection is not, because it runs in threads of its own.
void give_cpu(Plan& plan, CoreSeconds measured, const Capacity& have) {
  CoreSeconds own{};
  for (const Stage& stage : plan.stages) own += stage.demand.cpu * have.tuning + stage.demand.user;
  if (own.value <= 0 || have.tuning <= 0) return;
  for (Stage& stage : plan.stages) {
    stage.demand.cpu = stage.demand.cpu * (measured / own);
    stage.demand.user = stage.demand.user * (measured / own);
  }
}

bool covers(const std::vector<Source>& of, const Stage& stage) {
  const auto is_in = [&](const Part& part) {
    return std::ranges::any_of(of, [&](Source each) { return each == part.of; });
  };
  return std::ranges::all_of(stage.parts, is_in);
}

/// The time in the tasks of some of the stages, added up: without what goes before and after a task.
Seconds time_in_tasks(const MeasuredRun& run, const Plan& planned, const Capacity& have) {
  CoreSeconds sum{};
  for (const Stage& stage : planned.stages)
    if (covers(run.of, stage)) sum += slot_time(stage.demand, have).in_tasks();
  return {sum.value};
}

}  // namespace

Seconds predict(const MeasuredRun& run, const ConstantValues& k, Case c) {
  const Job& job = run.job;
  if (!run.of.empty())
    return time_in_tasks(run, plan(job, job.cluster, account(job, k, c), k, c), capacity(job.cluster, *job.engine, k));
  if (!run.cpu) return estimate(job, job.cluster, k, c).timeline.duration;
  Plan planned = plan(job, job.cluster, account(job, k, c), k, c);
  const Capacity have = capacity(job.cluster, *job.engine, k);
  give_cpu(planned, *run.cpu, have);
  return schedule(planned, have, k).duration;
}

Range<Seconds> predict(const MeasuredRun& run, const Constants& constants) {
  return fold(predict(run, constants.at(Case::best), Case::best),
              predict(run, constants.at(Case::typical), Case::typical),
              predict(run, constants.at(Case::worst), Case::worst));
}

double Prediction::error() const {
  const double ratio = predicted.typical / measured;
  return ratio > 0 ? std::max(ratio, 1 / ratio) - 1 : 0;
}

std::vector<Prediction> predict_all(const std::vector<MeasuredRun>& runs, const Constants& constants) {
  std::vector<Prediction> found;
  found.reserve(runs.size());
  for (const MeasuredRun& run : runs)
    found.push_back({run.name, run.application, run.seconds, predict(run, constants)});
  return found;
}

BackTest summary_of(const std::vector<Prediction>& predictions) {
  BackTest test;
  if (predictions.empty()) return test;
  std::vector<double> errors;
  errors.reserve(predictions.size());
  for (const Prediction& each : predictions) errors.push_back(each.error());
  std::ranges::sort(errors);
  const std::size_t n = errors.size();
  test.runs = static_cast<int>(n);
  test.median = n % 2 == 1 ? errors[n / 2] : (errors[n / 2 - 1] + errors[n / 2]) / 2;
  test.worst = errors.back();
  test.inside = static_cast<double>(std::ranges::count_if(predictions, &Prediction::inside)) / static_cast<double>(n);
  return test;
}

}  // namespace sizer
