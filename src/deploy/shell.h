/// \file
/// Words of a shell's command line, read with their places.
#pragma once

#include <string>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

struct ShellWord {
  std::string text;
  Spot spot;
  bool expands = false;    ///< holds a variable or a command of which the text does not say what it gives
  bool defaulted = false;  ///< holds what a variable has where nobody sets it: "${N:-4}"
};

/// The words of each command, in order; comments are left out. Variables and arrays that the text itself sets are put
/// in, unless it sets them to this or that. Throws InputError where a quote is not closed.
std::vector<std::vector<ShellWord>> shell_commands(const SourceText& source);

}  // namespace sizer::deploy
