/// \file
/// Where a run ran, in the words of a cluster file.
#pragma once

#include <string>

#include "logs/jobs/machines_of_run.h"

namespace sizer::logs {

/// `cluster:` with its lines, two spaces deep. `slots`: what its executors must come to.
std::string cluster_text(const Run& run, const RunMachines& machines, double slots, const std::string& storage);

/// `spark:` settings that bear on the plan; empty: the log tells none.
std::string settings_text(const Run& run);

}  // namespace sizer::logs
