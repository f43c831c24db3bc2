/// \file
/// The façade: a job on a cluster, to bytes, seconds and dollars, once a case.
#pragma once

#include "sizer/bill.h"

namespace sizer {

/// All of one case; nothing is thrown away, so that a report can explain.
struct Estimate {
  Ledger ledger;
  Plan plan;
  Timeline timeline;
  Bill bill;
};

/// When a plan runs on a cluster: its schedule, and the time that interruptions of spot workers are expected to take.
Timeline timeline_of(const Plan& plan, const Job& job, const Cluster& cluster, const ConstantValues& k);

/// Pure: the same arguments give the same estimate, on any thread.
Estimate estimate(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c);
ByCase<Estimate> estimate(const Job& job, const Cluster& cluster, const Constants& constants);

}  // namespace sizer
