/// \file
/// Files as they were in a commit: "main:jobs/daily.yaml".
#pragma once

#include <string>

namespace sizer {

/// True when there is no file of this name, and it names one within a commit.
bool is_in_git(const std::string& operand);

/// Its text, from git; throws Unreadable with what git says.
std::string read_from_git(const std::string& operand);

}  // namespace sizer
