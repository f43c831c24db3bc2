// Replays that were asked for lately, in bounded memory: when there is no more room, all are forgotten.
#include "engines/recorded/replays.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace sizer::recorded {
namespace {

constexpr std::size_t most_numbers = 4'000'000;  // of all that is remembered: 32 MB

ReplayedRun by_name(const Recording& run, const Replay& replay) {
  ReplayedRun made{replay.duration, replay.duration, std::vector<ReplayedGroup>(run.groups.size())};
  for (std::size_t i = 0; i < run.stages.size(); ++i) {
    const ReplayedStage& ran = replay.stages[i];
    ReplayedGroup& all = made.groups[run.stages[i].group];
    const bool first = all.end.value == 0;
    all.start = first ? ran.start : std::min(all.start, ran.start);
    all.end = std::max(all.end, ran.end);
    all.alone += ran.end - ran.start;
    all.work += ran.work;
    all.tasks += ran.tasks;
    made.first = std::min(made.first, ran.start);
  }
  return made;
}

/// On how many slots, in which order.
using Way = std::pair<double, TaskOrder>;
using OfGrowth = std::map<Way, std::shared_ptr<const ReplayedRun>>;
using OfRun = std::map<std::vector<double>, OfGrowth>;

/// Runs are known by what holds them, so that another at the same address is another.
struct Remembered {
  std::mutex mutex{};
  std::map<std::weak_ptr<const Recording>, OfRun, std::owner_less<>> runs{};
  std::size_t numbers = 0;
};

Remembered& remembered() {
  static Remembered all;
  return all;
}

std::shared_ptr<const ReplayedRun> find(const Remembered& all, const std::shared_ptr<const Recording>& run,
                                        const Way& way, const std::vector<double>& growth) {
  const auto of_run = all.runs.find(run);
  if (of_run == all.runs.end()) return nullptr;
  const auto of_growth = of_run->second.find(growth);
  if (of_growth == of_run->second.end()) return nullptr;
  const auto found = of_growth->second.find(way);
  return found == of_growth->second.end() ? nullptr : found->second;
}

void keep(Remembered& all, const std::shared_ptr<const Recording>& run, const Way& way,
          const std::vector<double>& growth, const std::shared_ptr<const ReplayedRun>& made) {
  constexpr std::size_t of_an_entry = 16;  // that the maps take
  const bool new_growth = !all.runs[run].contains(growth);
  const std::size_t more =
      (new_growth ? growth.size() : 0) + of_an_entry + made->groups.size() * sizeof(ReplayedGroup) / sizeof(double);
  if (all.numbers + more > most_numbers) {
    all.runs.clear();
    all.numbers = 0;
  }
  all.numbers += more;
  all.runs[run][growth].emplace(way, made);
}

}  // namespace

std::shared_ptr<const ReplayedRun> replay_of(const std::shared_ptr<const Recording>& run, double slots, TaskOrder order,
                                             const std::vector<double>& growth) {
  Remembered& all = remembered();
  const Way way{slots, order};
  {
    const std::lock_guard lock(all.mutex);
    if (auto known = find(all, run, way, growth)) return known;
  }
  auto made = std::make_shared<const ReplayedRun>(by_name(*run, run->replay(slots, order, growth)));
  const std::lock_guard lock(all.mutex);
  keep(all, run, way, growth, made);
  return made;
}

}  // namespace sizer::recorded
