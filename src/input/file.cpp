// The text of a file or of standard input, and no more of it than such a file can have.
#include <fmt/format.h>

#include <algorithm>

#include "files/open.h"
#include "sizer/input.h"
#include "text/problems.h"

namespace sizer {

static_assert(max_file_size == max_text_size);

std::string read_file(const std::string& path, std::size_t most) {
  OpenFile file(path == "-" ? "/dev/stdin" : path);
  std::string text;
  char block[1 << 14];
  while (text.size() <= most) {
    const std::size_t got = file.read(block, std::min(sizeof block, most + 1 - text.size()));
    if (got == 0) return text;
    text.append(block, got);
  }
  const SourceText source{path == "-" ? "<stdin>" : path, {}};
  fail(codes::too_large, {&source}, fmt::format("the file is larger than {} MiB", most >> 20), {},
       "the files of sizer describe data, they do not hold them");
}

}  // namespace sizer
