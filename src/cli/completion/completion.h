/// \file
/// What can stand where on the command line, and the scripts that tell it to shells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace sizer::completion {

/// What can follow a flag, or a verb.
struct Answer {
  std::vector<std::string> words{};
  bool files = false;
};
Answer values_of(const Flag& flag);
Answer operands_of(const Verb& verb);

/// "--format", "-f": with `dashes` as they are typed.
std::vector<std::string> names_of(const Flag& flag);
bool takes_value(const Flag& flag);

/// "--format|-f": the names as a pattern of `case`.
std::string pattern(const Flag& flag);
/// The names of all flags that take a value.
std::string flags_with_values(std::string_view separator);
/// The flags of a verb; of none, those that every verb has.
std::vector<const Flag*> flags_of(const Verb* verb);

/// Help in a line that needs no quoting: up to its first example or list, without quotes.
std::string brief(std::string_view help);

std::string bash_script();
std::string zsh_script();
std::string fish_script();

}  // namespace sizer::completion
