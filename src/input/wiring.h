/// \file
/// Who reads whom: step names, where each step's rows come from, and an order in which sources come first.
#pragma once

#include <string>
#include <vector>

#include "sizer/job.h"
#include "text/reader.h"

namespace sizer {

/// A step as written, before its sources are looked up.
struct StepDraft {
  Step step{};  ///< `name` as given, or empty; `from` still empty
  std::vector<Name> from{};
  std::vector<Name> with{};  ///< join, union: the other side or sides
  Spot spot{};
  Spot name_spot{};
  bool kind_known = false;  ///< false after an error: the operator says nothing
};

/// The steps, named and connected, sources first. Reports dangling and repeated names, sides too many or too few,
/// cycles.
std::vector<Step> wire(std::vector<StepDraft> drafts, const std::vector<Input>& inputs, Problems& problems);

}  // namespace sizer
