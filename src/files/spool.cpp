// Temporary files, by the C library's own means.
#include "files/spool.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "sizer/place.h"

namespace sizer {
namespace {

void require(bool well, const char* what) {
  if (!well) throw Unreadable(fmt::format("cannot {} a temporary file: {}", what, std::strerror(errno)));
}

}  // namespace

Spool::Spool() : file_(std::tmpfile()) {
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
