// An explanation in Markdown: where a number comes from, and what moves it.
#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "render/markdown/sections.h"

namespace sizer::markdown {
namespace {

void add_tree(Section& section, const Derivation& derivation, std::size_t depth) {
  std::string text =
      fmt::format("{}- {} = {}", std::string(2 * depth, ' '), name(derivation.name), escaped(derivation.shown));
  if (!derivation.formula.empty()) text += ": " + escaped(derivation.formula);
  if (!derivation.source.empty()) text += fmt::format(" ({}, {})", escaped(derivation.origin), name(derivation.source));
  section.rows.push_back(text + "\n");
  for (const Derivation& part : derivation.parts) add_tree(section, part, depth + 1);
}

template <class T>
std::string influence_row(const Influence& each, const Range<T>& ends) {
  const T spread = std::max({ends.low, ends.typical, ends.high}) - std::min({ends.low, ends.typical, ends.high});
  return row({name(each.name), escaped(figure(ends.low)), escaped(figure(ends.typical)), escaped(figure(ends.high)),
              escaped(figure(spread)), each.source.empty() ? "" : name(each.source)});
}

/// Backticks of an advice are code here too; all else of it is text.
std::string with_code(const std::string& text) {
  const std::size_t open = text.find('`'), close = open == std::string::npos ? open : text.find('`', open + 1);
  if (close == std::string::npos) return escaped(text);
  return escaped(text.substr(0, open)) + name(text.substr(open + 1, close - open - 1)) +
         escaped(text.substr(close + 1));
}

}  // namespace

Section derivation(const Explanation& explanation) {
  Section section{"Derivation of " + name(explanation.path), "\n"};
  if (explanation.derivation) add_tree(section, *explanation.derivation, 0);
  return section;
}

Section influences(const Explanation& explanation) {
  const bool of_cost = explanation.sensitivity && explanation.sensitivity->of == "cost_usd";
  Section section =
      table("Sensitivity of " + name(explanation.job), {"unknown", "at its low end", "typical", "at its high end",
                                                        of_cost ? "moves the cost by" : "moves the time by", "source"});
  if (explanation.sensitivity)
    for (const Influence& each : explanation.sensitivity->influences)
      section.rows.push_back(of_cost && each.cost ? influence_row(each, *each.cost) : influence_row(each, each.time));
  return section;
}

Section measurements(const Explanation& explanation) {
  Section section{"Measurements for " + name(explanation.job), "\n"};
  if (explanation.sensitivity)
    for (const Measurement& each : explanation.sensitivity->measurements)
      section.rows.push_back(fmt::format("- {}: {} becomes {}\n", with_code(each.advice),
                                         escaped(with_range(each.before)), escaped(with_range(each.after))));
  return section;
}

}  // namespace sizer::markdown
