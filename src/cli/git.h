/// \file
/// Files as they were in a commit: "main:jobs/daily.yaml".
#pragma once

#include <string>
#include <vector>

namespace sizer {

/// True when there is no file of this name, and it names one within a commit.
bool is_in_git(const std::string& operand);

/// Its text, from git; throws Unreadable with what git says.
std::string read_from_git(const std::string& operand);

/// True for the name of a commit, such as a branch, that is no file.
bool is_commit(const std::string& operand);
/// True where "main:jobs" is a folder of its commit.
bool is_folder_in_git(const std::string& operand);
/// The files below such a folder, relative to it, in order.
std::vector<std::string> files_in_git(const std::string& operand);

}  // namespace sizer
