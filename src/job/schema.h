/// \file
/// The tables of what people write, as definitions of JSON Schema (draft-07).
#pragma once

#include "result/json_value.h"

namespace sizer {

/// "step", "input", "cluster", "budget", ...: object schemas, which refer to definitions of quantities by name.
Json definitions_of_lines();

/// Of whole files; they refer to definitions.
Json job_schema();
Json config_schema();
Json catalogue_schema();

}  // namespace sizer
