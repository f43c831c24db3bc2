/// \file
/// Streams of bytes, as the decoders pass them on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sizer::ingest {

/// Reads at most so many bytes to there; 0: there are no more.
using ReadBytes = std::function<std::size_t(char* to, std::size_t most)>;

/// How a stream ended. Decoders fill it in when they meet the end.
struct Ending {
  bool cut = false;      ///< inside a block, frame or member
  std::string damage{};  ///< what could not be decoded; what follows it was not read
};

/// A stream with a look ahead.
class Buffered {
 public:
  explicit Buffered(ReadBytes in) : in_(std::move(in)) {}

  /// The next `count` bytes without taking them; fewer at the end.
  std::string_view peek(std::size_t count);
  /// Takes `count` bytes; the number of those that there were.
  std::size_t take(char* to, std::size_t count);
  /// The same into `to`, which gets no larger than what there was: a damaged stream may ask for any number.
  bool take_all(std::vector<char>& to, std::size_t count);
  /// Takes what is at hand, at most `most` bytes, at least one unless the stream has ended.
  std::size_t some(char* to, std::size_t most);
  /// The same without copying: all that is at hand, valid until the next call.
  std::string_view some();
  /// Bytes that were taken from the start on.
  std::int64_t taken() const { return came_ - static_cast<std::int64_t>(end_ - begin_); }
  /// Gives the last `count` bytes of some() back.
  void give_back(std::size_t count) { begin_ -= count; }

 private:
  bool fill();

  ReadBytes in_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{64} << 10U);
  std::size_t begin_ = 0, end_ = 0;
  std::int64_t came_ = 0;
};

inline std::uint32_t little_endian(const char* from, int bytes = 4) {
  std::uint32_t value = 0;
  for (int i = bytes - 1; i >= 0; --i) value = value << 8U | static_cast<unsigned char>(from[i]);
  return value;
}
inline std::uint32_t big_endian(const char* from, int bytes = 4) {
  std::uint32_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8U | static_cast<unsigned char>(from[i]);
  return value;
}

}  // namespace sizer::ingest
