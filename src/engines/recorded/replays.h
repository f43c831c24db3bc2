// Replays that were asked for lately: draws and searches ask for the same again and again.
#pragma once

#include <memory>
#include <vector>

#include "sizer/recording.h"

namespace sizer::recorded {

/// What is left of a replay when all stages of a name are one: it lasts as long as they do, one by one.
struct ReplayedGroup {
  Seconds start{}, end{}, alone{};
  CoreSeconds work{};
  double tasks = 0;
};

struct ReplayedRun {
  Seconds duration{};  ///< from the start of the application to its end
  Seconds first{};     ///< when the first stage starts
  std::vector<ReplayedGroup> groups{};
};

/// `run.replay(slots, order, growth)` by names, done anew only when it is not remembered. Of any thread.
std::shared_ptr<const ReplayedRun> replay_of(const std::shared_ptr<const Recording>& run, double slots, TaskOrder order,
                                             const std::vector<double>& growth);

}  // namespace sizer::recorded
