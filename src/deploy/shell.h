/// \file
/// Words of a shell's command line, read with their places.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

struct ShellWord {
  std::string text;
  Spot spot;
  bool expands = false;    ///< holds a variable or a command of which the text does not say what it gives
  bool defaulted = false;  ///< holds what a variable has where nobody sets it: "${N:-4}"
};

/// What a word says, as a scalar of a tree.
inline Value scalar_of(std::string text, const Spot& spot) {
  return {ValueKind::scalar, std::move(text), false, {}, {}, spot};
}

/// The words of each command, in order; comments are left out. Variables and arrays that the text itself sets are put
/// in, unless it sets them to this or that. Throws InputError where a quote is not closed.
std::vector<std::vector<ShellWord>> shell_commands(const SourceText& source);

}  // namespace sizer::deploy
