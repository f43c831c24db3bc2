/// \file
/// Everything in a result that a reviewer should see beside the line it is about: diagnostics, reasons and gates that
/// did not pass, the worst first.
#pragma once

#include <string>
#include <vector>

#include "sizer/result.h"

namespace sizer {

struct Finding {
  std::string code;  ///< "SZ101", "max_cost"; "limits": nothing that was searched keeps them
  Severity severity{};
  std::string job;  ///< empty: of a file that gave none
  std::string message;
  std::string remedy{};
  Place place{};
};

std::vector<Finding> findings_of(const Result& result);

/// The page of a code or a gate in the documentation: "docs/policies.md#sz101".
std::string page_of(const std::string& code);

}  // namespace sizer
