// Codecs by their magic numbers.
#include "ingest/decode.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sizer::ingest {
namespace {

using namespace std::string_view_literals;

struct Known {
  Codec codec;
  const char* name;
  std::string_view magic;
  ReadBytes (*decode)(Buffered&, Ending&);
};

constexpr std::array known_codecs = {
    Known{Codec::zstd, "zstd", "\x28\xB5\x2F\xFD"sv, decode_zstd},
    Known{Codec::lz4_block, "lz4", "LZ4Block"sv, decode_lz4_block},
    Known{Codec::lz4_frame, "lz4-frame", "\x04\x22\x4D\x18"sv, decode_lz4_frame},
    Known{Codec::snappy, "snappy", "\x82SNAPPY\0"sv, decode_snappy},
    Known{Codec::lzf, "lzf", "ZV\0"sv, decode_lzf},
    Known{Codec::lzf, "lzf", "ZV\1"sv, decode_lzf},
    Known{Codec::gzip, "gzip", "\x1F\x8B"sv, decode_gzip},
    Known{Codec::zip, "zip", "PK\3\4"sv, nullptr},  // an archive: see zip.h
};

}  // namespace

const char* name_of(Codec codec) {
  const auto* const found = std::ranges::find(known_codecs, codec, &Known::codec);
  return found == known_codecs.end() ? "none" : found->name;
}

Codec codec_of(std::string_view head) {
  // A frame to be skipped stands before others; LZ4 has the same, and its program writes none.
  if (head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xF0U) == 0x50U && head.substr(1, 3) == "\x2A\x4D\x18")
    return Codec::zstd;
  const auto* const found =
      std::ranges::find_if(known_codecs, [&](const Known& each) { return head.starts_with(each.magic); });
  return found == known_codecs.end() ? Codec::none : found->codec;
}

ReadBytes decoded(Codec codec, Buffered& in, Ending& ending) {
  const auto* const found = std::ranges::find(known_codecs, codec, &Known::codec);
  if (found != known_codecs.end() && found->decode) return found->decode(in, ending);
  return [&in](char* to, std::size_t most) { return in.some(to, most); };
}

ReadBytes by_blocks(NextBlock next) {
  struct Blocks {
    NextBlock next;
    std::vector<char> block{};
    std::size_t begin = 0;
  };
  const auto state = std::make_shared<Blocks>(Blocks{std::move(next)});
  return [state](char* to, std::size_t most) -> std::size_t {
    while (state->begin == state->block.size()) {
      state->begin = 0;
      state->block.clear();
      if (!state->next(state->block)) return 0;
    }
    const std::size_t count = std::min(most, state->block.size() - state->begin);
    std::memcpy(to, state->block.data() + state->begin, count);
    state->begin += count;
    return count;
  };
}

}  // namespace sizer::ingest
