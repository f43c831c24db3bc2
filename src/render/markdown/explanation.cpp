// An explanation in Markdown: where a number comes from, and what moves it.
#include <fmt/format.h>

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

}  // namespace

Section derivation(const Explanation& explanation) {
  Section section{"Derivation of " + name(explanation.path), "\n"};
  if (explanation.derivation) add_tree(section, *explanation.derivation, 0);
  return section;
}

Section influences(const Explanation& explanation) {
  Section section = table("Sensitivity of " + name(explanation.job),
                          {"unknown", "at its low end", "typical", "at its high end", "moves the time by", "source"});
  if (explanation.sensitivity)
    for (const Influence& each : explanation.sensitivity->influences)
      section.rows.push_back(row({name(each.name), escaped(figure(each.time.low)), escaped(figure(each.time.typical)),
                                  escaped(figure(each.time.high)), escaped(figure(each.spread)),
                                  each.source.empty() ? "" : name(each.source)}));
  return section;
}

Section measurements(const Explanation& explanation) {
  Section section{"Measurements for " + name(explanation.job), "\n"};
  if (explanation.sensitivity)
    for (const Measurement& each : explanation.sensitivity->measurements)
      section.rows.push_back(fmt::format("- {}: {} becomes {}\n", escaped(each.advice),
                                         escaped(with_range(each.before)), escaped(with_range(each.after))));
  return section;
}

}  // namespace sizer::markdown
