// What the time rests on, by influence, and how far a broadcast carries.
#include <fmt/format.h>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/limits.h"

namespace sizer::html {
namespace {

constexpr std::size_t most_shown = 8;

TrackRow row_of(const Assumption& assumption, const Axis& axis) {
  TrackRow row;
  row.label = name(assumption.name, 60);
  row.value = text("= " + value_of(assumption));
  row.note = text(fmt::format("moves the time by {}; {}{}", figure(Seconds{assumption.influence}), assumption.origin,
                              assumption.source.empty() ? "" : ", ")) +
             name(assumption.source, 80);
  row.shapes = bar(axis, 0, assumption.influence, "accent");
  return row;
}

Markup all_of(const JobReport& job) {
  Table table("All that the time of " + job.name + " rests on",
              {{"Assumption"}, {"Value", true}, {"Moves the time by", true}, {"Origin"}, {"Source"}});
  for (const Assumption& each : job.assumptions)
    table.add({name(each.name, 60), text(value_of(each)), text(figure(Seconds{each.influence})), text(each.origin),
               name(each.source, 80)});
  return table.markup();
}

TrackRow limit_row(const Axis& axis, const char* title, const std::string& value, const std::optional<Bytes>& until,
                   const char* kind, Bytes size) {
  TrackRow row;
  row.label = text(title);
  row.value = text(value);
  if (until) row.shapes += bar(axis, axis.low, until->value, kind);
  row.shapes += mark(axis, size.value, "here");
  return row;
}

}  // namespace

Markup assumptions(const JobReport& job, int level) {
  if (job.assumptions.empty()) return {};
  std::vector<double> influences;
  for (const Assumption& each : job.assumptions) influences.push_back(each.influence);
  const Axis axis = axis_from_zero(influences, "seconds");
  std::vector<TrackRow> rows;
  for (const Assumption& each : job.assumptions)
    if (rows.size() < most_shown) rows.push_back(row_of(each, axis));
  Markup content = track_list(axis, rows);
  if (job.assumptions.size() > rows.size())
    content += folded(fmt::format("All {} assumptions", job.assumptions.size()), all_of(job));
  return section(level, "What the time rests on", content);
}

Markup broadcast_limits(const BroadcastLimits& limits, int level) {
  std::vector<double> sizes = {limits.size.value};
  if (limits.largest_safe) sizes.push_back(limits.largest_safe->value);
  if (limits.break_even) sizes.push_back(limits.break_even->value);
  const Axis axis = axis_fitting(sizes, "bytes");
  const Bytes end{axis.high};
  const auto until = [&](const std::optional<Bytes>& limit, bool at_all) {
    return at_all ? std::optional<Bytes>(limit.value_or(end)) : std::nullopt;
  };
  const Markup bars =
      track_list(axis, {limit_row(axis, "safe", safe_reach_with_memory(limits),
                                  until(limits.largest_safe, limits.safe_at_all), "good", limits.size),
                        limit_row(axis, "faster than a sort-merge join", paying_reach_with_memory(limits),
                                  until(limits.break_even, limits.pays_at_all), "accent", limits.size)});
  const std::string now =
      fmt::format("The dashed line is {} as it is read: {}{}.", short_name(limits.table, 60), figure(limits.size),
                  any(limits.memory) ? ", " + with_range(limits.memory) + " of it arrive at the join, in memory" : "");
  return section(level, fmt::format("How far a broadcast of {} carries", short_name(limits.table, 60)),
                 bars + paragraph("note", now));
}

}  // namespace sizer::html
