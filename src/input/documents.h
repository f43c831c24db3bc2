/// \file
/// Several jobs in one file, between lines of three dashes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sizer {

/// A text, cut once.
class Documents {
 public:
  explicit Documents(std::string text);

  std::size_t count() const { return extents_.size(); }
  /// Document `number`, from 1 on, behind as many empty lines as stand before it.
  std::string alone(std::size_t number) const;

 private:
  struct Extent {
    std::size_t begin = 0, end = 0, line = 0;  ///< `line`: from 0 on
    bool says_something = false;
  };

  std::string text_;
  std::vector<Extent> extents_{};  ///< of those that hold more than comments
};

}  // namespace sizer
