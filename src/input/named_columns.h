/// \file
/// Names of columns that nobody has.
#pragma once

#include "sizer/job.h"
#include "text/problems.h"
#include "text/value.h"

namespace sizer {

/// Reports each name of a column in the `steps` of the file that none of those that come in has.
void check_column_names(const Job& job, const Value& steps, Problems& problems);

}  // namespace sizer
