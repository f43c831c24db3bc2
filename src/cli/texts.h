/// \file
/// Jobs and saved results as texts, wherever they are: files, folders, and either in a commit of git.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace sizer {

struct NamedText {
  std::string file;  ///< as messages call it: "main:jobs/daily.yaml"
  std::string path;  ///< within what was named, by which two sides are held against each other: "daily.yaml"
  std::string text;
};

/// The texts that an operand stands for: a file, "-", "main:jobs/daily.yaml"; of a folder, "main:jobs" among them,
/// those of its files that hold jobs. A commit alone ("main") stands for what `beside` names, as it was there; what was
/// not is left out. A file of several jobs is there once for each. Throws Unreadable.
std::vector<NamedText> texts_of(const std::string& operand, const std::vector<std::string>& beside, std::istream& in);

/// The cluster of a file that a job of a commit names, which lies in that commit, too; empty: it names none.
std::string cluster_in_git(const std::string& operand, const std::string& text);

}  // namespace sizer
