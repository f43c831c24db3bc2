/// \file
/// How far a file of a project may reach. A pull request brings files and links of its own; what they name outside of
/// the project is the machine's, and none of their business.
#pragma once

#include <string>

namespace sizer {

/// The folder of a file's project: the nearest one above it that holds .git, else the file's own.
std::string project_of(const std::string& file);

/// True when a file, all links resolved, lies in the folder or below it. What is not there lies nowhere.
bool lies_in(const std::string& folder, const std::string& file);

/// True when the file is there, and a link on the way to it leads out of its project.
bool leads_out(const std::string& file);

}  // namespace sizer
