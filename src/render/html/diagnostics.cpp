// What is wrong with the input, with its place and line.
#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

Markup item(const Diagnostic& each) {
  Markup content = severity_badge(each.severity) + Markup{" "};
  if (!each.code.empty()) content += classed("code", "code", text(each.code)) + Markup{" "};
  content += name(each.message, 400);
  const std::string where = where_text(each.place);
  if (!where.empty()) content += classed("p", "place", name(where, 120));
  if (!each.source_line.empty())
    content += scrolling("The line it stands in", element("pre", name(each.source_line, 200)));
  if (!each.suggestion.empty()) content += classed("p", "remedy", name(each.suggestion, 200));
  if (!each.note.empty()) content += classed("p", "remedy", name(each.note, 400));
  return element("li", {{"class", name_of(each.severity)}}, content);
}

}  // namespace

Markup diagnostics(const std::vector<Diagnostic>& diagnostics, int level) {
  Markup items;
  for (const Diagnostic& each : diagnostics) items += item(each);
  return section(level, "Diagnostics", items.empty() ? items : classed("ul", "reasons", items));
}

}  // namespace sizer::html
