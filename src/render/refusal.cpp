// What a format cannot show: it is refused rather than left out without a word.
#include <algorithm>
#include <string_view>

#include "render/html/parts.h"
#include "sizer/render.h"

namespace sizer {
namespace {

struct Holds {
  bool jobs, ways, searches, change, origins;
};

Holds holds(const Result& result) {
  return {!result.jobs.empty(), !result.comparisons.empty(), !sizings_of(result).empty(), result.difference.has_value(),
          !result.explanations.empty()};
}

/// What has fewer than two points is no drawing.
bool is_drawn(const Result& result) {
  const auto ways = [](const Comparison& each) { return !html::points_drawing(each).empty(); };
  const auto search = [](const Sizing* each) {
    return !html::front_drawing(*each).empty() || !html::scaling_drawing(*each).empty();
  };
  return std::ranges::all_of(result.comparisons, ways) && std::ranges::all_of(sizings_of(result), search);
}

std::string refused_by_csv(const Holds& held, const Result& result) {
  const int tables =
      (held.jobs || held.ways ? 1 : 0) + (held.searches ? 1 : 0) + (held.change ? 1 : 0) + (held.origins ? 1 : 0);
  if (tables == 0 && !result.gates.empty()) return "it has a row for a job, and this result holds verdicts alone";
  if (tables > 1) return "it is one table, of jobs, searches, differences or sensitivities; this result holds several";
  const auto is_tree = [](const Explanation& each) { return each.derivation.has_value(); };
  if (std::ranges::any_of(result.explanations, is_tree))
    return "a derivation is a tree, and no table; --sensitivity is one";
  return {};
}

}  // namespace

std::string refusal(const Renderer& renderer, const Result& result) {
  const std::string_view format = renderer.name;
  const Holds held = holds(result);
  if (format == "csv") return refused_by_csv(held, result);
  if (format == "svg" && !held.ways && !held.searches)
    return "it draws comparisons and searches; this result holds none";
  if (format == "svg" && (held.jobs || held.change || held.origins))
    return "it draws comparisons and searches alone; this result holds more";
  if (format == "svg" && !is_drawn(result)) return "it draws two points or more; a comparison or search here has fewer";
  const bool verdicts = format == "junit" || format == "sarif" || format == "github";
  if (verdicts && held.origins) return "it holds verdicts and findings; where a number comes from is neither";
  if (format == "sarif" && (held.ways || (held.change && result.gates.empty())))
    return "it holds findings; a comparison or a difference without limits has none";
  return {};
}

}  // namespace sizer
