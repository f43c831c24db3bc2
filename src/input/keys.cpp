// Column names as small numbers, in the order in which a job mentions them.
#include "input/keys.h"

#include <algorithm>

namespace sizer {

Keys KeyTable::read(Mapping& from, std::string_view key) {
  Keys keys;
  for (const Name& name : from.names(key)) keys.push_back(number(name.text));
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

Key KeyTable::number(const std::string& name) {
  const auto [entry, is_new] = index_.try_emplace(name, static_cast<Key>(names_.size()));
  if (is_new) names_.push_back(name);
  return entry->second;
}

}  // namespace sizer
