// Streams and files: writing, flushing, renaming.
#include "cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <set>
#include <system_error>

#include "cli/command.h"
#include "files/fresh_file.h"
#include "files/open.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

std::string cannot_write(const std::string& path, int error) {
  return fmt::format("cannot write {}: {}", path, std::strerror(error));
}

std::string write_directly(const std::string& path, const Text& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  text([&](std::string_view piece) { file << piece; });
  file << std::flush;
  file.close();
  return file ? "" : cannot_write(path, errno);
}

/// The same for two ways to write a path of a file that is not there yet.
std::string settled(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return error ? path : fs::absolute(whole, error).string();
}

}  // namespace

std::string write_stream(std::ostream& out, const Text& text) {
  errno = 0;
  text([&](std::string_view piece) { out << piece; });
  out << std::flush;
  return out || errno == EPIPE ? "" : cannot_write("standard output", errno);
}

std::string write_file(const std::string& path, const std::string& text) {
  return write_file(path, [&](const TakeText& take) { take(text); });
}

std::string write_file(const std::string& path, const Text& text) {
  std::error_code error;
  struct stat before {};
  const bool exists = stat(path.c_str(), &before) == 0;
  if (exists && S_ISDIR(before.st_mode)) return cannot_write(path, EISDIR);
  if (exists && !S_ISREG(before.st_mode)) return write_directly(path, text);
  if (!exists && fs::is_symlink(fs::symlink_status(path, error)))
    return fmt::format("cannot write {}: it is a link that leads nowhere", path);

  const fs::path target = fs::weakly_canonical(path, error);  // a link is followed, not replaced
  if (error) return cannot_write(path, error.value());
  FreshFile fresh(target.string());
  text([&](std::string_view piece) { fresh.write(piece); });
  if (exists) fresh.set_mode(before.st_mode & 07777U);
  fresh.put_in_place();
  return fresh.error() == 0 ? "" : cannot_write(path, fresh.error());
}

std::string write_new_file(const std::string& path, const std::string& text) {
  std::error_code error;
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, error);
  return error ? cannot_write(path, error.value()) : write_file(path, text);
}

void refuse_to_overwrite(const std::vector<Written>& outputs) {
  std::set<std::string> paths;
  std::set<FileId> files;
  for (const Written& output : outputs) {
    const std::optional<FileId> id = file_id(output.file);
    if (id && was_read(*id))
      throw UsageError(fmt::format("{} '{}' would overwrite a file that is read", output.flag, output.file));
    struct stat found {};
    const bool is_stream = stat(output.file.c_str(), &found) == 0 && !S_ISREG(found.st_mode);
    if (is_stream) continue;  // what goes to a pipe or a device comes one after the other
    if (!paths.insert(settled(output.file)).second || (id && !files.insert(*id).second))
      throw UsageError(fmt::format("{} '{}': another output goes to the same file", output.flag, output.file));
  }
}

}  // namespace sizer
