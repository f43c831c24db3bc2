/// \file
/// The tables of what people write, as definitions of JSON Schema (draft-07).
#pragma once

#include "result/json_value.h"

namespace sizer {

/// "step", "input", "spark", "ray": each an object schema, which refers to definitions of quantities by name.
Json definitions_of_lines();

}  // namespace sizer
