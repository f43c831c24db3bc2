/// \file
/// The parts of the page for people beside the jobs themselves, each in a file of its own.
#pragma once

#include "render/page.h"
#include "sizer/result.h"

namespace sizer {

/// text_gates.cpp: the verdict of each, with its figures and who set the limit.
void gates(Page& page, const std::vector<Gate>& gates, const Style& style);

/// text_comparison.cpp: the ranking, what one way saves against another, and when a broadcast stops paying.
void comparison(Page& page, const Comparison& comparison, const Style& style);
void brief_comparison(Page& page, const Comparison& comparison);

/// text_sizing.cpp: the best cluster, why, the front, and what more time, money or nodes would bring.
void sizing(Page& page, const Sizing& sizing, const Style& style);
void brief_sizing(Page& page, const Sizing& sizing);

/// text_difference.cpp: what changed, by how much, and why.
void difference(Page& page, const Difference& difference, const Style& style);

/// text_explanation.cpp: where a number comes from, and what moves it.
void explanation(Page& page, const Explanation& explanation, const Style& style);

}  // namespace sizer
