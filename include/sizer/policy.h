/// \file
/// The built-in policies: what a report may find wrong, or worth knowing, about a job. Codes are stable; each has a
/// section in docs/policies.md.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sizer {

struct Policy {
  const char* code;       ///< SZ101
  const char* name;       ///< broadcast-too-large
  const char* severity;   ///< error: the plan cannot run; warning: costs time or money; note: worth knowing
  const char* title;      ///< one line, as a heading
  const char* threshold;  ///< when it is found, and where that number comes from
};

/// All of them, by code.
std::span<const Policy> policies();

/// By code ("SZ101", in either case) or by name; null: there is none.
const Policy* find_policy(std::string_view code_or_name);

/// Where its section stands: "docs/policies.md#sz101-broadcast-too-large".
std::string page_of(const Policy& policy);

}  // namespace sizer
