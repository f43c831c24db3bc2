/// \file
/// `--set path=value`: changes to a job file's values before they are read.
#pragma once

#include <deque>
#include <vector>

#include "sizer/input.h"
#include "text/problems.h"
#include "text/value.h"

namespace sizer {

/// Changes `root`. `sources` keeps the texts of the overrides, to which the new values' places refer.
void apply_overrides(Value& root, const std::vector<Override>& overrides, std::deque<SourceText>& sources,
                     Problems& problems);

}  // namespace sizer
