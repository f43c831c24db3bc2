/// \file
/// How far a limit reaches, in words that hold whether it is somewhere, everywhere or nowhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/report.h"

namespace sizer {

/// Of every join that could broadcast, the first first.
std::vector<const BroadcastLimits*> all_limits(const std::optional<BroadcastLimits>& first,
                                               const std::vector<BroadcastLimits>& more);

/// "up to 12 GB", "at any size up to that of the other side", "at no size tried".
std::string safe_reach(const BroadcastLimits& limits);
std::string paying_reach(const BroadcastLimits& limits);

/// The same with the size in memory: "up to 12 GB read, 30 GB in memory".
std::string safe_reach_with_memory(const BroadcastLimits& limits);
std::string paying_reach_with_memory(const BroadcastLimits& limits);

}  // namespace sizer
