/// \file
/// Limits as job and configuration files give them, and as flags do.
#pragma once

#include <optional>
#include <string>

#include "sizer/budget.h"
#include "text/reader.h"

namespace sizer {

/// The limits among the keys of `from`, and `on_breach`, `reason`, `owner`.
void read_limits(Mapping& from, Budget& budget, Problems& problems);

/// `labels: {team: growth}`, sorted by name.
Labels read_labels(Mapping& from, Problems& problems);

}  // namespace sizer
