/// \file
/// Walking through folders, in one order on every machine, and to an end whatever links there are.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "files/open.h"

namespace sizer {

/// What lies in a folder. A link is what it leads to.
struct FolderEntry {
  enum class Kind {
    file,    ///< regular
    folder,  ///< one that this walk has not been in
    locked,  ///< a folder that may not be read
    lost,    ///< a link that leads nowhere, or in a circle
    other,   ///< a pipe, a device, a socket
  };
  std::string path;  ///< the folder's, "/" and the name
  Kind kind = Kind::file;
};

/// One walk. It meets each file and each folder once, under the first of its names.
class Walk {
 public:
  /// Which names are of interest; null: all. What is not wanted was not met.
  using Wanted = std::function<bool(const std::string& name, FolderEntry::Kind kind)>;

  /// What lies in a folder, by name. A folder that cannot be read is its own only entry: locked.
  std::vector<FolderEntry> entries(const std::string& folder, const Wanted& wanted = nullptr);

 private:
  std::set<FileId> met_{};
};

}  // namespace sizer
