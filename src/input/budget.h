/// \file
/// Limits as job and configuration files give them, and as flags do.
#pragma once

#include <optional>
#include <string>

#include "job/budget_lines.h"
#include "sizer/budget.h"
#include "text/reader.h"

namespace sizer {

/// Limits as they are written, with where each stands.
Budget budget_of(const WrittenLimits& given, const Mapping& from, Problems& problems);

/// `labels: {team: growth}`, sorted by name.
Labels read_labels(Mapping& from, Problems& problems);

}  // namespace sizer
