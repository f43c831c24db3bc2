/// \file
/// How bad something is that is told of an input or a job.
#pragma once

#include "sizer/word.h"

namespace sizer {

/// The worst first. error: an input cannot be used, a plan cannot run; warning: costs time, money or trust; note: worth
/// knowing.
enum class Severity { error, warning, note };

namespace words {
inline constexpr Word<Severity> severities[] = {
    {"error", Severity::error}, {"warning", Severity::warning}, {"note", Severity::note}};
}  // namespace words

constexpr const char* name_of(Severity severity) {
  return word_of(words::severities, severity);
}

}  // namespace sizer
