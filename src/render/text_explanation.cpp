// An explanation for people: the derivation as a tree, the unknowns as bars.
#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/phrases.h"
#include "render/text_parts.h"

namespace sizer {
namespace {

std::string described(const Derivation& node) {
  std::string text = fmt::format("{} = {}", node.name, node.shown);
  if (!node.formula.empty()) text += ": " + node.formula;
  const bool leaf = node.parts.empty();
  if (leaf && node.origin != "derived")
    text += fmt::format("  [{}{}{}]", node.origin, node.source.empty() ? "" : ", ", node.source);
  return text;
}

void tree(Page& page, const Derivation& node, std::size_t depth) {
  page.paragraph("-", Tone::plain, described(node), 2 + 2 * depth);
  for (const Derivation& part : node.parts) tree(page, part, depth + 1);
}

/// The ends of an influence come in the order of the unknown's.
template <class T>
std::string span(const Range<T>& range) {
  return from_to(std::min(range.low, range.high), range.typical, std::max(range.low, range.high));
}

/// An influence on the time or on the cost.
template <class T>
struct Moved {
  const Influence& by;
  Range<T> ends;

  T spread() const {
    return std::max({ends.low, ends.typical, ends.high}) - std::min({ends.low, ends.typical, ends.high});
  }
};

template <class T>
void influences(Page& page, const char* heading, const std::vector<Moved<T>>& all) {
  Table table({Align::left, Align::right, Align::left}, {"", 16});
  std::vector<std::vector<std::string>> details(1);
  table.add({heading, "by", "from end to end"});
  for (const Moved<T>& moved : all) {
    const Influence& each = moved.by;
    table.add({"  " + each.name, figure(moved.spread()), span(moved.ends)}, moved.spread() / all.front().spread());
    details.push_back({fmt::format("{}, {}{}{}", value_of({each.name, each.unit, each.value, "", "", 0}), each.origin,
                                   each.source.empty() ? "" : ", ", each.source)});
  }
  page.headed_table(table, details);
}

void influences(Page& page, const Sensitivity& sensitivity) {
  std::vector<Moved<Seconds>> of_time;
  std::vector<Moved<Dollars>> of_cost;
  for (const Influence& each : sensitivity.influences) {
    of_time.push_back({each, each.time});
    if (each.cost) of_cost.push_back({each, *each.cost});
  }
  if (sensitivity.of == "cost_usd")
    influences(page, "What moves the cost", of_cost);
  else
    influences(page, "What moves the time", of_time);
}

void sensitivity(Page& page, const Sensitivity& sensitivity) {
  if (!sensitivity.influences.empty()) influences(page, sensitivity);
  if (sensitivity.measurements.empty()) return;
  page.heading("What to measure, and what the time becomes");
  for (const Measurement& each : sensitivity.measurements)
    page.paragraph("-", Tone::plain,
                   fmt::format("{}: {} becomes {}", each.advice, span(each.before), span(each.after)));
}

}  // namespace

void explanation(Page& page, const Explanation& explanation, const Style&) {
  page.line(explanation.path.empty() ? explanation.job : fmt::format("{}: {}", explanation.job, explanation.path),
            Tone::heading);
  if (!explanation.file.empty()) page.line("  " + explanation.file);
  if (explanation.derivation) {
    page.blank();
    tree(page, *explanation.derivation, 0);
  }
  if (explanation.sensitivity) sensitivity(page, *explanation.sensitivity);
  page.blank();
  page.paragraph(percentiles_in_words(explanation.percentiles), 0);
}

}  // namespace sizer
