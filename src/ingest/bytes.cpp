// A stream of bytes with a look ahead.
#include "ingest/bytes.h"

#include <algorithm>
#include <cstring>

namespace sizer::ingest {

bool Buffered::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t got = in_(buffer_.data() + end_, buffer_.size() - end_);
  end_ += got;
  came_ += static_cast<std::int64_t>(got);
  return got > 0;
}

std::string_view Buffered::peek(std::size_t count) {
  while (end_ - begin_ < count && fill()) {
  }
  return {buffer_.data() + begin_, std::min(count, end_ - begin_)};
}

std::size_t Buffered::some(char* to, std::size_t most) {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    const std::size_t got = in_(to, most);
    came_ += static_cast<std::int64_t>(got);
    return got;
  }
  const std::size_t count = std::min(most, end_ - begin_);
  std::memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  return count;
}

std::string_view Buffered::some() {
  if (begin_ == end_ && !fill()) return {};
  const std::string_view all{buffer_.data() + begin_, end_ - begin_};
  begin_ = end_;
  return all;
}

std::size_t Buffered::take(char* to, std::size_t count) {
  std::size_t taken = 0;
  while (taken < count) {
    const std::size_t got = some(to + taken, count - taken);
    if (got == 0) break;
    taken += got;
  }
  return taken;
}

bool Buffered::take_all(std::vector<char>& to, std::size_t count) {
  to.resize(std::min(count, buffer_.size()));
  std::size_t taken = take(to.data(), to.size());
  while (taken == to.size() && taken < count) {
    to.resize(std::min(count, 2 * to.size()));
    taken += take(to.data() + taken, to.size() - taken);
  }
  return taken == count;
}

}  // namespace sizer::ingest
