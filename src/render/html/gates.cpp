// Verdicts: each limit or policy against each job.
#include <fmt/format.h>

#include <algorithm>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

Markup verdict(const Gate& gate) {
  switch (standing_of(gate)) {
    case Standing::pass:
      return badge("good", "✓ pass");
    case Standing::inconclusive:
      return badge("warning", "? inconclusive");
    case Standing::warn:
    case Standing::excepted:
      return badge("warning", "! fail, does not count");
    case Standing::fail:
      break;
  }
  return badge("error", gate.verdict == Verdict::inconclusive ? "✗ inconclusive, strict" : "✗ fail");
}

/// Worst first; what was asked first stays first among equals.
std::vector<const Gate*> by_verdict(const std::vector<Gate>& gates) {
  std::vector<const Gate*> sorted;
  sorted.reserve(gates.size());
  for (const Gate& gate : gates) sorted.push_back(&gate);
  std::ranges::stable_sort(sorted, {}, [](const Gate* gate) { return standing_of(*gate); });
  return sorted;
}

/// The range against the limit, where both are known.
Markup drawing(const Gate& gate) {
  if (!gate.limit || !gate.actual || gate.unit.empty()) return {};
  const Axis axis = axis_from_zero({*gate.limit * 1.1, gate.actual->high}, gate.unit);
  Markup shapes = shape("rect", {{"class", "rail"}, {"width", "100%"}, {"y", "9"}, {"height", "2"}, {"rx", "1"}}) +
                  bar(axis, gate.actual->low, gate.actual->high, "band", 6, 8);
  if (gate.decided_by) shapes += dot(axis, *gate.decided_by);
  return element("svg", {{"class", "against"}, {"width", "100%"}, {"height", "20"}, {"aria-hidden", "true"}},
                 shapes + mark(axis, *gate.limit, "limit"));
}

/// The range below the typical value, and what was compared where it was another figure.
Markup estimate(const Gate& gate) {
  if (gate.unit.empty()) return text(gate.verdict == Verdict::pass ? "can run" : "found");
  if (!gate.actual) return text("unknown");
  Markup out = text(in_unit(gate.actual->typical, gate.unit));
  const auto below = [&](const std::string& words) {
    if (!words.empty()) out += classed("div", "ends", text(words));
  };
  below(ends_in_unit(*gate.actual, gate.unit));
  if (gate.decided_by && gate.gate_on != "typical")
    below(fmt::format("{}: {}", gate.gate_on, in_unit(*gate.decided_by, gate.unit)));
  return out;
}

Markup limit(const Gate& gate) {
  if (!gate.limit || gate.unit.empty()) return {};
  const std::string margin = gate.margin ? "margin " + change_in_unit(*gate.margin, gate.unit) : "";
  return text(in_unit(*gate.limit, gate.unit)) + (margin.empty() ? Markup{} : classed("div", "ends", text(margin)));
}

Markup in_words(const Gate& gate) {
  Markup out = name(gate.message, 240);
  const auto line = [&](const char* lead, const std::string& words) {
    if (!words.empty()) out += classed("div", "ends", text(lead) + name(words, 160));
  };
  line("reason: ", gate.reason);
  line("owner: ", gate.owner);
  line("exception: ", gate.exception);
  line("set in ", gate.source);
  return out;
}

}  // namespace

Markup gates(const std::vector<Gate>& gates, int level) {
  Table table("Verdicts",
              {{"Gate"}, {"Verdict"}, {"Estimate", true}, {"Limit", true}, {"Range and limit"}, {"In words"}});
  for (const Gate* gate : by_verdict(gates))
    table.add({classed("code", "code", text(gate->id)) + classed("div", "ends", name(gate->job, 40)), verdict(*gate),
               estimate(*gate), limit(*gate), drawing(*gate), in_words(*gate)},
              standing_of(*gate) == Standing::fail   ? "breached"
              : standing_of(*gate) == Standing::pass ? "kept"
                                                     : "");
  return section(level, "Verdicts", table.markup());
}

}  // namespace sizer::html
