// Gates for people: the verdict of each, with its figures and who set the limit.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "render/phrases.h"
#include "render/text_parts.h"

namespace sizer {
namespace {

Tone tone_of(Standing standing) {
  return standing == Standing::pass ? Tone::good : standing == Standing::fail ? Tone::error : Tone::warning;
}

std::string in_capitals(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return word;
}

/// "2.37 min of 90 min"
std::string in_few_words(const Gate& gate) {
  if (!gate.decided_by || !gate.limit) return gate.message;
  return fmt::format("{} of {}", in_unit(Range<double>(exactly(*gate.decided_by)), gate.unit),
                     in_unit(Range<double>(exactly(*gate.limit)), gate.unit));
}

void one(Page& page, const Gate& gate, bool brief) {
  const Standing standing = standing_of(gate);
  page.paragraph(in_capitals(name_of(standing)), tone_of(standing),
                 fmt::format("{} {}: {}", gate.job, gate.id, gate.message));
  if (brief) return;
  std::string set_by = "set by " + gate.source;
  if (!gate.reason.empty()) set_by += "; " + gate.reason;
  if (!gate.owner.empty()) set_by += fmt::format(" ({})", gate.owner);
  if (!gate.exception.empty()) set_by += "; excepted " + gate.exception;
  page.paragraph(set_by, 4);
}

}  // namespace

void gates(Page& page, const std::vector<Gate>& gates, const Style& style) {
  if (gates.empty()) return;
  std::vector<const Gate*> sorted;
  sorted.reserve(gates.size());
  for (const Gate& gate : gates) sorted.push_back(&gate);
  std::ranges::stable_sort(sorted, {}, [](const Gate* gate) { return standing_of(*gate); });
  if (style.brief)
    page.line(fmt::format("Gates: {}", count_of(gates)));
  else
    page.heading(fmt::format("Gates: {}", count_of(gates)));
  for (const Gate* gate : sorted) {
    const bool passes = standing_of(*gate) == Standing::pass;
    if (style.brief ? standing_of(*gate) == Standing::fail : !passes)
      one(page, *gate, style.brief);
    else if (!style.brief)
      page.line(fmt::format("  PASS {} {}: {}", gate->job, gate->id, in_few_words(*gate)));
  }
}

}  // namespace sizer
