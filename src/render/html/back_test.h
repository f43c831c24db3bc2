/// \file
/// Measured runs beside what was predicted of them, as a page.
#pragma once

#include <string>
#include <vector>

#include "sizer/result.h"

namespace sizer::html {

struct TestedRun {
  std::string name, application;
  Seconds measured{};
  Range<Seconds> predicted{};
  bool inside = false;
};

/// Runs of one application, and all of them.
struct TestedGroup {
  std::string name;
  int runs = 0;
  double median = 0, worst = 0, inside = 0;  ///< errors and the share within their range, as fractions
};

/// `head`: what made it; `method`: a sentence on how.
std::string back_test_page(const Result& head, const std::string& method, const std::vector<TestedRun>& runs,
                           const std::vector<TestedGroup>& groups);

}  // namespace sizer::html
