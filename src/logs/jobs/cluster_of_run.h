/// \file
/// Where a run ran, as a cluster that is written out.
#pragma once

#include "job/job_draft.h"
#include "logs/jobs/machines_of_run.h"

namespace sizer::logs {

/// The cluster of a draft, with remarks on what is assumed. `slots`: what its executors must come to.
void add_cluster(const Run& run, const RunMachines& machines, double slots, JobDraft& draft);

/// Settings that bear on the plan.
SparkSettings settings_of(const Run& run);

}  // namespace sizer::logs
