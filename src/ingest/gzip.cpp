// Gzip of several members, and the deflated bytes inside of zip archives.
#include <zlib.h>

#include <algorithm>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

constexpr int with_gzip_header = 15 + 16, without_header = -15;

struct Inflation {
  z_stream stream{};
  std::string_view input{};
  bool inside = true;  ///< a member
  bool done = false;

  explicit Inflation(int header) { inflateInit2(&stream, header); }
  ~Inflation() { inflateEnd(&stream); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;
};

/// One call of inflate; what it says.
int step(Inflation& state, char* to, std::size_t most, std::size_t& got) {
  state.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(state.input.data()));
  state.stream.avail_in = static_cast<uInt>(state.input.size());
  state.stream.next_out = reinterpret_cast<Bytef*>(to);
  state.stream.avail_out = static_cast<uInt>(most);
  const int code = inflate(&state.stream, Z_NO_FLUSH);
  state.input.remove_prefix(state.input.size() - state.stream.avail_in);
  got = most - state.stream.avail_out;
  return code;
}

/// The next member of a gzip stream, if there is one; padding behind the last is none.
bool next_member(Inflation& state, Buffered& in, Ending& ending) {
  do {
    while (!state.input.empty() && state.input.front() == '\0') state.input.remove_prefix(1);
    if (state.input.empty()) state.input = in.some();
  } while (!state.input.empty() && state.input.front() == '\0');
  if (state.input.empty()) return false;
  if (state.input.front() != '\x1F') {
    ending.damage = "gzip: bytes behind the end that are no gzip";
    return false;
  }
  inflateReset(&state.stream);
  return true;
}

ReadBytes inflated(Buffered& in, Ending& ending, int header) {
  const auto state = std::make_shared<Inflation>(header);
  return [state, &in, &ending, header](char* to, std::size_t most) -> std::size_t {
    constexpr std::size_t at_once = std::size_t{1} << 30U;
    std::size_t got = 0;
    while (got == 0 && !state->done) {
      if (state->input.empty()) state->input = in.some();
      const bool ended = state->input.empty();
      const int code = step(*state, to, std::min(most, at_once), got);
      if (code == Z_STREAM_END && header == without_header) {
        in.give_back(state->input.size());
        state->done = true;
      } else if (code == Z_STREAM_END) {
        state->done = !next_member(*state, in, ending);
      } else if (code == Z_OK || code == Z_BUF_ERROR) {
        if (ended && got == 0) state->done = ending.cut = true;
      } else {
        ending.damage = std::string("deflate: ") + (state->stream.msg ? state->stream.msg : "damaged data");
        state->done = true;
      }
    }
    return got;
  };
}

}  // namespace

ReadBytes decode_gzip(Buffered& in, Ending& ending) {
  return inflated(in, ending, with_gzip_header);
}

ReadBytes inflate_raw(Buffered& in, Ending& ending) {
  return inflated(in, ending, without_header);
}

}  // namespace sizer::ingest
