/// \file
/// Colour, which means severity and nothing else; the word beside it always says the same.
#pragma once

#include <string>

#include "sizer/render.h"

namespace sizer {

enum class Tone { plain, heading, good, note, warning, error };

inline std::string paint(const std::string& text, Tone tone, const Style& style) {
  if (!style.colour || tone == Tone::plain) return text;
  const char* const code = tone == Tone::heading   ? "\x1b[1m"
                           : tone == Tone::good    ? "\x1b[32m"
                           : tone == Tone::note    ? "\x1b[36m"
                           : tone == Tone::warning ? "\x1b[33m"
                                                   : "\x1b[31m";
  return code + text + "\x1b[0m";
}

inline Tone tone_of(Severity severity) {
  return severity == Severity::error ? Tone::error : severity == Severity::warning ? Tone::warning : Tone::note;
}

}  // namespace sizer
