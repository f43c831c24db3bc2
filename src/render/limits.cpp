// How far a limit reaches, in words.
#include "render/limits.h"

#include <fmt/format.h>

#include "render/figures.h"

namespace sizer {
namespace {

std::string reach(const std::optional<Bytes>& until, const std::optional<Bytes>& memory, bool at_all) {
  if (!at_all) return "at no size tried";
  if (!until) return "at any size up to that of the other side";
  return memory ? fmt::format("up to {} read, {} in memory", figure(*until), figure(*memory))
                : "up to " + figure(*until);
}

}  // namespace

std::vector<const BroadcastLimits*> all_limits(const std::optional<BroadcastLimits>& first,
                                               const std::vector<BroadcastLimits>& more) {
  std::vector<const BroadcastLimits*> all;
  if (first) all.push_back(&*first);
  for (const BroadcastLimits& each : more) all.push_back(&each);
  return all;
}

std::string safe_reach(const BroadcastLimits& limits) {
  return reach(limits.largest_safe, {}, limits.safe_at_all);
}
std::string paying_reach(const BroadcastLimits& limits) {
  return reach(limits.break_even, {}, limits.pays_at_all);
}
std::string safe_reach_with_memory(const BroadcastLimits& limits) {
  return reach(limits.largest_safe, limits.largest_safe_memory, limits.safe_at_all);
}
std::string paying_reach_with_memory(const BroadcastLimits& limits) {
  return reach(limits.break_even, limits.break_even_memory, limits.pays_at_all);
}

}  // namespace sizer
