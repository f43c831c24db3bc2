// A comparison in Markdown: the ranking, what one way saves against another, and when a broadcast stops paying.
#include <fmt/format.h>

#include "render/figures.h"
#include "render/limits.h"
#include "render/markdown/sections.h"

namespace sizer::markdown {
namespace {

/// "3.2 min (1 – 5 min)": the middle of the draws, and where eight of ten lie.
template <class T>
std::string quantiles(const Quantiles<T>& points) {
  return escaped(with_range(Range<T>{points.p10, points.p50, points.p90}));
}
template <class T>
std::string quantiles(const std::optional<Quantiles<T>>& points) {
  return points ? quantiles(*points) : "unknown";
}

std::string verdict_of(const Candidate& candidate) {
  if (candidate.possible && candidate.feasible) return candidate.on_front ? "yes, on the front" : "yes";
  for (const Reason& reason : candidate.reasons)
    if (reason.severity == Severity::error) return "**no**: " + escaped(reason.message);
  return "**no**";
}

std::string limits_in_words(const BroadcastLimits& limits) {
  return fmt::format(
      "Broadcasting {} ({} read; {} of it arrive at the join, in memory): safe {}; faster than a "
      "sort-merge join {}.",
      limits.table, figure(limits.size), with_range(limits.memory), safe_reach(limits), paying_reach(limits));
}

}  // namespace

Section candidates(const Comparison& comparison) {
  Section section = table("Comparison of " + name(comparison.job),
                          {"", "candidate", "can run", "time", "cost", "processed", "shuffle"});
  for (const Candidate& each : comparison.candidates) {
    const auto known = [&](const std::string& text) { return each.possible ? escaped(text) : ""; };
    section.rows.push_back(
        row({fmt::format("{}", section.rows.size() + 1), name(each.name), verdict_of(each),
             known(with_range(each.wall_clock)), each.cost ? known(with_range(*each.cost)) : "unknown",
             known(with_range(each.bytes.processed)), known(with_range(each.bytes.shuffle_write))}));
  }
  return section;
}

Section savings(const Comparison& comparison) {
  Section section =
      table("Savings in", {"with", "against", "time saved", "cost saved", "bytes saved", "time ratio", "faster in"});
  for (const Pair& pair : comparison.pairs)
    section.rows.push_back(row({name(comparison.candidates[static_cast<std::size_t>(pair.first)].name),
                                name(comparison.candidates[static_cast<std::size_t>(pair.second)].name),
                                quantiles(pair.time_saved), quantiles(pair.cost_saved), quantiles(pair.processed_saved),
                                quantiles(pair.time_ratio), escaped(percent(pair.faster) + " of draws")}));
  return section;
}

Section remarks(const Comparison& comparison) {
  Section section{"Remarks on " + name(comparison.job), "\n"};
  for (const BroadcastLimits* limits : all_limits(comparison.broadcast, comparison.more_broadcasts))
    section.rows.push_back("- " + escaped(limits_in_words(*limits)) + "\n");
  for (const Candidate& each : comparison.candidates)
    for (const std::string& cannot : each.cannot)
      section.rows.push_back(fmt::format("- {}: {}\n", name(each.name), escaped(cannot)));
  for (const std::string& note : comparison.notes) section.rows.push_back("- " + escaped(note) + "\n");
  return section;
}

}  // namespace sizer::markdown
