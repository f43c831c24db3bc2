// Policies on the user's code: Python where something faster would do, models that are loaded for little, services.
#include <fmt/format.h>
#include <algorithm>

#include "names/names.h"
#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

constexpr Fraction much_of_a_stage = 0.2;
constexpr Fraction most_of_a_stage = 0.8;

/// The stage in which a step scores.
const StageTime* scoring_time(const Situation& s, int step) {
  const int stage = s.typical.scoring_stage(step);
  return stage < 0 ? nullptr : &s.now().timeline.stages[static_cast<std::size_t>(stage)];
}

}  // namespace

std::optional<Finding> udf_row_at_a_time(const Noted& of) {
  Finding made = of.finding(fmt::format("{}: Python code runs row by row", of.where),
                            "work on batches (pandas, numpy, Arrow)", "quality");
  made.changes.push_back(with_quality(of.s.job, of.n.step, Quality::vectorized));
  return made;
}

/// A GPU's batch of 64 and a CPU's of 1024 rows make the calls a small part of the work.
std::optional<Finding> tiny_batches(const Noted& of) {
  const auto* inference = of.op<Inference>();
  const Rows enough{inference && inference->device == Device::gpu ? 64.0 : 1024.0};
  Finding made = of.finding(fmt::format("{}: batches of {:.0f} rows; each costs a call", of.where, of.n.amount),
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

std::optional<Finding> gpu_starved(const Noted& of) {
  Finding made = of.finding(fmt::format("{}: reading and preparing take {}, scoring {}: the GPUs wait", of.where,
                                        to_text(Seconds{of.n.amount}), to_text(Seconds{of.n.limit})),
                            "more CPUs for each GPU, or less preprocessing");
  for (std::size_t i = 0; i < of.s.job.steps.size(); ++i) {
    const auto* map = std::get_if<Map>(&of.s.job.steps[i].op);
    if (map && map->quality != Quality::vectorized)
      made.changes.push_back(with_quality(of.s.job, static_cast<int>(i), Quality::vectorized));
  }
  return made;
}

void python_where_jvm_would_do(const Situation& s, Findings& found) {
  if (!s.job.engine->can.jvm) return;
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* map = std::get_if<Map>(&s.job.steps[i].op);
    if (!map || map->language != Language::python || map->quality == Quality::row_at_a_time || map->rows_per_second)
      continue;
    Finding python;
    python.message = fmt::format("{}: rows go to Python and back", s.job.steps[i].name);
    python.remedy = "Spark's own functions where they can express it, or a vectorized (pandas, Arrow) UDF";
    python.at = path_of(s.job, static_cast<int>(i), "language");
    python.changes.push_back(
        {{{python.at, "jvm"}}, [i](Job& to) { std::get<Map>(to.steps[i].op).language = Language::jvm; }});
    if (map->quality != Quality::vectorized)
      python.changes.push_back(with_quality(s.job, static_cast<int>(i), Quality::vectorized));
    python.must_save = much_of_a_run;
    found.push_back(std::move(python));
  }
}

/// Every actor loads the model before its first row.
void model_loading_dominates(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* inference = std::get_if<Inference>(&s.job.steps[i].op);
    const StageTime* time = inference ? scoring_time(s, static_cast<int>(i)) : nullptr;
    if (!time) continue;
    const Bytes model = inference->model_size ? inference->model_size->typical : s.k().model_size;
    const Seconds load = inference->load_time ? inference->load_time->typical : model / s.k().model_load_rate;
    if (load < time->alone * much_of_a_stage) continue;
    Finding loads;
    loads.message = fmt::format("{}: every worker loads the model for {}, in a stage of {}", s.job.steps[i].name,
                                to_text(load), to_text(time->alone));
    loads.remedy =
        "more rows a run, a smaller model, or one that lies on the nodes already; keep the workers between runs";
    loads.at = path_of(s.job, static_cast<int>(i), inference->load_time ? "load_time" : "model_size");
    found.push_back(std::move(loads));
  }
}

void service_bound(const Situation& s, Findings& found) {
  const Estimate& now = s.now();
  for (std::size_t i = 0; i < now.plan.stages.size(); ++i) {
    const StageTime& time = now.timeline.stages[i];
    // A stage may also wait for the service's latency: more actors then help.
    const bool by_cap = time.busy[static_cast<std::size_t>(Resource::external)] >= time.alone * most_of_a_stage;
    if (!by_cap || time.alone / now.timeline.duration < much_of_a_run) continue;
    Finding capped;
    capped.message = fmt::format("{}: waits {} for the service's cap on requests",
                                 names::stage_name(s.job, now.plan.stages[i]), to_text(time.alone));
    capped.remedy = "more rows a request, or a higher cap; more nodes will not help";
    for (const Part& part : now.plan.stages[i].parts)
      if (part.act == Act::external_call) capped.at = path_of(s.job, part.of.index, "requests_per_second");
    found.push_back(std::move(capped));
  }
}

}  // namespace sizer::policies
