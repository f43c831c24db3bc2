// A comparison for people: the ranking first, then what one way saves against another.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "render/figures.h"
#include "render/limits.h"
#include "render/text_parts.h"

namespace sizer {
namespace {

std::string verdict_of(const Candidate& candidate) {
  if (!candidate.possible) return "impossible";
  if (!candidate.feasible) return "infeasible";
  return candidate.on_front ? "*" : "";
}

std::string percentiles(const Candidate& candidate) {
  std::string text = "p10 – p90: " + from_to(candidate.percentiles.wall_clock);
  if (candidate.percentiles.cost) text += ", " + from_to(*candidate.percentiles.cost);
  return text;
}

constexpr std::size_t longest_in_table = 24;

void ranking(Page& page, const Comparison& comparison) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  std::vector<std::vector<std::string>> details(1);
  table.add({"Way", "time", "cost", "shuffle", "processed", ""});
  const bool long_names = std::ranges::any_of(
      comparison.candidates, [](const Candidate& each) { return each.name.size() > longest_in_table; });
  for (const Candidate& each : comparison.candidates) {
    const std::string name =
        long_names ? fmt::format("  {}", table.size()) : fmt::format("  {} {}", table.size(), each.name);
    details.emplace_back();
    if (long_names) details.back().push_back(each.name);
    if (!each.possible) {
      table.add({name, "-", "-", "-", "-", verdict_of(each)});
      continue;
    }
    table.add({name, figure(each.wall_clock.typical), each.cost ? figure(each.cost->typical) : "unknown",
               figure(each.bytes.shuffle_write.typical), figure(each.bytes.processed.typical), verdict_of(each)});
    details.back().push_back(percentiles(each));
  }
  page.headed_table(table, details);
  if (std::ranges::any_of(comparison.candidates, &Candidate::on_front))
    page.paragraph("*: nothing else here is both faster and cheaper");
}

/// Calls `visit(sentence, names)` for every sentence that `of` finds in some candidates, with the names of these.
template <class Of, class Visit>
void each_sentence(const Comparison& comparison, Of of, Visit visit) {
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  for (const Candidate& candidate : comparison.candidates)
    for (const std::string& sentence : of(candidate)) {
      auto found = std::ranges::find(all, sentence, [](const auto& each) { return each.first; });
      if (found == all.end()) found = all.insert(all.end(), {sentence, {}});
      found->second.push_back(candidate.name);
    }
  for (const auto& [sentence, names] : all) visit(sentence, names);
}

std::string names_in_words(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  const std::vector<std::string> shown(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  const std::string rest = names.size() > most ? fmt::format("; {} more", names.size() - most) : "";
  return fmt::format("{}{}", fmt::join(shown, "; "), rest);
}

/// Why some ways cannot run, and what an engine does not do.
void obstacles(Page& page, const Comparison& comparison) {
  const auto errors = [](const Candidate& candidate) {
    std::vector<std::string> found;
    for (const Reason& reason : candidate.reasons)
      if (reason.severity == Severity::error)
        found.push_back(fmt::format("{} [{}]{}", reason.message, reason.code,
                                    reason.remedy.empty() ? "" : ". Remedy: " + reason.remedy));
    return found;
  };
  bool any = false;
  const auto heading = [&](const char* text) {
    if (!any) page.heading(text);
    any = true;
  };
  each_sentence(comparison, errors, [&](const std::string& sentence, const std::vector<std::string>& names) {
    heading("What cannot run");
    page.paragraph("error", Tone::error, fmt::format("{}: {}", names_in_words(names), sentence));
  });
  any = false;
  each_sentence(
      comparison, [](const Candidate& candidate) { return candidate.cannot; },
      [&](const std::string& sentence, const std::vector<std::string>& names) {
        heading("What engines do not do");
        page.paragraph("-", Tone::plain, fmt::format("{}: {}", names_in_words(names), sentence));
      });
}

template <class Kind>
std::string saving(const char* verb_more, const char* verb_less, const Quantiles<Quantity<Kind>>& q) {
  if (q == Quantiles<Quantity<Kind>>{}) return "the same";
  const bool less = q.p50.value >= 0;
  const Quantity<Kind> low = less ? q.p10 : q.p90 * -1, middle = less ? q.p50 : q.p50 * -1,
                       high = less ? q.p90 : q.p10 * -1;
  return fmt::format("{} {}", less ? verb_less : verb_more, with_range(Range<Quantity<Kind>>{low, middle, high}));
}

std::string times(const Quantiles<Ratio>& ratio) {
  return beside(fmt::format("{} times as fast", figure(ratio.p50)),
                in_brackets(Range<double>{ratio.p10, ratio.p50, ratio.p90}));
}

void pairs(Page& page, const Comparison& comparison) {
  if (comparison.pairs.empty()) return;
  page.heading("What one saves against another: p50 (p10 – p90)");
  page.paragraph(
      "Both sides of a pair see the same draws of what is unknown; shuffle bytes are those written and read.");
  for (const Pair& pair : comparison.pairs) {
    const Candidate& first = comparison.candidates[static_cast<std::size_t>(pair.first)];
    const Candidate& second = comparison.candidates[static_cast<std::size_t>(pair.second)];
    std::string sentence =
        fmt::format("{} against {}: {}; shuffle: {}", first.name, second.name,
                    saving("takes", "saves", pair.time_saved), saving("adds", "saves", pair.shuffle_saved));
    if (pair.cost_saved) sentence += "; " + saving("costs", "saves", *pair.cost_saved);
    sentence += fmt::format("; {}, in {} of the draws faster", times(pair.time_ratio), percent(pair.faster));
    if (!first.feasible) sentence += "; if it could run";
    page.paragraph("-", Tone::plain, sentence);
  }
}

void break_even(Page& page, const BroadcastLimits& limits) {
  page.heading(fmt::format("Broadcasting {}", limits.table));
  page.paragraph(fmt::format(
      "{} of it are read; as rows in memory, {} arrive at the join, which is what every executor must hold.",
      figure(limits.size), with_range(limits.memory)));
  page.paragraph(fmt::format("Safe {}.", safe_reach_with_memory(limits)));
  page.paragraph(fmt::format("Faster than a sort-merge join {}{}.", paying_reach_with_memory(limits),
                             limits.pays_at_all && limits.break_even ? "; beyond, sort-merge wins" : ""));
}

}  // namespace

void comparison(Page& page, const Comparison& comparison, const Style&) {
  const std::size_t ways = comparison.candidates.size();
  page.line(ways == 1 ? fmt::format("{}: 1 way", comparison.job)
                      : fmt::format("{}: {} ways, best {} first", comparison.job, ways, comparison.sorted_by),
            Tone::heading);
  if (!comparison.file.empty()) page.line("  " + comparison.file);
  ranking(page, comparison);
  for (const std::string& note : comparison.notes) page.paragraph("note:", Tone::note, note);
  obstacles(page, comparison);
  pairs(page, comparison);
  for (const BroadcastLimits* limits : all_limits(comparison.broadcast, comparison.more_broadcasts))
    break_even(page, *limits);
}

void brief_comparison(Page& page, const Comparison& comparison) {
  if (comparison.candidates.empty()) return;
  const Candidate& best = comparison.candidates.front();
  page.paragraph(best.feasible ? "BEST" : "NONE FEASIBLE", best.feasible ? Tone::good : Tone::error,
                 fmt::format("{}: {}; {}", comparison.job, best.name, with_range(best.wall_clock)), 0);
}

}  // namespace sizer
