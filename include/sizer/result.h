/// \file
/// What one command shows: the only thing that a renderer sees, and what a saved result holds.
#pragma once

#include "sizer/comparison.h"
#include "sizer/difference.h"
#include "sizer/explanation.h"
#include "sizer/gate.h"
#include "sizer/sequence.h"
#include "sizer/sizing.h"

namespace sizer {

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
  std::optional<Sequence> total{};  ///< of several jobs
  std::vector<Gate> gates{};
  std::vector<Comparison> comparisons{};
  std::optional<Difference> difference{};
  std::vector<Explanation> explanations{};
  std::optional<Sizing> sizing{};
  std::vector<Sizing> more_sizings{};  ///< of a result that is put together of several
  std::vector<Diagnostic> diagnostics{};
};

/// All searches of a result.
inline std::vector<const Sizing*> sizings_of(const Result& result) {
  std::vector<const Sizing*> all;
  if (result.sizing) all.push_back(&*result.sizing);
  for (const Sizing& more : result.more_sizings) all.push_back(&more);
  return all;
}

}  // namespace sizer
