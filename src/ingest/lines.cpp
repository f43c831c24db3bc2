// Lines of a stream: a buffer that grows to the longest line.
#include "ingest/lines.h"

#include <algorithm>
#include <cstring>

namespace sizer::ingest {

/// Reads more; false: there is no more.
bool Lines::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    searched_ -= begin_;
    begin_ = 0;
  }
  if (end_ >= longest_line) {
    if (!skipping_) ++too_long_;
    skipping_ = true;
  }
  if (skipping_) searched_ = end_ = 0;
  if (bytes_ >= static_cast<std::int64_t>(first_read) && buffer_.size() < usual_read)
    buffer_.resize(usual_read + padding);
  else if (end_ + padding == buffer_.size())
    buffer_.resize(2 * buffer_.size());
  const std::size_t got = in_(buffer_.data() + end_, buffer_.size() - padding - end_);
  end_ += got;
  bytes_ += static_cast<std::int64_t>(got);
  return got > 0;
}

bool Lines::next(std::string_view& line) {
  while (true) {
    const char* const from = buffer_.data() + searched_;
    const void* const found = end_ > searched_ ? std::memchr(from, '\n', end_ - searched_) : nullptr;
    const bool at_end = !found && (searched_ = end_, !fill());
    if (!found && !at_end) continue;
    ended_ = found != nullptr;
    const std::size_t stop = found ? static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) : end_;
    line = {buffer_.data() + begin_, stop - begin_};
    const bool skipped = skipping_;
    skipping_ = false;
    begin_ = searched_ = std::min(end_, stop + 1);
    if (at_end && (line.empty() || skipped)) return false;
    if (skipped) continue;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }
}

}  // namespace sizer::ingest
