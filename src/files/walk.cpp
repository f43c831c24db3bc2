// Walking through folders: each file and folder once, told by device and inode.
#include "files/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace sizer {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

OpenFolder open_folder(const std::string& path) {
  const int handle = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
  if (handle < 0) return nullptr;
  OpenFolder folder(fdopendir(handle));
  if (!folder) close(handle);
  return folder;
}

std::vector<std::string> names_in(DIR* folder) {
  std::vector<std::string> names;
  while (const dirent* const entry = readdir(folder)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

FolderEntry::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FolderEntry::Kind::file;
  return S_ISDIR(mode) ? FolderEntry::Kind::folder : FolderEntry::Kind::other;
}

}  // namespace

std::vector<FolderEntry> Walk::entries(const std::string& folder, const Wanted& wanted) {
  const OpenFolder open = open_folder(folder);
  struct stat found {};
  if (!open || fstat(dirfd(open.get()), &found) != 0) return {{folder, FolderEntry::Kind::locked}};
  met_.insert({found.st_dev, found.st_ino});
  std::vector<FolderEntry> entries;
  const std::string before = folder.ends_with('/') ? folder : folder + "/";
  for (const std::string& name : names_in(open.get())) {
    const bool is_there = fstatat(dirfd(open.get()), name.c_str(), &found, 0) == 0;
    const FolderEntry::Kind kind = is_there ? kind_of(found.st_mode) : FolderEntry::Kind::lost;
    if (wanted && !wanted(name, kind)) continue;
    if (!is_there || met_.insert({found.st_dev, found.st_ino}).second) entries.push_back({before + name, kind});
  }
  return entries;
}

}  // namespace sizer
