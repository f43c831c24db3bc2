/// \file
/// What the user asked for: a verb, and the options of the command line, the environment and the configuration.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/program.h"

namespace sizer {

/// What Options::origins has for a flag that was typed.
inline constexpr const char* by_command_line = "the command line";

struct Request {
  const Verb* verb = nullptr;  ///< null: none was given
  Options options{};
};

/// Throws UsageError, or InputError where a file that was named is wrong.
Request parse(std::vector<std::string> args, const Console& console);

}  // namespace sizer
