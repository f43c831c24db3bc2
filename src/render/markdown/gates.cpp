// Verdicts and findings in Markdown, the worst first.
#include <fmt/format.h>

#include <algorithm>

#include "render/findings.h"
#include "render/markdown/sections.h"
#include "render/phrases.h"

namespace sizer::markdown {

Section gates(const std::vector<Gate>& gates) {
  std::vector<const Gate*> sorted;
  sorted.reserve(gates.size());
  for (const Gate& gate : gates) sorted.push_back(&gate);
  std::ranges::stable_sort(sorted, {}, [](const Gate* gate) { return standing_of(*gate); });

  Section section = table("Gates", {"verdict", "job", "gate", "why", "set by"});
  for (const Gate* gate : sorted) {
    std::string set_by = escaped(gate->source);
    for (const std::string& more : {gate->reason, gate->owner, gate->exception})
      if (!more.empty()) set_by += (set_by.empty() ? "" : "; ") + escaped(more);
    section.rows.push_back(row({fmt::format("**{}**", name_of(standing_of(*gate))), name(gate->job), name(gate->id),
                                escaped(gate->message), set_by}));
  }
  return section;
}

Section findings(const Result& result, bool notes) {
  Section section{notes ? "Notes" : "Findings", "\n"};
  for (const Finding& each : findings_of(result)) {
    const bool gate = std::ranges::find(result.gates, each.code, &Gate::id) != result.gates.end();
    if ((each.severity == Severity::note) != notes || (gate && !each.code.starts_with("SZ"))) continue;
    std::string text = fmt::format("- **{} {}**", name_of(each.severity), escaped(each.code));
    const std::string where = where_text(each.place);
    if (!each.job.empty()) text += " " + name(each.job);
    if (!where.empty()) text += " at " + name(where);
    text += ": " + escaped(each.message);
    if (!each.remedy.empty()) text += " *" + escaped(each.remedy) + "*";
    section.rows.push_back(text + "\n");
  }
  return section;
}

}  // namespace sizer::markdown
