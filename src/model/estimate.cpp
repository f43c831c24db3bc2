// The façade: account, plan, schedule, price.
#include "sizer/estimate.h"

namespace sizer {

Estimate estimate(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c) {
  Estimate made;
  made.ledger = account(job, k, c);
  made.plan = plan(job, cluster, made.ledger, k, c);
  made.timeline = schedule(made.plan, capacity(cluster, job.engine, k), k);
  if (cluster.pricing == Pricing::spot) {
    made.timeline.interruptions = interruptions_of(made.plan, made.timeline, job, cluster, k);
    made.timeline.duration += made.timeline.interruptions.lost_each * made.timeline.interruptions.expected;
  }
  made.bill = price(made.plan, made.timeline, job, cluster, k);
  return made;
}

ByCase<Estimate> estimate(const Job& job, const Cluster& cluster, const Constants& constants) {
  ByCase<Estimate> made;
  for (const Case c : all_cases) made[c] = estimate(job, cluster, constants.at(c), c);
  return made;
}

}  // namespace sizer
