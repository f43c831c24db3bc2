/// \file
/// Results to text. A renderer chooses words and layout, and computes nothing.
#pragma once

#include <string>
#include <vector>

#include "sizer/result.h"

namespace sizer {

/// What the terminal can do, and how much its reader wants; files and pipes get the same content without colour.
struct Style {
  int width = 80;
  bool colour = false;
  bool ascii = false;
  bool brief = false;     ///< the verdict only
  bool terminal = false;  ///< somebody looks at it: what wants to be short is wrapped there alone
};

struct Renderer {
  const char* name;
  const char* help;
  std::string (*render)(const Result&, const Style&);
};

/// Null when there is no renderer of that name.
const Renderer* find_renderer(const std::string& name);
const std::vector<Renderer>& renderers();

/// Why a format cannot show all that a result holds, such as "csv is one table"; empty: it can.
std::string refusal(const Renderer& renderer, const Result& result);

/// One value of the result as JSON holds it, `jobs[0].cost_usd.total.typical` or `jobs[daily].feasible`, and a line
/// end; a text without quotes. `[*]` stands for each entry, with a line for each. Throws InputError when there is none.
std::string value_at(const Result& result, const std::string& path);

/// A diagnostic as `file:line:column: error[CODE]: ...`, the line, a caret, what was expected.
std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Style& style);

}  // namespace sizer
