/// \file
/// Reports to text. A renderer chooses words and layout, and computes nothing.
#pragma once

#include <string>
#include <vector>

#include "sizer/report.h"

namespace sizer {

/// What the terminal can do, and how much its reader wants; files and pipes get the same content without colour.
struct Style {
  int width = 80;
  bool colour = false;
  bool ascii = false;
  bool brief = false;  ///< the verdict only
};

struct Renderer {
  const char* name;
  const char* help;
  std::string (*render)(const Report&, const Style&);
};

/// Null when there is no renderer of that name.
const Renderer* find_renderer(const std::string& name);
const std::vector<Renderer>& renderers();

/// A diagnostic as `file:line:column: error[CODE]: ...`, the line, a caret, what was expected.
std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Style& style);

}  // namespace sizer
