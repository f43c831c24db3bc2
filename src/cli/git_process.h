/// \file
/// git, run so that the repository in which it runs has no say in what is run.
#pragma once

#include <string>
#include <vector>

namespace sizer {

struct GitSaid {
  std::string out, complaint;  ///< `complaint`: the first line of what went wrong
  bool well = false;
};

/// Runs `git WORDS --end-of-options OBJECT`, without a shell between. A clone may name programs of its own: hooks, a
/// monitor of files, filters, and those of remotes from which missing objects are fetched. None is run, and nothing is
/// fetched. Of what git prints at most `most` bytes are kept. Throws Unreadable where git cannot be run.
GitSaid run_git(const std::vector<std::string>& words, const std::string& object, std::size_t most);

}  // namespace sizer
