/// \file
/// Opening what is read. Every file that a user, a configuration or a folder names is opened here.
#pragma once

#include <sys/types.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace sizer {

/// The same for two names of one file: through links, hard links, or another way to write its path.
struct FileId {
  dev_t device{};
  ino_t inode{};
  auto operator<=>(const FileId&) const = default;
};
/// Of what the name leads to; nothing where it leads nowhere.
std::optional<FileId> file_id(const std::string& path);

/// Every file that is opened here is kept in mind, so that no output takes its place.
bool was_read(const FileId& file);
/// The same of standard input, where it is a file.
void note_standard_input();
/// A run begins.
void forget_what_was_read();

/// A file that is open for reading.
///
/// Regular files are read, and pipes that the command line itself opened: `<(command)`, /dev/stdin. A named pipe, a
/// device or a socket is refused, for reading it might never end, or never begin. Opening does not wait.
class OpenFile {
 public:
  /// Throws Unreadable, which says what is in the way: nothing is there, a link leads nowhere, a folder, a pipe.
  explicit OpenFile(const std::string& path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  /// At most `most` bytes; 0: the end. Throws Unreadable.
  std::size_t read(char* to, std::size_t most);
  FileId id() const { return id_; }
  /// What is read is gone then.
  bool is_pipe() const { return is_pipe_; }

 private:
  std::string path_;
  int handle_ = -1;
  FileId id_{};
  bool is_pipe_ = false;
};

}  // namespace sizer
