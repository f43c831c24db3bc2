/// \file
/// Words of a shell's command line: quoting them, and reading them with their places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

/// One word for a POSIX shell, whatever it holds.
std::string shell_quoted(std::string_view text);

struct ShellWord {
  std::string text;
  Spot spot;
  bool expands = false;  ///< holds a variable or a command that the shell would put something else for
};

/// The words of each command, in order; comments are left out. Throws InputError where a quote is not closed.
std::vector<std::vector<ShellWord>> shell_commands(const SourceText& source);

}  // namespace sizer::deploy
