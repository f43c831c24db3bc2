/// \file
/// What diagnostics must not show.
#pragma once

#include <vector>

#include "sizer/place.h"

namespace sizer {

/// Of a file that is reached by a link out of its project neither a line nor a word is shown: a pull request can hold a
/// link to any file of the machine, and what is printed is read by others.
void conceal(std::vector<Diagnostic>& diagnostics);

}  // namespace sizer
