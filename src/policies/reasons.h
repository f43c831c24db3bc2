// What all rules find in a job, in sentences, with what to do about it and what that would bring.
#pragma once

#include <cstddef>
#include <vector>

#include "sizer/estimate.h"
#include "sizer/policy.h"

namespace sizer::policies {

/// Errors first, then warnings, then notes.
std::vector<Reason> reasons(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case);

/// That so many ranges of the job were not tried by themselves.
Reason untried_unknowns(std::size_t count);

}  // namespace sizer::policies
