// Ways to run one job side by side: ranked, drawn by cost and time, and pair by pair.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/limits.h"

namespace sizer::html {
namespace {

Markup verdict(const Candidate& candidate) {
  if (!candidate.possible) return badge("error", "✗ cannot be planned");
  return feasibility(candidate.feasible);
}

std::string where_it_runs(const Candidate& candidate) {
  const std::string machines =
      candidate.nodes > 0 ? fmt::format("{} × {}", candidate.nodes, short_name(candidate.machine, 40)) : "";
  const std::string cluster = short_name(candidate.cluster, 40);
  if (cluster.empty() || cluster == fmt::format("{} x {}", candidate.nodes, candidate.machine)) return machines;
  return machines.empty() ? cluster : cluster + ", " + machines;
}

/// Engine, plan and machines; below them what the engine cannot do, and the codes of what was found.
Markup runs_as(const Candidate& candidate) {
  Markup out = text(candidate.engine + (candidate.plan.empty() ? "" : ", " + plan_in_words(candidate.plan)));
  out += classed("div", "ends", text(where_it_runs(candidate)));
  for (const std::string& each : candidate.cannot) out += element("div", text("cannot: ") + name(each, 160));
  std::string codes;
  for (const Reason& each : candidate.reasons) codes += (codes.empty() ? "" : ", ") + each.code;
  if (!codes.empty()) out += classed("div", "code", name(codes));
  return out;
}

/// p10 to p90, as "12 – 16.8 min".
template <class T>
std::string tenth_to_ninetieth(const Quantiles<T>& quantiles) {
  return without_brackets(in_brackets(Range<T>{quantiles.p10, quantiles.p50, quantiles.p90}));
}

template <class T>
Markup with_percentiles(const Range<T>& range, const Quantiles<T>& quantiles, bool drawn) {
  Markup out = typical_over_ends(range);
  if (drawn) out += classed("div", "ends", text("p10–p90: " + tenth_to_ninetieth(quantiles)));
  return out;
}

Markup ranking(const Comparison& comparison) {
  Table table(
      "Ways to run " + comparison.job,
      {{"Way"}, {"Verdict"}, {"Time", true}, {"Cost", true}, {"Processed", true}, {"Shuffle", true}, {"Runs as"}});
  for (std::size_t i = 0; i < comparison.candidates.size(); ++i) {
    const Candidate& each = comparison.candidates[i];
    const bool drawn = each.percentiles.draws > 0;
    Markup time, cost, processed, shuffle;
    if (each.possible) {
      time = with_percentiles(each.wall_clock, each.percentiles.wall_clock, drawn);
      processed = typical_over_ends(each.bytes.processed);
      shuffle = typical_over_ends(each.bytes.shuffle_write);
      cost = each.cost ? with_percentiles(*each.cost, each.percentiles.cost.value_or(Quantiles<Dollars>{}),
                                          drawn && each.percentiles.cost)
                       : text("unknown");
    }
    Markup title = text(fmt::format("{} ", i + 1)) + name(each.name, 60);
    if (each.on_front) title += Markup{" "} + badge("plain", "◆ front");
    table.add({title, verdict(each), time, cost, processed, shuffle, runs_as(each)},
              each.feasible && each.possible ? "" : "out");
  }
  return table.markup();
}

template <class T>
Markup saved(const Quantiles<Quantity<T>>& quantiles) {
  return text(signed_figure(quantiles.p50)) +
         classed("div", "ends",
                 text(fmt::format("{} to {}", signed_figure(quantiles.p10), signed_figure(quantiles.p90))));
}
Markup saved(const Quantiles<Ratio>& quantiles) {
  return text(figure(quantiles.p50) + " ×") + classed("div", "ends", text(tenth_to_ninetieth(quantiles)));
}

Markup pairs(const Comparison& comparison) {
  Table table("Pairs of ways to run " + comparison.job, {{"This against that"},
                                                         {"Time saved", true},
                                                         {"Time ratio", true},
                                                         {"Faster in", true},
                                                         {"Cost saved", true},
                                                         {"Cost ratio", true},
                                                         {"Processed saved", true},
                                                         {"Shuffle saved", true}});
  const auto way = [&](int index) {
    return text(fmt::format("{} ", index + 1)) +
           name(comparison.candidates.at(static_cast<std::size_t>(index)).name, 60);
  };
  for (const Pair& pair : comparison.pairs)
    table.add({way(pair.first) + classed("div", "ends", text("against ") + way(pair.second)), saved(pair.time_saved),
               saved(pair.time_ratio), text(percent(pair.faster) + " of draws"),
               pair.cost_saved ? saved(*pair.cost_saved) : Markup{},
               pair.cost_ratio ? saved(*pair.cost_ratio) : Markup{}, saved(pair.processed_saved),
               saved(pair.shuffle_saved)});
  return table.markup();
}

/// What was found of each way that cannot run, and why.
Markup obstacles(const Comparison& comparison) {
  Markup out;
  for (std::size_t i = 0; i < comparison.candidates.size(); ++i) {
    const Candidate& each = comparison.candidates[i];
    if (!each.feasible) out += folded(fmt::format("{} {}", i + 1, short_name(each.name, 80)), reasons(each.reasons));
  }
  return out;
}

}  // namespace

Markup comparison(const Comparison& comparison, const std::string& id, int level) {
  Markup out;
  if (!comparison.file.empty() && comparison.file != comparison.job)
    out += classed("p", "place", name(comparison.file));
  out += section(level, "Time and cost", points(comparison, id));
  out += section(level, comparison.sorted_by.empty() ? "Ranked" : "Ranked by " + comparison.sorted_by,
                 ranking(comparison));
  out += section(level, "What stands in the way", obstacles(comparison));
  const Markup table = pairs(comparison);
  if (!table.empty())
    out += section(level, "Pair by pair",
                   paragraph("note",
                             "Both under the same draws of what is unknown; p50, and p10 to p90 below it. A "
                             "ratio above 1 is for the first.") +
                       table);
  for (const BroadcastLimits* limits : all_limits(comparison.broadcast, comparison.more_broadcasts))
    out += broadcast_limits(*limits, level);
  return out + section(level, "Worth knowing", sentences(comparison.notes));
}

}  // namespace sizer::html
