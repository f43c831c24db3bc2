// Changes to a job that the program can try by itself, and what each would bring.
#include "report/remedies.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <utility>

namespace sizer::report {
namespace {

using namespace sizer::literals;

Step& step_at(Job& job, int step) {
  return job.steps[static_cast<std::size_t>(step)];
}
const Step& step_at(const Job& job, int step) {
  return job.steps[static_cast<std::size_t>(step)];
}

/// The repartition or exchange whose number of partitions `step` sees; -1: none, so that the engine's own setting
/// counts.
int repartition_before(const Job& job, int step) {
  while (step >= 0) {
    const Step& here = step_at(job, step);
    const auto* repartition = std::get_if<Repartition>(&here.op);
    if (repartition) return repartition->partitions > 0 ? step : -1;
    const auto* exchange = std::get_if<Exchange>(&here.op);
    if (exchange) return exchange->partitions > 0 ? step : -1;
    const auto* sort = std::get_if<Sort>(&here.op);
    const bool narrow = std::holds_alternative<Filter>(here.op) || std::holds_alternative<Project>(here.op) ||
                        std::holds_alternative<Map>(here.op) || std::holds_alternative<Inference>(here.op) ||
                        std::holds_alternative<Lookup>(here.op) || std::holds_alternative<ExternalCall>(here.op) ||
                        std::holds_alternative<Write>(here.op) || (sort && sort->scope != SortScope::global);
    if (!narrow || here.from[0].is_input) return -1;
    step = here.from[0].index;
  }
  return -1;
}

/// True when `gain` is above the noise: time saved, or money saved at no loss of time.
bool pays(const Gain& gain, const Estimate& now) {
  const Seconds least = now.timeline.duration * noticeable;
  if (gain.time >= least) return true;
  return gain.cost && now.bill.total.value > 0 && *gain.cost >= now.bill.total * noticeable &&
         gain.time >= Seconds{} - least;
}

}  // namespace

int most_tries(const Job& job, int most) {
  constexpr int steps_at_most = 100, least = 10;
  const int steps = std::max(static_cast<int>(job.steps.size()), steps_at_most);
  return std::max(least, most * steps_at_most / steps);
}

Trials::Trials(const Job& job, const Constants& constants)
    : job_(job), constants_(constants), most_(most_tries(job, 1000)) {
  job_.places.clear();
  job_.written.clear();
}

bool Trials::begin() {
  if (done_ >= most_) {
    ++left_out_;
    return false;
  }
  ++done_;
  return true;
}

Job Trials::changed(const Change& change) const {
  Job job = job_;
  change.edit(job);
  return job;
}

Estimate Trials::typical(const Change& change) const {
  const Job job = changed(change);
  return estimate(job, job.cluster, constants_.at(Case::typical), Case::typical);
}

bool Trials::always_feasible(const Change& change) const {
  const Job job = changed(change);
  return std::ranges::all_of(all_cases,
                             [&](Case c) { return feasible(estimate(job, job.cluster, constants_.at(c), c)); });
}

Change with_strategy(const Job& job, int join, JoinStrategy strategy) {
  return {{{path_of(step_at(job, join), "strategy"), name_of(strategy)}},
          [join, strategy](Job& to) { std::get<Join>(step_at(to, join).op).strategy = strategy; }};
}

Change with_quality(const Job& job, int step, Quality quality) {
  return {{{path_of(step_at(job, step), "quality"), quality == Quality::vectorized ? "vectorized" : "typical"}},
          [step, quality](Job& to) {
            Operator& op = step_at(to, step).op;
            if (auto* map = std::get_if<Map>(&op)) map->quality = quality;
            if (auto* inference = std::get_if<Inference>(&op)) inference->quality = quality;
          }};
}

Change with_partitions(const Job& job, int step, double partitions) {
  const int wanted = static_cast<int>(std::clamp(partitions, 1.0, 1e6));
  if (const int at = repartition_before(job, step); at >= 0)
    return {{{path_of(step_at(job, at), "partitions"), fmt::to_string(wanted)}}, [at, wanted](Job& to) {
              Operator& op = step_at(to, at).op;
              if (auto* repartition = std::get_if<Repartition>(&op)) repartition->partitions = wanted;
              if (auto* exchange = std::get_if<Exchange>(&op)) exchange->partitions = wanted;
            }};
  if (job.engine == EngineKind::ray)
    return {{{"ray.partitions", fmt::to_string(wanted)}}, [wanted](Job& to) { to.ray.partitions = wanted; }};
  return {{{"spark.shuffle_partitions", fmt::to_string(wanted)}},
          [wanted](Job& to) { to.spark.shuffle_partitions = wanted; }};
}

std::string partitions_at(const Job& job, int step) {
  if (const int at = repartition_before(job, step); at >= 0) return path_of(step_at(job, at), "partitions");
  const std::string setting = job.engine == EngineKind::ray ? "ray.partitions" : "spark.shuffle_partitions";
  return job.places.contains(setting) ? setting : path_of(step_at(job, step));
}

Change salted(const Job& job, int step) {
  return {{{path_of(step_at(job, step), "hot_key_share"), "0"}}, [step](Job& to) {
            const Stat<Fraction> none = exactly(0.0);
            Operator& op = step_at(to, step).op;
            if (auto* join = std::get_if<Join>(&op)) join->hot_key_share = none;
            if (auto* aggregate = std::get_if<Aggregate>(&op)) aggregate->hot_key_share = none;
            if (auto* dedup = std::get_if<Dedup>(&op)) dedup->hot_key_share = none;
            if (auto* window = std::get_if<Window>(&op)) window->hot_key_share = none;
            if (auto* state = std::get_if<KeyedState>(&op)) state->hot_key_share = none;
          }};
}

Change without(const Job& job, int step) {
  const Source before = step_at(job, step).from[0];
  const std::string path = path_of(step_at(job, step));
  return {{{path, "null"}},
          [step, before](Job& to) {
            to.steps.erase(to.steps.begin() + step);
            for (Step& each : to.steps)
              for (Source& source : each.from) {
                if (source.is_input) continue;
                if (source.index == step)
                  source = before;
                else if (source.index > step)
                  --source.index;
              }
          },
          "without " + path};
}

Change with_adaptive() {
  return {{{"spark.adaptive", "true"}}, [](Job& to) { to.spark.adaptive = true; }};
}

Change with_object_store(Fraction share) {
  return {{{"ray.object_store_share", fmt::format("{:g}", share)}},
          [share](Job& to) { to.ray.object_store_share = share; }};
}

bool feasible(const Estimate& estimate) {
  return std::ranges::none_of(estimate.plan.notes, &Note::infeasible);
}

Bytes whole_mebibytes(Bytes amount) {
  return Bytes{std::ceil(amount / 1_MiB)} * (1_MiB).value;
}

std::string mebibytes_text(Bytes amount) {
  return fmt::format("{:.0f} MiB", amount / 1_MiB);
}

std::string in_words(const Change& change) {
  if (!change.words.empty()) return change.words;
  std::string words;
  for (const auto& [path, value] : change.settings)
    words += fmt::format("{}{} = {}", words.empty() ? "" : ", ", path, value);
  return words;
}

Gain difference(const Change& change, const Estimate& now, const Estimate& then) {
  Gain gain{.change = in_words(change), .settings = change.settings};
  gain.time = now.timeline.duration - then.timeline.duration;
  if (!now.bill.partial && !then.bill.partial) gain.cost = now.bill.total - then.bill.total;
  return gain;
}

std::optional<Gain> best_gain(const Estimate& now, const std::vector<Change>& changes, Trials& trials) {
  std::optional<Gain> best;
  bool mends = false;
  for (const Change& change : changes) {
    if (!trials.begin()) continue;
    const Estimate then = trials.typical(change);
    const bool mending = !feasible(now) && feasible(then);
    if (feasible(now) && !feasible(then)) continue;
    Gain gain = difference(change, now, then);
    gain.makes_feasible = mending;
    if (!mending && (mends || !pays(gain, now))) continue;
    if (best && mends == mending && gain.time <= best->time) continue;
    best = std::move(gain);
    mends = mending;
  }
  return best;
}

}  // namespace sizer::report
