/// \file
/// Bytes packed as those who keep logs pack them.
#pragma once

#include <lz4frame.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <utility>
#include <vector>

namespace packed {

using namespace std::string_literals;

inline std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

inline std::string lz4_frame(const std::string& text) {
  std::string out(LZ4F_compressFrameBound(text.size(), nullptr), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), text.data(), text.size(), nullptr));
  return out;
}

/// `window`: 31 for gzip, -15 for bare deflate.
inline std::string deflated(const std::string& text, int window) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string number(std::size_t value, int bytes, bool big) {
  std::string out;
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> 8U * static_cast<unsigned>(big ? bytes - 1 - i : i) & 0xFFU);
  return out;
}

inline const std::string snappy_header = "\x82SNAPPY\0\0\0\0\1\0\0\0\1"s;

inline std::string snappy_block(const std::string& text) {
  std::string packed;
  snappy::Compress(text.data(), text.size(), &packed);
  return number(packed.size(), 4, true) + packed;
}

/// Literal runs of 32 bytes, and at last a copy of 9 bytes from 9 bytes before.
inline std::string lzf_chunk(const std::string& text) {
  std::string packed;
  for (std::size_t i = 0; i < text.size(); i += 32) {
    const std::string run = text.substr(i, 32);
    packed += static_cast<char>(run.size() - 1) + run;
  }
  return "ZV\1" + number(packed.size(), 2, true) + number(text.size(), 2, true) + packed;
}
inline std::string lzf_stored(const std::string& text) {
  return "ZV\0"s + number(text.size(), 2, true) + text;
}

inline std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  for (const auto& [name, text] : members) {
    const std::string packed = deflated(text, -15);
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    out += "PK\3\4"s + number(20, 2, false) + number(0, 2, false) + number(8, 2, false) + number(0, 4, false) +
           number(sum, 4, false) + number(packed.size(), 4, false) + number(text.size(), 4, false) +
           number(name.size(), 2, false) + number(0, 2, false) + name + packed;
  }
  return out + "PK\1\2";
}

}  // namespace packed
