// Opening what is read: what it is is asked of the open file, so that nothing can be put in its place meanwhile.
#include "files/open.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <string_view>

#include "sizer/place.h"

namespace sizer {
namespace {

/// "/dev/fd/63", as shells write it for `<(command)`: what the command line opened, not a file of this name.
bool is_of_the_command_line(std::string_view path) {
  if (path == "/dev/stdin") return true;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"})
    if (path.starts_with(folder) && path.size() > folder.size())
      return path.find_first_not_of("0123456789", folder.size()) == std::string_view::npos;
  return false;
}

bool is_link(const std::string& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0 && S_ISLNK(found.st_mode);
}

std::string cannot_open(const std::string& path, int error) {
  if (error == ENOENT && is_link(path)) return fmt::format("cannot open {}: it is a link that leads nowhere", path);
  if (error == ELOOP) return fmt::format("cannot open {}: its links lead in a circle", path);
  if (error == ENXIO) return fmt::format("cannot read {}: it is a socket, not a file", path);
  return fmt::format("cannot open {}: {}", path, std::strerror(error));
}

/// What is in the way of reading; empty: nothing.
std::string not_read(const std::string& path, mode_t mode) {
  if (S_ISREG(mode)) return {};
  if (S_ISDIR(mode))
    return access(path.c_str(), R_OK | X_OK) == 0 ? fmt::format("{} is a directory", path) : cannot_open(path, errno);
  if (S_ISFIFO(mode)) {
    if (is_of_the_command_line(path)) return {};
    return fmt::format("cannot read {}: it is a named pipe, not a file; '-' reads standard input", path);
  }
  return fmt::format("cannot read {}: it is a device, not a file", path);
}

std::mutex& reading() {
  static std::mutex one;
  return one;
}
std::set<FileId>& read_files() {
  static std::set<FileId> files;
  return files;
}
void note(const FileId& file) {
  const std::lock_guard lock(reading());
  read_files().insert(file);
}

}  // namespace

bool was_read(const FileId& file) {
  const std::lock_guard lock(reading());
  return read_files().contains(file);
}

void note_standard_input() {
  struct stat found {};
  if (fstat(STDIN_FILENO, &found) == 0 && S_ISREG(found.st_mode)) note({found.st_dev, found.st_ino});
}

void forget_what_was_read() {
  const std::lock_guard lock(reading());
  read_files().clear();
}

std::optional<FileId> file_id(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return std::nullopt;
  return FileId{found.st_dev, found.st_ino};
}

OpenFile::OpenFile(const std::string& path) : path_(path) {
  handle_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (handle_ < 0) throw Unreadable(cannot_open(path, errno));
  struct stat found {};
  std::string failure = fstat(handle_, &found) == 0 ? not_read(path, found.st_mode) : cannot_open(path, errno);
  if (!failure.empty()) {
    close(handle_);
    throw Unreadable(failure);
  }
  id_ = {found.st_dev, found.st_ino};
  note(id_);
  is_pipe_ = S_ISFIFO(found.st_mode);
  if (is_pipe_) fcntl(handle_, F_SETFL, 0);  // its writer may be slower than we are
}

OpenFile::~OpenFile() {
  close(handle_);
}

std::size_t OpenFile::read(char* to, std::size_t most) {
  ssize_t got = -1;
  do got = ::read(handle_, to, most);
  while (got < 0 && errno == EINTR);
  if (got < 0) throw Unreadable(fmt::format("cannot read {}: {}", path_, std::strerror(errno)));
  return static_cast<std::size_t>(got);
}

}  // namespace sizer
