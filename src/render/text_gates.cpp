// Gates for people: the verdict of each, with its figures and who set the limit.
#include <fmt/format.h>

#include <cctype>

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

void one(Page& page, const Gate& gate) {
  const Standing standing = standing_of(gate);
  page.paragraph(in_capitals(name_of(standing)), tone_of(standing),
                 fmt::format("{} {}: {}", gate.job, gate.id, gate.message));
  std::string set_by = "set by " + gate.source;
  if (!gate.reason.empty()) set_by += "; " + gate.reason;
  if (!gate.owner.empty()) set_by += fmt::format(" ({})", gate.owner);
  if (!gate.exception.empty()) set_by += "; excepted " + gate.exception;
  page.paragraph(set_by, 4);
}

}  // namespace

void gates(Page& page, const std::vector<Gate>& gates, const Style&) {
  if (gates.empty()) return;
  page.heading(fmt::format("Gates: {}", count_of(gates)));
  for (const Gate& gate : gates) one(page, gate);
}

}  // namespace sizer
