// The façade: account, plan, schedule, price.
#include "sizer/estimate.h"

namespace sizer {

Timeline timeline_of(const Plan& plan, const Job& job, const Cluster& cluster, const ConstantValues& k) {
  Timeline timeline = schedule(plan, capacity(cluster, *job.engine, k), k);
  if (cluster.pricing == Pricing::spot) {
    timeline.interruptions = interruptions_of(plan, timeline, job, cluster, k);
    timeline.duration += timeline.interruptions.lost();
  }
  return timeline;
}

Estimate estimate(const Job& job, const Cluster& cluster, const ConstantValues& k, Case c) {
  Estimate made;
  made.ledger = account(job, k, c);
  made.plan = plan(job, cluster, made.ledger, k, c);
  made.timeline = timeline_of(made.plan, job, cluster, k);
  made.bill = price(made.plan, made.timeline, job, cluster, k);
  return made;
}

ByCase<Estimate> estimate(const Job& job, const Cluster& cluster, const Constants& constants) {
  ByCase<Estimate> made;
  for (const Case c : all_cases) made[c] = estimate(job, cluster, constants.at(c), c);
  return made;
}

}  // namespace sizer
