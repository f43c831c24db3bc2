/// \file
/// Sets of ids that start near 0 and grow, in a bit each.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace sizer::ingest {

class Ids {
 public:
  /// True where it was not in the set. Once the set is full (ids that lie far apart), new ones are always taken for
  /// new.
  bool add(std::int64_t id) {
    if (Page* const page = page_of(id, true)) {
      std::uint64_t& word = (*page)[static_cast<std::size_t>(id) / 64 % words];
      const std::uint64_t bit = std::uint64_t{1} << (static_cast<std::uint64_t>(id) % 64);
      if ((word & bit) != 0) return false;
      word |= bit;
    }
    return true;
  }

  bool contains(std::int64_t id) {
    const Page* const page = page_of(id, false);
    return page &&
           ((*page)[static_cast<std::size_t>(id) / 64 % words] >> (static_cast<std::uint64_t>(id) % 64) & 1U) != 0;
  }

 private:
  static constexpr std::size_t words = 512, most_pages = 1024;  ///< 4 KiB each: 33 million ids in a row
  using Page = std::array<std::uint64_t, words>;

  Page* page_of(std::int64_t id, bool make) {
    if (id < 0) return nullptr;
    const std::int64_t number = id / static_cast<std::int64_t>(words * 64);
    if (last_ && number == last_number_) return last_;
    auto found = pages_.find(number);
    if (found == pages_.end()) {
      if (!make || pages_.size() == most_pages) return nullptr;
      found = pages_.emplace(number, std::make_unique<Page>()).first;
    }
    last_number_ = number;
    return last_ = found->second.get();
  }

  std::unordered_map<std::int64_t, std::unique_ptr<Page>> pages_{};
  Page* last_ = nullptr;
  std::int64_t last_number_ = 0;
};

}  // namespace sizer::ingest
