/// \file
/// What steps are called: by the name that they are given, else after their kind.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sizer {

/// A step as written.
struct NamedStep {
  std::string_view given{};  ///< empty: no name
  std::string_view kind{};   ///< empty: not known
};

/// The name of each step. One without a name is called after its kind; when there are several such, or the kind is the
/// name of something else, they are numbered. `inputs`: names that are taken. A step of which nothing is known has
/// none.
std::vector<std::string> names_of(const std::vector<NamedStep>& steps, std::unordered_set<std::string> inputs);

}  // namespace sizer
