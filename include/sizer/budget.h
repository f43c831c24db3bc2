/// \file
/// What a run may need at most, as users write it: limits, whom they hold for, and exceptions from them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sizer/place.h"
#include "sizer/units.h"

namespace sizer {

enum class GateId { max_cost, max_time, max_bytes, max_shuffle, max_spill, max_increase, require_feasible };
inline constexpr int gate_count = 7;
/// "max_cost": the key in files and in results; the flag is "--max-cost".
const char* name_of(GateId id);

/// How much more than before is too much. A figure fails when it passes every threshold that is given for it, so that a
/// cent on a tiny job is no alarm. `share` holds for the figures that have a threshold of their own, or else for cost
/// and time.
struct Increase {
  std::optional<Fraction> share{};  ///< 0.1: ten percent more
  std::optional<Dollars> cost{};
  std::optional<Seconds> time{};
  std::optional<Bytes> bytes{};
  std::string text{};  ///< as written: "+10%, +5 USD"
};

/// One limit and where it was set.
struct Limit {
  GateId id{};
  double value = 0;  ///< dollars, seconds or bytes; require_feasible: 1 or 0
  Increase increase{};
  Place place{};
  std::string source{};  ///< "job.yaml:12:3", or "--max-cost"
};

using Labels = std::vector<std::pair<std::string, std::string>>;  ///< sorted by name

/// Limits for the jobs that match.
struct Budget {
  std::string jobs = "*";  ///< pattern of job names: * and ?
  Labels labels{};         ///< that a job must have, all of them
  std::vector<Limit> limits{};
  bool warn = false;  ///< a breach is a warning, not a failure
  std::string reason{}, owner{};
};

/// A gate that does not hold for some jobs, for a while.
struct Exception {
  std::string jobs = "*";
  Labels labels{};
  std::string gate{};  ///< "max_cost" or "SZ118"
  std::string reason{}, owner{};
  std::string expires{};  ///< "2026-12-31", the last day; empty: never
  Place place{};
};

/// How a policy (a code of docs/policies.md) counts.
enum class PolicyLevel { off, warn, error };
struct PolicySetting {
  std::string code{};
  PolicyLevel level{};
  Place place{};
};

}  // namespace sizer
