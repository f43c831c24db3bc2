/// \file
/// A text of Ray's statistics as a job: its operators as an input and steps.
#pragma once

#include <string>
#include <vector>

#include "logs/ray/ray_text.h"
#include "logs/tables/row.h"
#include "sizer/measured.h"

namespace sizer::logs {

/// The operators of a text, those of its parts added up; what was told before is left out.
std::vector<MeasuredOperator> operators_of(const RayText& text, const std::string& run);

struct RayJob {
  JobDraft draft{};
  std::vector<std::vector<Source>> of{};  ///< each operator's input and steps; none: beyond what can be followed
  std::vector<std::string> kept_out{};    ///< of each operator: why it tells nothing of the model; or empty
  bool whole = true;                      ///< nothing of what ran is left out or unknown
};

RayJob job_of(const std::vector<MeasuredOperator>& operators, const Row& row, WrittenCluster cluster);

}  // namespace sizer::logs
