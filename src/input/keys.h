/// \file
/// Column names as small numbers, in the order in which a job mentions them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sizer/job.h"
#include "text/reader.h"

namespace sizer {

class KeyTable {
 public:
  /// The columns under `key`, sorted, without repeats.
  Keys read(Mapping& from, std::string_view key);
  /// That of one column.
  Key number(const std::string& name);
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::unordered_map<std::string, Key> index_;
  std::vector<std::string> names_;
};

}  // namespace sizer
