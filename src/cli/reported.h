/// \file
/// Many jobs read and estimated, on all cores.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"

namespace sizer {

/// A job of the command line, with what went wrong.
struct Reported {
  std::string operand;
  int code = 0;  ///< that the failure alone would have
  std::vector<Diagnostic> diagnostics{};
  api::Given given{};                 ///< of one that was read
  std::optional<JobReport> report{};  ///< empty: it failed
};

/// Hands the jobs over in their order. A few are read ahead of the one that is taken, so that the number of jobs does
/// not tell in the memory.
void each_reported(const Session& session, const std::vector<std::string>& operands,
                   const std::function<void(Reported&&)>& take);

}  // namespace sizer
