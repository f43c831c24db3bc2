// How much is known of what a job does on its engine: runs that were measured and estimated.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sizer/comparison.h"

namespace sizer {
namespace {

struct MeasuredFamily {
  std::string_view family;
  std::string_view engine;  ///< its name
  int runs;
  std::string_view kinds;  ///< words
};

constexpr MeasuredFamily measured_families[] = {
#define EVIDENCE(family, engine, runs, kinds) {family, #engine, runs, kinds},
#include "questions/compare/evidence.inc"
#undef EVIDENCE
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

}  // namespace

int measured_runs(const Engine& engine, std::string_view kind) {
  int runs = 0;
  for (const MeasuredFamily& each : measured_families)
    if (each.engine == engine.name && has_word(each.kinds, kind)) runs += each.runs;
  return runs;
}

std::string evidence_of(const Job& job) {
  std::vector<std::string_view> kinds;
  for (const Step& step : job.steps)
    if (const std::string_view kind = kind_name(step.op); std::ranges::find(kinds, kind) == kinds.end())
      kinds.push_back(kind);
  std::string words;
  for (const std::string_view kind : kinds)
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", kind, measured_runs(*job.engine, kind));
  return "measured runs on " + std::string(job.engine->title) +
         " that the model was held against, by kind of step: " + words;
}

}  // namespace sizer
