// The policies of the table of rules, by code and name.
#include "sizer/policy.h"

#include <algorithm>
#include <cctype>

#include "policies/rules.h"

namespace sizer {
namespace {

/// The list is grouped by subject; readers look codes up.
std::vector<Policy> by_code() {
  std::vector<Policy> sorted;
  for (const policies::Rule& rule : policies::rules()) sorted.push_back(rule.policy);
  std::ranges::sort(sorted, {}, [](const Policy& policy) { return std::string_view(policy.code); });
  return sorted;
}

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::span<const Policy> all_policies() {
  static const std::vector<Policy> sorted = by_code();
  return sorted;
}

const Policy* find_policy(std::string_view code_or_name) {
  const auto found = std::ranges::find_if(all_policies(), [&](const Policy& policy) {
    return same(policy.code, code_or_name) || policy.name == code_or_name;
  });
  return found == all_policies().end() ? nullptr : &*found;
}

std::string page_of(const Policy& policy) {
  std::string anchor = std::string(policy.code) + "-" + policy.name;
  std::ranges::transform(anchor, anchor.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "docs/policies.md#" + anchor;
}

}  // namespace sizer
