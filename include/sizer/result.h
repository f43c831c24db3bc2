/// \file
/// What one command shows: the only thing that a renderer sees, and what a saved result holds.
#pragma once

#include "sizer/comparison.h"
#include "sizer/difference.h"
#include "sizer/explanation.h"
#include "sizer/gate.h"
#include "sizer/sizing.h"

namespace sizer {

/// The jobs of one file, one after the other: an application of several queries.
struct Sequence {
  std::string file;
  int jobs = 0;
  bool feasible = true;  ///< all of them
  Range<Seconds> wall_clock{};
  std::optional<Range<Dollars>> cost{};           ///< empty: of one of them it is not known
  std::optional<Range<Dollars>> cost_at_least{};  ///< of an unknown cost, what is known of it
  bool cost_partial = false;
};

struct Result {
  std::string command = "estimate";
  std::string sizer_version{};
  std::string catalogue_as_of{}, catalogue_sha256{};
  std::vector<std::string> catalogue_files{};                     ///< the user's, laid over the one that is compiled in
  std::string profile = "default";                                ///< of constants
  std::vector<std::pair<std::string, Range<double>>> replaced{};  ///< constants that the profile replaced
  std::optional<BackTest> back_test{};                            ///< of the profile, where it was fitted to runs
  std::vector<JobReport> jobs{};
  std::vector<Sequence> sequences{};
  std::vector<Gate> gates{};
  std::vector<Comparison> comparisons{};
  std::optional<Difference> difference{};
  std::vector<Explanation> explanations{};
  std::optional<Sizing> sizing{};
  std::vector<Diagnostic> diagnostics{};
};

}  // namespace sizer
