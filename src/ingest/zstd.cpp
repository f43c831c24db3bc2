// Zstandard: Spark closes a frame at each flush, so a log is many frames.
#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <atomic>

#include "ingest/decode.h"
#include "ingest/memory.h"

namespace sizer::ingest {
namespace {

/// What a frame may look back into without a question. Spark's level 1 needs 512 KiB, level 19 of the program 8 MiB.
constexpr std::uint64_t usual_window = std::uint64_t{32} << 20U;
/// The most that the library can; `zstd --long=31` makes such frames.
constexpr int largest_window_log = 31;
constexpr std::size_t longest_header = 18;

/// What the header of a frame asks for.
struct Frame {
  std::uint64_t window = 0;      ///< bytes that must be held in memory
  std::uint32_t dictionary = 0;  ///< 0: none
};

/// As RFC 8878 lays a header out; nothing of what is none, or is cut.
Frame frame_of(std::string_view head) {
  Frame frame;
  if (head.size() < 6 || little_endian(head.data()) != 0xFD2FB528) return frame;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(head[at]); };
  const unsigned flags = byte(4);
  const bool single = (flags & 0x20U) != 0;  // one segment: all of it is the window
  std::size_t at = 5;
  if (!single) {
    const std::uint64_t base = std::uint64_t{1} << (10U + (byte(at) >> 3U));
    frame.window = base + base / 8 * (byte(at) & 7U);
    ++at;
  }
  const int dictionary_bytes = (flags & 3U) == 3 ? 4 : static_cast<int>(flags & 3U);
  if (head.size() < at + static_cast<std::size_t>(dictionary_bytes)) return frame;
  frame.dictionary = little_endian(head.data() + at, dictionary_bytes);
  at += static_cast<std::size_t>(dictionary_bytes);
  const unsigned size_flag = flags >> 6U;
  const std::size_t size_bytes = size_flag == 0 ? 1 : std::size_t{1} << size_flag;
  if (!single || head.size() < at + size_bytes) return frame;
  for (std::size_t i = size_bytes; i-- > 0;) frame.window = frame.window << 8U | byte(at + i);
  if (size_flag == 1) frame.window += 256;
  return frame;
}

/// Memory for large windows, of all logs that are read at once: together at most half of what is free.
class WindowMemory {
 public:
  ~WindowMemory() { in_use() -= held_; }
  WindowMemory() = default;
  WindowMemory(const WindowMemory&) = delete;
  WindowMemory& operator=(const WindowMemory&) = delete;

  /// False: there is not so much. `most` is what there would be.
  bool take(std::int64_t bytes, std::int64_t& most) {
    if (bytes <= held_) return true;
    most = std::max<std::int64_t>(0, free_memory() / 2 - (in_use() - held_));
    if (bytes > most) return false;
    in_use() += bytes - held_;
    held_ = bytes;
    return true;
  }

 private:
  static std::atomic<std::int64_t>& in_use() {
    static std::atomic<std::int64_t> bytes{0};
    return bytes;
  }
  std::int64_t held_ = 0;
};

std::string in_mebibytes(std::uint64_t bytes) {
  return fmt::format("{} MiB", (bytes + (1U << 20U) - 1) >> 20U);
}

struct ZstdStream {
  ZSTD_DCtx* context = ZSTD_createDCtx();
  std::string_view input{};
  bool inside = false;  ///< a frame
  bool done = false;
  WindowMemory memory{};

  ZstdStream() { ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, largest_window_log); }
  ~ZstdStream() { ZSTD_freeDCtx(context); }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;

  /// Why the frame that starts with `head` cannot be read; empty: it can.
  std::string refuses(std::string_view head) {
    const Frame frame = frame_of(head);
    std::int64_t most = 0;
    if (frame.dictionary != 0)
      return fmt::format("zstd: a frame needs the dictionary {}, which logs do not hold", frame.dictionary);
    if (frame.window > std::uint64_t{1} << static_cast<unsigned>(largest_window_log))
      return fmt::format("zstd: a frame looks back {}, and 2048 MiB are the most", in_mebibytes(frame.window));
    if (frame.window > usual_window && !memory.take(static_cast<std::int64_t>(frame.window), most))
      return fmt::format("zstd: a frame looks back {} and needs as much memory; {} may be used, half of what is free",
                         in_mebibytes(frame.window), in_mebibytes(static_cast<std::uint64_t>(most)));
    return {};
  }
};

}  // namespace

ReadBytes decode_zstd(Buffered& in, Ending& ending) {
  const auto state = std::make_shared<ZstdStream>();
  return [state, &in, &ending](char* to, std::size_t most) -> std::size_t {
    ZSTD_outBuffer out{to, most, 0};
    while (out.pos == 0 && !state->done) {
      if (!state->inside) {  // between frames
        in.give_back(state->input.size());
        ending.damage = state->refuses(in.peek(longest_header));
        if (!ending.damage.empty()) {
          state->done = true;
          return 0;
        }
        state->input = in.some();
      } else if (state->input.empty()) {
        state->input = in.some();
      }
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
