/// \file
/// Lines of a stream, in bounded memory.
#pragma once

#include "ingest/bytes.h"

namespace sizer::ingest {

/// Longer lines are skipped and counted. The longest seen has 1 MB; a parser needs several times its length.
inline constexpr std::size_t longest_line = std::size_t{8} << 20U;
/// Behind each line so many bytes may be read, whatever they are.
inline constexpr std::size_t padding = 64;
/// What is read at once: little at first, as many logs are small.
inline constexpr std::size_t first_read = std::size_t{16} << 10U, usual_read = std::size_t{256} << 10U;

class Lines {
 public:
  explicit Lines(ReadBytes in) : in_(std::move(in)) {}

  /// The next line without its end, valid until the next call; false: there is none.
  bool next(std::string_view& line);

  /// The line that next() gave has its end: the stream was not cut inside of it.
  bool ended() const { return ended_; }
  /// Lines that were skipped because they are too long.
  std::int64_t too_long() const { return too_long_; }
  /// Bytes that were read.
  std::int64_t bytes() const { return bytes_; }
  /// Bytes up to the end of the line that next() gave.
  std::int64_t taken() const { return bytes_ - static_cast<std::int64_t>(end_ - begin_); }

 private:
  bool fill();

  ReadBytes in_;
  std::vector<char> buffer_ = std::vector<char>(first_read + padding);
  std::size_t begin_ = 0, searched_ = 0, end_ = 0;
  bool ended_ = true, skipping_ = false;
  std::int64_t too_long_ = 0, bytes_ = 0;
};

}  // namespace sizer::ingest
