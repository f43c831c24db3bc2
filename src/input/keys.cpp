// Column names as small numbers, in the order in which a job mentions them.
#include "input/keys.h"

#include <algorithm>

namespace sizer {

Keys KeyTable::read(Mapping& from, std::string_view key) {
  Keys keys;
  for (const Name& name : from.names(key)) {
    const auto [entry, is_new] = index_.try_emplace(name.text, static_cast<Key>(names_.size()));
    if (is_new) names_.push_back(name.text);
    keys.push_back(entry->second);
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace sizer
