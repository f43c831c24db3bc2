/// \file
/// The kinds of steps: one table, one reader each.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "input/keys.h"

namespace sizer {

/// What a reader of a step may use beside the step itself.
struct StepContext {
  KeyTable& keys;
  Problems& problems;
  EngineKind engine;
  bool as_written = true;  ///< false: tried on an engine that the file is not written for, whose keys may stay
};

struct StepKind {
  std::string_view name;
  std::string_view first_key;  ///< what a scalar or list after the kind stands for
  bool shuffles;               ///< takes `shuffle:`
  Operator (*read)(Mapping&, StepContext&);
};

/// In the order of the alternatives of Operator.
std::span<const StepKind> step_kinds();

/// Null when there is no such kind.
const StepKind* find_step_kind(std::string_view name);

}  // namespace sizer
