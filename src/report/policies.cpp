// The table of built-in policies.
#include <algorithm>
#include <array>
#include <cctype>

#include "sizer/policy.h"

namespace sizer {
namespace {

constexpr Policy listed[] = {
#define POLICY(code, name, severity, title, threshold) {code, name, severity, title, threshold},
#include "report/policies.inc"
#undef POLICY
};

/// The list is grouped by subject; readers look codes up.
auto by_code() {
  std::array<Policy, std::size(listed)> sorted;
  std::ranges::copy(listed, sorted.begin());
  std::ranges::sort(sorted, {}, [](const Policy& policy) { return std::string_view(policy.code); });
  return sorted;
}

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::span<const Policy> policies() {
  static const auto sorted = by_code();
  return sorted;
}

const Policy* find_policy(std::string_view code_or_name) {
  const auto found = std::ranges::find_if(
      policies(), [&](const Policy& policy) { return same(policy.code, code_or_name) || policy.name == code_or_name; });
  return found == policies().end() ? nullptr : &*found;
}

std::string page_of(const Policy& policy) {
  std::string anchor = std::string(policy.code) + "-" + policy.name;
  std::ranges::transform(anchor, anchor.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "docs/policies.md#" + anchor;
}

}  // namespace sizer
