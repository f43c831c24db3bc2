// The stream of compress-lzf: chunks of "ZV", a type (0 stored, 1 packed), the packed size and, when packed, the size,
// two bytes each, big endian. Packed bytes are runs: literal ones, and copies of what came before.
#include <array>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

/// False: the bytes are no LZF of `block.size()` bytes.
bool unpack(const std::vector<char>& from, std::vector<char>& block) {
  std::size_t in = 0, out = 0;
  const auto next = [&] { return static_cast<unsigned char>(from[in++]); };
  while (in < from.size()) {
    const unsigned control = next();
    if (control < 32) {  // literals, one more than the number says
      const std::size_t count = control + 1;
      if (count > from.size() - in || count > block.size() - out) return false;
      for (std::size_t i = 0; i < count; ++i) block[out++] = from[in++];
      continue;
    }
    std::size_t count = control >> 5U;  // a copy of two more than that
    if (count == 7) {
      if (in == from.size()) return false;
      count += next();
    }
    if (in == from.size()) return false;
    const std::size_t back = ((control & 31U) << 8U) + next() + 1;
    count += 2;
    if (back > out || count > block.size() - out) return false;
    for (std::size_t i = 0; i < count; ++i, ++out) block[out] = block[out - back];
  }
  return out == block.size();
}

}  // namespace

ReadBytes decode_lzf(Buffered& in, Ending& ending) {
  return by_blocks([&in, &ending, from = std::vector<char>()](std::vector<char>& block) mutable {
    std::array<char, 7> header{};
    constexpr std::size_t least = 5;
    std::size_t got = in.take(header.data(), least);
    ending.cut = got > 0 && got < least;
    if (got < least) return false;
    const bool packed = header[2] == 1;
    if (std::string_view(header.data(), 2) != "ZV" || (header[2] != 0 && !packed)) {
      ending.damage = "lzf: no chunk where one should start";
      return false;
    }
    if (packed) got += in.take(header.data() + least, 2);
    const std::uint32_t packed_size = big_endian(&header[3], 2);
    from.resize(packed_size);
    ending.cut = (packed && got < header.size()) || in.take(from.data(), from.size()) < from.size();
    if (ending.cut) return false;
    block.resize(packed ? big_endian(&header[5], 2) : packed_size);
    if (!packed) block = from;
    if (!packed || unpack(from, block)) return true;
    ending.damage = "lzf: a damaged chunk";
    block.clear();
    return false;
  });
}

}  // namespace sizer::ingest
