// Zstandard: Spark closes a frame at each flush, so a log is many frames.
#include <zstd.h>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

/// 32 MiB: what a frame may ask for to look back into. Spark's level 1 needs 512 KiB, level 19 of the program 8 MiB.
constexpr int largest_window_log = 25;

struct ZstdStream {
  ZSTD_DCtx* context = ZSTD_createDCtx();
  std::string_view input{};
  bool inside = false;  ///< a frame
  bool done = false;

  ZstdStream() { ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, largest_window_log); }
  ~ZstdStream() { ZSTD_freeDCtx(context); }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;
};

}  // namespace

ReadBytes decode_zstd(Buffered& in, Ending& ending) {
  const auto state = std::make_shared<ZstdStream>();
  return [state, &in, &ending](char* to, std::size_t most) -> std::size_t {
    ZSTD_outBuffer out{to, most, 0};
    while (out.pos == 0 && !state->done) {
      if (state->input.empty()) state->input = in.some();
      const bool ended = state->input.empty();
      ZSTD_inBuffer input{state->input.data(), state->input.size(), 0};
      const std::size_t wanted = ended && !state->inside ? 0 : ZSTD_decompressStream(state->context, &out, &input);
      state->input.remove_prefix(input.pos);
      if (ZSTD_isError(wanted)) {
        ending.damage = std::string("zstd: ") + ZSTD_getErrorName(wanted);
        state->done = true;
      } else if (ended && out.pos == 0) {
        ending.cut = state->inside;
        state->done = true;
      } else {
        state->inside = wanted != 0;
      }
    }
    return out.pos;
  };
}

}  // namespace sizer::ingest
