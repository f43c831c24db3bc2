/// \file
/// The kinds of steps: one table, one reader each.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "input/keys.h"
#include "job/step_lines.h"

namespace sizer {

/// What a reader of a step may use beside the step itself.
struct StepContext {
  KeyTable& keys;
  Problems& problems;
  const Engine& engine;
  bool as_written = true;  ///< false: tried on an engine that the file is not written for, whose keys may stay
};

struct StepKind : Kind {
  Operator (*read)(Mapping&, StepContext&);

  /// The key that a scalar or list stands for.
  std::string_view in_short(const Value& value) const {
    return value.kind == ValueKind::list && !list_key.empty() ? list_key : first_key;
  }
};

/// In the order of the alternatives of Operator.
std::span<const StepKind> step_kinds();

/// What a step takes beside its kind: `name`, ...
bool is_step_key(std::string_view key);

/// Null when there is no such kind.
const StepKind* find_step_kind(std::string_view name);

}  // namespace sizer
