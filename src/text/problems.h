/// \file
/// All that is wrong with one input, collected so that it can be told at once.
#pragma once

#include <string>
#include <vector>

#include "sizer/place.h"
#include "text/codes.h"
#include "text/value.h"

namespace sizer {

class Problems {
 public:
  void add(const Code& code, const Spot& spot, std::string message, std::string suggestion = {}, std::string note = {});
  void add(const InputError& error);

  bool empty() const { return found_.empty(); }
  /// Throws an InputError with all that was found, sorted by place, if anything was.
  void raise() const;

 private:
  std::vector<Diagnostic> found_;
  std::size_t left_out_ = 0;  ///< beyond those worth listing
};

/// An error that stands alone.
[[noreturn]] void fail(const Code& code, const Spot& spot, std::string message, std::string suggestion = {},
                       std::string note = {});

/// "line 3, column 5": where the other half of a conflict stands.
std::string describe_place(const Spot& spot);

}  // namespace sizer
