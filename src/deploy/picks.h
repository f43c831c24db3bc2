/// \file
/// Of several things in a manifest, the one that the user wants.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

/// One of several that could be imported.
struct Choice {
  std::string name;  ///< as the manifest calls it; empty: it does not
  std::string what;  ///< what tells it from the others: "200 executors"; may be empty
  Spot spot;
};

/// What `--pick` names, each once, from the outermost choice to the innermost.
class Picks {
 public:
  explicit Picks(std::vector<std::string> wanted = {}) : wanted_(std::move(wanted)) {}

  /// The index of the one that is wanted: by its name, or by its number from 1. Of one alone there is no choice. Throws
  /// InputError with all of them where there are several and none is named, or another.
  std::size_t choose(std::string_view things, const std::vector<Choice>& choices);
  /// Throws where more was picked than there was to choose.
  void close(const Spot& spot) const;

 private:
  std::vector<std::string> wanted_;
  std::size_t used_ = 0;
};

}  // namespace sizer::deploy
