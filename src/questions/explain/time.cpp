// Where the time of a job comes from: start-up, stages one after the other or side by side, and what each needs most.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "questions/explain/derive.h"
#include "text/quantity_text.h"

namespace sizer::explain {
namespace {

/// Stages that run at the same time.
using Group = std::vector<std::size_t>;

/// Of a recorded job: its tasks, scheduled again.
Derivation replayed(const Subject& subject, Derivation made, double tasks, int depth) {
  made.formula = fmt::format("{} measured tasks, scheduled on {} slots as they come up", number_text(tasks),
                             number_text(subject.have.slots));
  if (depth <= 0) return made;
  made.parts.push_back(
      leaf("measured tasks", "tasks", tasks, "measured", where_text(place_of(subject.job, "measured"))));
  made.parts.push_back(slots(subject, subject.have.slots));
  for (const ConstantId id : {ConstantId::recorded_pace, ConstantId::recorded_crowding})
    made.parts.push_back(constant(subject, id));
  return made;
}

Derivation startup(const Subject& subject, int depth) {
  return terms(
      subject, "start-up", "seconds", [](const Estimate& e) { return e.plan.startup.value; }, depth);
}

/// Spot workers that are taken away.
Derivation interruptions(const Subject& subject, int depth) {
  const Interruptions& each = subject.base().timeline.interruptions;
  Derivation made = node("interruptions", "seconds", each.lost().value,
                         fmt::format("{} expected x {} each", number_text(each.expected), to_text(each.lost_each)));
  if (depth > 0) made.parts.push_back(constant(subject, ConstantId::interruption_rate));
  return made;
}

/// One group after the other.
std::vector<Group> groups(const std::vector<StageTime>& times) {
  Group order(times.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return times[i].start; });
  std::vector<Group> found;
  Seconds until{};
  for (const std::size_t i : order) {
    const bool alone = times[i].start.value >= until.value * (1 - 1e-9);
    if (found.empty() || alone) found.emplace_back();
    found.back().push_back(i);
    until = std::max(until, times[i].end);
  }
  return found;
}

/// One stage, or several side by side.
Derivation group_seconds(const Subject& subject, const Group& group, int depth) {
  if (group.size() == 1) return stage_seconds(subject, group.front(), depth);
  const Seconds start = subject.stage_time(group.front()).start;
  Seconds end{};
  std::string name;
  for (const std::size_t i : group) {
    end = std::max(end, subject.stage_time(i).end);
    name += fmt::format("{}stages[{}]", name.empty() ? "" : ", ", i);
  }
  Derivation made = node(name + " side by side", "seconds", (end - start).value,
                         "what each needs alone, less what they do at the same time");
  if (depth <= 0) return made;
  made.made = Made::sum;
  for (const std::size_t i : group) made.parts.push_back(stage_seconds(subject, i, depth - 1));
  add_rest(made, "done at the same time");
  return made;
}

/// Which of tasks, resources and driver makes the stage as long as it is.
Derivation longest_need(const Subject& subject, std::size_t i, double seconds, int depth) {
  const auto lasts = [&](Seconds need) { return std::abs(need.value - seconds) <= 1e-9 * seconds; };
  if (lasts(subject.stage(i).driver))
    return terms(subject, fmt::format("stages[{}].driver", i), "seconds",
                 of_stage(i, [](const Stage& stage) { return stage.driver.value; }), depth);
  for (const Resource resource :
       {Resource::object_store, Resource::disk, Resource::network, Resource::gpu, Resource::external})
    if (lasts(subject.stage_time(i).busy[static_cast<std::size_t>(resource)])) return busy(subject, i, resource, depth);
  return in_slots(subject, i, seconds, depth);
}

Derivation overhead(const Subject& subject, std::size_t i, int depth) {
  Derivation made = terms(subject, fmt::format("stages[{}].overhead", i), "seconds",
                          of_stage(i, [](const Stage& stage) { return stage.overhead.value; }), depth);
  made.formula = "listing, commit, broadcast, or start of workers";
  return made;
}

}  // namespace

Derivation wall_clock(const Subject& subject, int depth) {
  const Timeline& timeline = subject.base().timeline;
  Derivation made =
      node("wall_clock_seconds", "seconds", timeline.duration.value, "start-up, then the stages one after the other");
  if (const auto& fixed = subject.base().plan.fixed)
    return replayed(subject, std::move(made), fixed->run->task_count(), depth);
  if (depth <= 0) return made;
  made.made = Made::sum;
  made.parts.push_back(startup(subject, depth - 1));
  for (const Group& group : groups(timeline.stages)) made.parts.push_back(group_seconds(subject, group, depth - 1));
  if (timeline.interruptions.expected > 0) made.parts.push_back(interruptions(subject, depth - 1));
  add_rest(made, "nothing could run");
  return made;
}

Derivation stage_seconds(const Subject& subject, std::size_t i, int depth) {
  const Stage& stage = subject.stage(i);
  const StageTime& time = subject.stage_time(i);
  const std::string name = i < subject.stage_names.size() ? fmt::format(" ({})", subject.stage_names[i]) : "";
  Derivation made = node(fmt::format("stages[{}].seconds{}", i, name), "seconds", time.alone.value);
  if (subject.base().plan.fixed) return replayed(subject, std::move(made), stage.tasks, depth);
  const bool has_overhead = stage.overhead > Seconds{};
  made.formula = fmt::format("the longest of what its tasks, resources and driver need{}; bound by {}",
                             has_overhead ? ", and its overhead" : "", name_of(time.bound));
  if (depth <= 0) return made;
  made.made = Made::sum;
  made.parts.push_back(longest_need(subject, i, (time.alone - stage.overhead).value, depth - 1));
  if (has_overhead) made.parts.push_back(overhead(subject, i, depth - 1));
  return made;
}

}  // namespace sizer::explain
