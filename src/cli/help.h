/// \file
/// What help and the manual page say beside the tables of verbs and flags.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// Command lines that show what a verb is for, the most usual first.
std::vector<std::string_view> examples_of(std::string_view verb);

struct ExitCode {
  const char* code;
  const char* help;
};
const std::vector<ExitCode>& exit_codes();

/// What the documentation says of a code such as SZ014, as plain text; empty: nothing.
std::string page_of(const std::string& code, int width);

}  // namespace sizer
