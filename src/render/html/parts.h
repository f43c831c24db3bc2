/// \file
/// The parts of the page, each from one part of a result; a part of which there is nothing to show is empty.
/// `level` is that of the part's heading; `id` is unique in the page.
#pragma once

#include <string>
#include <vector>

#include "render/html/markup.h"
#include "sizer/result.h"

namespace sizer::html {

/// The style sheet of the page.
extern const char* const style_sheet;

/// A word in a box: `kind` is good, warning, error, note or plain; `sign` says the same without colour.
Markup badge(const char* kind, const std::string& word);
Markup severity_badge(Severity severity);
Markup feasibility(bool feasible);
Markup reasons(const std::vector<Reason>& reasons);
Markup sentences(const std::vector<std::string>& sentences);

Markup summary(const Result& result, int level);
Markup job(const JobReport& job, int level, const std::string& id);
Markup figure_cards(const JobReport& job);
Markup timeline(const JobReport& job, int level);
Markup stage_tables(const JobReport& job);
Markup byte_flow(const JobReport& job, const std::string& id);
Markup what_moves(const JobReport& job, const std::string& id, int level);
Markup costs(const JobReport& job, int level);
Markup assumptions(const JobReport& job, int level);
Markup broadcast_limits(const BroadcastLimits& limits, int level);

Markup gates(const std::vector<Gate>& gates, int level);
Markup comparison(const Comparison& comparison, const std::string& id, int level);
Markup points(const Comparison& comparison, const std::string& id);
/// Only what is drawn, for a sheet `Plot::height` high.
Markup points_drawing(const Comparison& comparison);
Markup sizing(const Sizing& sizing, const std::string& id, int level);
Markup front_drawing(const Sizing& sizing);
Markup scaling_drawing(const Sizing& sizing);
Markup difference(const Difference& difference, int level);
Markup explanation(const Explanation& explanation, int level);
Markup diagnostics(const std::vector<Diagnostic>& diagnostics, int level);

/// A document of its own: style sheet, masthead, and a footer that says what made `result`.
Markup whole_page(const Result& result, const std::string& title, const Markup& content);

}  // namespace sizer::html
