/// \file
/// YAML's merge key: `<<: *defaults` takes over what another mapping says.
#pragma once

#include <cstddef>
#include <vector>

#include "text/problems.h"
#include "text/value.h"

namespace sizer {

/// Puts the entries of the mappings under `merges`, places of `<<` among the entries of `mapping`, in their stead. What
/// the mapping says itself goes before what it merges, and the first of several before the next. Keys that come so are
/// placed where the `<<` stands, their values where they are written.
void merge_keys(Value& mapping, const std::vector<std::size_t>& merges, Problems& problems);

}  // namespace sizer
