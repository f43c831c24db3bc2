// The least that simdjson can do with a log: it finds the structure of every line and looks at its first member.
//
//   walk_log FILE
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t block_size = std::size_t{8} << 20U;

/// Whole lines, which padding follows; the number of those that name an event.
std::size_t walk(simdjson::ondemand::parser& parser, const char* lines, std::size_t size) {
  constexpr std::size_t batch = std::size_t{4} << 20U;
  std::size_t events = 0;
  simdjson::ondemand::document_stream documents;
  if (parser.iterate_many(lines, size, batch).get(documents) != simdjson::SUCCESS) return 0;
  for (auto document : documents) {
    std::string_view name;
    if (document["Event"].get(name) == simdjson::SUCCESS) ++events;
  }
  return events;
}

}  // namespace

int main(int argc, char** argv) {
  const int file = argc == 2 ? ::open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return std::fputs("usage: walk_log FILE\n", stderr), 2;
  simdjson::ondemand::parser parser;
#ifdef SIMDJSON_THREADS_ENABLED
  parser.threaded = false;
#endif
  std::vector<char> buffer(block_size + simdjson::SIMDJSON_PADDING);
  std::size_t begun = 0, events = 0;
  for (ssize_t got = 0; (got = ::read(file, buffer.data() + begun, block_size - begun)) > 0;) {
    const std::size_t held = begun + static_cast<std::size_t>(got);
    const std::string_view all(buffer.data(), held);
    const std::size_t end = all.rfind('\n') + 1;  // 0: not even one line
    events += walk(parser, buffer.data(), end);
    begun = held - end;
    std::memmove(buffer.data(), buffer.data() + end, begun);
    if (begun == block_size) return std::fputs("walk_log: a line is too long\n", stderr), 1;
  }
  std::printf("%zu events\n", events);
  return ::close(file);
}
