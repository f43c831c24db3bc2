/// \file
/// The winner as a cluster that grows and shrinks, and as one that is always there.
#pragma once

#include "sizer/sizing.h"

namespace sizer::sizing {

/// With workers that come when stages need them and go when nothing holds them: executors that have no task for the
/// idle timeout go, but not while shuffle files on them may still be read (shuffle tracking).
std::optional<Autoscaling> autoscaling_of(const Job& job, const Cluster& cluster, int least_nodes,
                                          const Constants& constants, Case c);

/// A cluster that runs day and night against one for each run. Empty: a price is unknown.
std::optional<AlwaysOn> always_on_of(const Job& job, const Cluster& cluster, const Constants& constants, Case c);

}  // namespace sizer::sizing
