// The stream of lz4-java, which Spark writes as .lz4: blocks of 32 KiB, each behind a header of 21 bytes (magic, method
// and level, compressed size, size, checksum), all numbers little endian. A block of no bytes ends a stream.
#include <lz4.h>

#include <array>
#include <bit>

#include "ingest/decode.h"

namespace sizer::ingest {
namespace {

constexpr std::size_t block_header_size = 21;
constexpr std::uint32_t seed = 0x9747B28C;
constexpr std::uint32_t checksum_bits = 0x0FFFFFFF;
constexpr unsigned method_stored = 0x10, method_packed = 0x20;

/// xxHash of 32 bits, as its specification defines it.
std::uint32_t xxhash32(std::string_view bytes) {
  constexpr std::uint32_t p1 = 2654435761U, p2 = 2246822519U, p3 = 3266489917U, p4 = 668265263U, p5 = 374761393U;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  std::uint32_t hash = seed + p5;
  if (bytes.size() >= 16) {
    std::array<std::uint32_t, 4> lanes = {seed + p1 + p2, seed + p2, seed, seed - p1};
    for (; end - at >= 16; at += 16)
      for (std::size_t i = 0; i < 4; ++i) lanes[i] = std::rotl(lanes[i] + little_endian(at + 4 * i) * p2, 13) * p1;
    hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
  }
  hash += static_cast<std::uint32_t>(bytes.size());
  for (; end - at >= 4; at += 4) hash = std::rotl(hash + little_endian(at) * p3, 17) * p4;
  for (; at != end; ++at) hash = std::rotl(hash + static_cast<unsigned char>(*at) * p5, 11) * p1;
  hash = (hash ^ hash >> 15U) * p2;
  hash = (hash ^ hash >> 13U) * p3;
  return hash ^ hash >> 16U;
}

struct Header {
  unsigned method = 0;
  std::uint32_t packed_size = 0, size = 0, checksum = 0;
};

/// What is wrong with a header; empty: nothing is.
std::string read_header(const std::array<char, block_header_size>& bytes, Header& header) {
  if (std::string_view(bytes.data(), 8) != "LZ4Block") return "lz4: no block where one should start";
  header = {static_cast<unsigned char>(bytes[8]) & 0xF0U, little_endian(&bytes[9]), little_endian(&bytes[13]),
            little_endian(&bytes[17])};
  const bool sized = header.size <= largest_block && header.packed_size <= largest_block;
  const bool known =
      (header.method == method_stored && header.packed_size == header.size) || header.method == method_packed;
  return sized && known ? "" : "lz4: a block with a damaged header";
}

constexpr std::size_t most_of_lz4_byte = 256;  // that a packed byte can stand for

bool unpack(const Header& header, const std::vector<char>& from, std::vector<char>& block) {
  if (header.size > most_of_lz4_byte * (from.size() + 1)) return false;
  block.resize(header.size);
  if (header.method == method_stored) {
    block = from;
  } else {
    const int got =
        LZ4_decompress_safe(from.data(), block.data(), static_cast<int>(from.size()), static_cast<int>(block.size()));
    if (got != static_cast<int>(header.size)) return false;
  }
  return (xxhash32({block.data(), block.size()}) & checksum_bits) == header.checksum;
}

}  // namespace

ReadBytes decode_lz4_block(Buffered& in, Ending& ending) {
  return by_blocks([&in, &ending, from = std::vector<char>()](std::vector<char>& block) mutable {
    while (true) {
      std::array<char, block_header_size> bytes{};
      const std::size_t got = in.take(bytes.data(), bytes.size());
      ending.cut = got > 0 && got < bytes.size();
      if (got < bytes.size()) return false;
      Header header;
      ending.damage = read_header(bytes, header);
      if (!ending.damage.empty()) return false;
      if (header.size == 0) continue;  // the end of a stream; another may follow
      ending.cut = !in.take_all(from, header.packed_size);
      if (ending.cut) return false;
      if (unpack(header, from, block)) return true;
      ending.damage = "lz4: a block that does not fit its checksum";
      block.clear();
      return false;
    }
  });
}

}  // namespace sizer::ingest
