/// \file
/// The built-in policies: what may be found wrong, or worth knowing, about a job; and what was found. Codes are stable;
/// each has a section in docs/policies.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sizer/place.h"
#include "sizer/units.h"

namespace sizer {

struct Policy {
  const char* code;       ///< SZ101
  const char* name;       ///< broadcast-too-large
  Severity severity;      ///< as a rule: what holds in the worst case alone is no error
  const char* title;      ///< one line, as a heading
  const char* threshold;  ///< when it is found, and where that number comes from
};

/// All of them, by code.
std::span<const Policy> all_policies();

/// By code ("SZ101", in either case) or by name; null: there is none.
const Policy* find_policy(std::string_view code_or_name);

/// Where its section stands: "docs/policies.md#sz101-broadcast-too-large".
std::string page_of(const Policy& policy);

/// What the remedy would bring, from an estimate of the job so changed.
struct Gain {
  std::string change;                                           ///< "steps.join.strategy = sort_merge"
  std::vector<std::pair<std::string, std::string>> settings{};  ///< the same as --set takes it: path and value
  bool makes_feasible = false;                                  ///< the plan cannot run without it
  Seconds time{};                                               ///< saved, typical; below 0: lost
  std::optional<Dollars> cost{};                                ///< saved, typical
};

/// Why a plan cannot run, or what to know about it: the finding of a policy (docs/policies.md).
struct Reason {
  std::string code;     ///< SZ101
  Severity severity{};  ///< error: makes the plan infeasible
  std::string message;
  std::string remedy;
  Place place{};               ///< of the step or input; empty: of the job as a whole
  std::optional<Gain> gain{};  ///< empty: there is no change that the program could try by itself
};

}  // namespace sizer
