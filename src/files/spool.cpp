// Temporary files, by the C library's own means.
#include "files/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "sizer/place.h"

namespace sizer {
namespace {

void require(bool well, const char* what) {
  if (!well)
    throw Unreadable(
        fmt::format("cannot {} a temporary file in $TMPDIR, or else /tmp: {}", what, std::strerror(errno)));
}

/// std::tmpfile does not ask for $TMPDIR.
std::FILE* nameless_file() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "sizer-XXXXXX").string();
  if (error) {
    errno = error.value();
    return nullptr;
  }
  const int handle = mkostemp(path.data(), O_CLOEXEC);
  if (handle < 0) return nullptr;
  unlink(path.c_str());
  return fdopen(handle, "w+b");
}

}  // namespace

Spool::Spool() : file_(nameless_file()) {
  require(file_ != nullptr, "make");
}

void Spool::write(std::string_view text) {
  require(std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size(), "write");
}

void Spool::read(const TakeText& take) {
  require(std::fflush(file_.get()) == 0, "write");
  std::rewind(file_.get());
  std::array<char, 1 << 16> piece;
  for (;;) {
    const std::size_t got = std::fread(piece.data(), 1, piece.size(), file_.get());
    if (got == 0) break;
    take({piece.data(), got});
  }
  require(std::ferror(file_.get()) == 0, "read");
}

}  // namespace sizer
