/// \file
/// The tables of what people write, as definitions of JSON Schema (draft-07).
#pragma once

#include "result/json_value.h"

namespace sizer {

/// "step", "input", "spark", "ray", "cluster", "budget", "budget_of_jobs": object schemas, which refer to definitions
/// of quantities by name.
Json definitions_of_lines();

/// Of a job file; it refers to definitions.
Json job_schema();

}  // namespace sizer
