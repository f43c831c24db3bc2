/// \file
/// The parts of a Markdown document, each in a file of its own.
#pragma once

#include <string>

#include "render/markdown/document.h"
#include "sizer/result.h"

namespace sizer::markdown {

/// headline.cpp: the verdict in a sentence, for whatever the result holds.
std::string headline(const Result& result);

/// gates.cpp
Section gates(const std::vector<Gate>& gates);
/// Errors and warnings with their remedies; or else notes.
Section findings(const Result& result, bool notes);

/// jobs.cpp
Section jobs(const Result& result);
Section stages(const JobReport& job);
Section costs(const JobReport& job);
Section assumptions(const JobReport& job);

/// comparison.cpp
Section candidates(const Comparison& comparison);
Section savings(const Comparison& comparison);
Section remarks(const Comparison& comparison);

/// sizing.cpp
Section sized(const Sizing& sizing);
Section front(const Sizing& sizing);
Section remarks(const Sizing& sizing);

/// difference.cpp
Section figures(const JobDifference& job);
Section changes(const JobDifference& job);

/// explanation.cpp
Section derivation(const Explanation& explanation);
Section influences(const Explanation& explanation);
Section measurements(const Explanation& explanation);

}  // namespace sizer::markdown
