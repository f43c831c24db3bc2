// The LZ4 frame format of the lz4 program. Spark writes another one under the same name.
#include <lz4frame.h>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

struct Lz4Stream {
  LZ4F_dctx* context = nullptr;
  std::string_view input{};
  bool inside = false;  ///< a frame
  bool done = false;

  Lz4Stream() { LZ4F_createDecompressionContext(&context, LZ4F_VERSION); }
  ~Lz4Stream() { LZ4F_freeDecompressionContext(context); }
  Lz4Stream(const Lz4Stream&) = delete;
  Lz4Stream& operator=(const Lz4Stream&) = delete;
};

}  // namespace

ReadBytes decode_lz4_frame(Buffered& in, Ending& ending) {
  const auto state = std::make_shared<Lz4Stream>();
  return [state, &in, &ending](char* to, std::size_t most) -> std::size_t {
    std::size_t got = 0;
    while (got == 0 && !state->done) {
      if (state->input.empty()) state->input = in.some();
      const bool ended = state->input.empty();
      if (ended && !state->inside) {
        state->done = true;
        break;
      }
      got = most;
      std::size_t used = state->input.size();
      const std::size_t wanted = LZ4F_decompress(state->context, to, &got, state->input.data(), &used, nullptr);
      if (LZ4F_isError(wanted) != 0U) {
        ending.damage = std::string("lz4 frame: ") + LZ4F_getErrorName(wanted);
        state->done = true;
        return 0;
      }
      state->input.remove_prefix(used);
      if (ended && got == 0) state->done = ending.cut = true;
      state->inside = wanted != 0;
    }
    return got;
  };
}

}  // namespace sizer::ingest
