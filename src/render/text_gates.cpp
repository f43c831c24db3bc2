// Gates for people: a line each, the verdict last, where the eye lands.
#include <fmt/format.h>

#include <algorithm>

#include "render/text_parts.h"

namespace sizer {
namespace {

Tone tone_of(const Gate& gate) {
  if (gate.verdict == Verdict::pass) return Tone::good;
  const bool counts = gate.verdict == Verdict::fail && !gate.warn && gate.exception.empty();
  return counts ? Tone::error : Tone::warning;
}

std::string word_for(const Gate& gate) {
  if (gate.verdict == Verdict::pass) return "PASS";
  if (!gate.exception.empty()) return "EXCEPTED";
  if (gate.verdict == Verdict::inconclusive) return "INCONCLUSIVE";
  return gate.warn ? "WARN" : "FAIL";
}

void one(Page& page, const Gate& gate) {
  page.paragraph(word_for(gate), tone_of(gate), fmt::format("{} {}: {}", gate.job, gate.id, gate.message));
  std::string set_by = "set by " + gate.source;
  if (!gate.reason.empty()) set_by += "; " + gate.reason;
  if (!gate.owner.empty()) set_by += fmt::format(" ({})", gate.owner);
  if (!gate.exception.empty()) set_by += "; excepted " + gate.exception;
  page.paragraph(set_by, 4);
}

std::string counts(const std::vector<Gate>& gates) {
  const auto count = [&](const char* word) {
    return std::ranges::count_if(gates, [&](const Gate& gate) { return word_for(gate) == word; });
  };
  std::string text;
  const auto add = [&](const char* word, const char* shown) {
    if (const auto n = count(word); n > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, shown);
  };
  add("FAIL", "failed");
  add("WARN", "broken as warnings");
  add("INCONCLUSIVE", "inconclusive");
  add("EXCEPTED", "excepted");
  add("PASS", "passed");
  return text;
}

}  // namespace

void gates(Page& page, const std::vector<Gate>& gates, const Style&) {
  if (gates.empty()) return;
  page.heading(fmt::format("Gates: {}", counts(gates)));
  for (const Gate& gate : gates) one(page, gate);
}

}  // namespace sizer
