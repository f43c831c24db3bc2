// Streams and files: writing, flushing, renaming.
#include "output.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <system_error>

#include "commands/command.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

std::string cannot_write(const std::string& path, int error) {
  return fmt::format("cannot write {}: {}", path, std::strerror(error));
}

/// Writes to `path`, which messages call `name`.
std::string write_to(const fs::path& path, const std::string& text, const std::string& name) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  file.close();
  return file ? "" : cannot_write(name, errno);
}

}  // namespace

std::string write_stream(std::ostream& out, const std::string& text) {
  errno = 0;
  out << text << std::flush;
  return out || errno == EPIPE ? "" : cannot_write("standard output", errno);
}

std::string write_file(const std::string& path, const std::string& text) {
  std::error_code error;
  const fs::file_status before = fs::status(path, error);
  if (fs::is_directory(before)) return cannot_write(path, EISDIR);
  if (fs::exists(before) && !fs::is_regular_file(before)) return write_to(path, text, path);

  const fs::path target = fs::weakly_canonical(path, error);  // a link is followed, not replaced
  if (error) return cannot_write(path, error.value());
  const fs::path fresh = target.parent_path() / fmt::format(".{}.{}.tmp", target.filename().string(), getpid());
  std::string failure = write_to(fresh, text, path);
  if (failure.empty() && fs::exists(before)) fs::permissions(fresh, before.permissions(), error);
  if (failure.empty()) {
    fs::rename(fresh, target, error);
    if (error) failure = cannot_write(path, error.value());
  }
  if (!failure.empty()) fs::remove(fresh, error);
  return failure;
}

std::string write_new_file(const std::string& path, const std::string& text) {
  std::error_code error;
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, error);
  return error ? cannot_write(path, error.value()) : write_file(path, text);
}

void refuse_to_overwrite(const std::vector<std::string>& inputs, const std::string& output) {
  std::error_code ignored;
  for (const std::string& input : inputs)
    if (fs::equivalent(input, output, ignored))
      throw UsageError(fmt::format("--output '{}' would overwrite a file that is read", output));
}

}  // namespace sizer
