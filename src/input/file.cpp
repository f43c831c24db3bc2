// The text of a file or of standard input, and no more of it than such a file can have.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "sizer/input.h"
#include "text/problems.h"

namespace sizer {
namespace {

static_assert(max_file_size == max_text_size);

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

std::unique_ptr<std::FILE, Close> open_file(const std::string& path) {
  if (path == "-") return std::unique_ptr<std::FILE, Close>(stdin);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw Unreadable(fmt::format("{} is a directory", path));
  std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw Unreadable(fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  return file;
}

}  // namespace

std::string read_file(const std::string& path, std::size_t most) {
  const auto file = open_file(path);
  std::string text;
  char block[1 << 14];
  while (text.size() <= most) {
    const std::size_t wanted = std::min(sizeof block, most + 1 - text.size());
    const std::size_t got = std::fread(block, 1, wanted, file.get());
    text.append(block, got);
    if (got < wanted) break;
  }
  if (std::ferror(file.get()) != 0) throw Unreadable(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  if (text.size() > most) {
    const SourceText source{path == "-" ? "<stdin>" : path, {}};
    fail(codes::too_large, {&source}, fmt::format("the file is larger than {} MiB", most >> 20), {},
         "the files of sizer describe data, they do not hold them");
  }
  return text;
}

}  // namespace sizer
