// Words in boxes, and the findings that start with one.
#include <fmt/format.h>

#include <algorithm>

#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

std::string gain_text(const Gain& gain) {
  std::string out =
      fmt::format("{}{}: {}", gain.change, gain.makes_feasible ? " makes the plan feasible" : "", saving(gain.time));
  if (gain.cost) out += ", " + saving(*gain.cost);
  return out + ".";
}

Markup reason(const Reason& reason) {
  Markup content = severity_badge(reason.severity) + Markup{" "};
  if (!reason.code.empty()) content += classed("code", "code", text(reason.code)) + Markup{" "};
  content += name(reason.message, 400);
  if (!reason.remedy.empty())
    content += classed("p", "remedy", element("b", text("Remedy: ")) + name(reason.remedy, 400));
  if (reason.gain) content += paragraph("remedy", gain_text(*reason.gain));
  content += paragraph("place", short_name(where_text(reason.place), 120));
  return element("li", {{"class", name_of(reason.severity)}}, content);
}

}  // namespace

Markup badge(const char* kind, const std::string& word) {
  return element("span", {{"class", std::string("badge ") + kind}}, text(word));
}

Markup severity_badge(Severity severity) {
  if (severity == Severity::error) return badge("error", "✗ error");
  if (severity == Severity::warning) return badge("warning", "! warning");
  return badge("note", "i note");
}

Markup feasibility(bool feasible) {
  return feasible ? badge("good", "✓ feasible") : badge("error", "✗ infeasible");
}

Markup reasons(const std::vector<Reason>& reasons) {
  Markup items;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
    for (const Reason& each : reasons)
      if (each.severity == severity) items += reason(each);
  return items.empty() ? items : classed("ul", "reasons", items);
}

Markup sentences(const std::vector<std::string>& sentences) {
  Markup items;
  for (const std::string& sentence : sentences) items += element("li", name(sentence, 400));
  return items.empty() ? items : classed("ul", "sentences", items);
}

}  // namespace sizer::html
