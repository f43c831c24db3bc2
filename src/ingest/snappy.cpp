// The stream of snappy-java (xerial): a header of 16 bytes, which may repeat, and blocks of raw snappy, each behind its
// compressed size, big endian.
#include <snappy.h>

#include <array>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

constexpr std::size_t stream_header_size = 16, size_size = 4;
constexpr std::size_t most_of_snappy_byte = 64;  // that a packed byte can stand for

enum class Next { block, end, cut };

/// Takes headers, and the size of the block behind them.
Next next_size(Buffered& in, std::uint32_t& size) {
  while (true) {
    std::array<char, stream_header_size> bytes{};
    const bool header = in.peek(size_size) == std::string_view("\x82SNA");
    const std::size_t wanted = header ? stream_header_size : size_size, got = in.take(bytes.data(), wanted);
    if (got < wanted) return got == 0 ? Next::end : Next::cut;
    size = big_endian(bytes.data());
    if (!header) return Next::block;
  }
}

}  // namespace

ReadBytes decode_snappy(Buffered& in, Ending& ending) {
  return by_blocks([&in, &ending, from = std::vector<char>()](std::vector<char>& block) mutable {
    std::uint32_t packed_size = 0;
    const Next next = next_size(in, packed_size);
    ending.cut = next == Next::cut;
    if (next != Next::block) return false;
    ending.damage = packed_size > largest_block ? "snappy: a block with a damaged size" : "";
    if (!ending.damage.empty()) return false;
    ending.cut = !in.take_all(from, packed_size);
    if (ending.cut) return false;
    std::size_t size = 0;
    const bool sized = snappy::GetUncompressedLength(from.data(), from.size(), &size) && size <= largest_block &&
                       size <= most_of_snappy_byte * from.size();
    block.resize(sized ? size : 0);
    if (sized && snappy::RawUncompress(from.data(), from.size(), block.data())) return true;
    ending.damage = "snappy: a damaged block";
    block.clear();
    return false;
  });
}

}  // namespace sizer::ingest
