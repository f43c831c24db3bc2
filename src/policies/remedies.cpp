// Changes to a job that the program can try by itself.
#include "policies/remedies.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <utility>

namespace sizer::policies {
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
    const bool moves = sides_of(here.op) != Sides::one || std::holds_alternative<Aggregate>(here.op) ||
                       std::holds_alternative<Dedup>(here.op) || std::holds_alternative<Window>(here.op) ||
                       std::holds_alternative<KeyedState>(here.op) || (sort && sort->scope == SortScope::global);
    if (moves || here.from[0].is_input) return -1;
    step = here.from[0].index;
  }
  return -1;
}

}  // namespace

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

std::vector<Change> with_partitions(const Job& job, int step, double partitions) {
  const int wanted = static_cast<int>(std::clamp(partitions, 1.0, 1e6));
  if (const int at = repartition_before(job, step); at >= 0)
    return {{{{path_of(step_at(job, at), "partitions"), fmt::to_string(wanted)}}, [at, wanted](Job& to) {
               Operator& op = step_at(to, at).op;
               if (auto* repartition = std::get_if<Repartition>(&op)) repartition->partitions = wanted;
               if (auto* exchange = std::get_if<Exchange>(&op)) exchange->partitions = wanted;
             }}};
  const PartitionSetting& setting = job.engine->partitions;
  if (setting.set == nullptr) return {};
  return {{{{setting.path, fmt::to_string(wanted)}}, [set = setting.set, wanted](Job& to) { set(to, wanted); }}};
}

std::string partitions_at(const Job& job, int step) {
  if (const int at = repartition_before(job, step); at >= 0) return path_of(step_at(job, at), "partitions");
  const std::string setting = job.engine->partitions.path;
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

std::vector<Change> with_larger_driver(const Job& job, Bytes enough) {
  if (enough >= driver_machine(job.cluster).memory) return {};
  return {{{{"spark.driver_memory", mebibytes_text(enough)}}, [enough](Job& to) {
             to.spark.driver_memory = enough;
             make_room_for_driver(to.cluster, to.spark);
           }}};
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

}  // namespace sizer::policies
