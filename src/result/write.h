/// \file
/// A result, or a part of one, as JSON.
#pragma once

#include "result/json_value.h"
#include "sizer/result.h"

namespace sizer {

Json to_json(const Result& result);

/// One job; of `diagnostics` those of its file.
Json to_json(const JobReport& job, const std::vector<Diagnostic>& diagnostics);
Json to_json(const Sequence& sequence);
Json to_json(const Gate& gate);
Json to_json(const Comparison& comparison);
Json to_json(const JobDifference& difference);
Json to_json(const Explanation& explanation);
Json to_json(const Sizing& sizing);
Json to_json(const Diagnostic& diagnostic);

}  // namespace sizer
