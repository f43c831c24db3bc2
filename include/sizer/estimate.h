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

/// Pure: the same arguments give the same estimate, on any thread.
Estimate estimate(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c);
ByCase<Estimate> estimate(const Job& job, const Cluster& cluster, const Constants& constants);

}  // namespace sizer
