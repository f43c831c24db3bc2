// When each stage runs and what bounds it: bars on a common axis, and the tables behind them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

/// Where the end of a stage lies when it starts as it typically does.
double end_of(const StageRow& stage, Seconds lasts) {
  return stage.start.typical.value + lasts.value;
}

Axis axis_of(const JobReport& job) {
  std::vector<double> ends = {job.wall_clock.typical.value, job.startup.high.value};
  for (const StageRow& stage : job.stages) ends.push_back(end_of(stage, stage.seconds.high));
  return axis_from_zero(ends, "seconds");
}

TrackRow start_up(const JobReport& job, const Axis& axis) {
  TrackRow row;
  row.label = text("start-up");
  row.value = typical_and_ends(job.startup);
  row.shapes = bar(axis, 0, job.startup.typical.value, "overhead") +
               whisker(axis, job.startup.low.value, job.startup.high.value);
  return row;
}

/// How a bar is drawn that stands for what is bound so.
std::string kind_of(const std::optional<Bound>& bound) {
  return bound ? name_of(*bound) : "";
}

TrackRow row_of(const StageRow& stage, std::size_t number, const Axis& axis) {
  const double start = stage.start.typical.value;
  TrackRow row;
  row.label = text(fmt::format("{} ", number)) + name(stage.name, 60);
  row.value = typical_and_ends(stage.seconds);
  row.note = text(fmt::format("bound by {}; from {}", bound_in_words(stage.bound_by), figure(stage.start.typical)));
  row.shapes = bar(axis, start, end_of(stage, stage.seconds.typical), kind_of(stage.bound_by)) +
               whisker(axis, end_of(stage, stage.seconds.low), end_of(stage, stage.seconds.high));
  return row;
}

/// The bounds that occur, in the order in which they first do.
std::vector<Key> bounds(const JobReport& job) {
  std::vector<Key> keys;
  for (const StageRow& stage : job.stages)
    if (const std::string kind = kind_of(stage.bound_by);
        !kind.empty() && std::ranges::find(keys, kind, &Key::kind) == keys.end())
      keys.push_back({kind, "bound by " + kind});
  return keys;
}

Markup stage_table(const JobReport& job) {
  Table table("Stages of " + job.name, {{"Stage"},
                                        {"Steps"},
                                        {"Tasks", true},
                                        {"Time", true},
                                        {"Reads", true},
                                        {"Fetches", true},
                                        {"Object store", true},
                                        {"Shuffles", true},
                                        {"Writes", true},
                                        {"Broadcasts", true},
                                        {"Spills", true}});
  const auto moved = [](const Range<Bytes>& bytes) { return any(bytes) ? typical_over_ends(bytes) : Markup{}; };
  for (std::size_t i = 0; i < job.stages.size(); ++i) {
    const StageRow& stage = job.stages[i];
    Markup steps;
    for (const std::string& step : stage.steps) steps += (steps.empty() ? Markup{} : text(" → ")) + name(step, 60);
    table.add({text(fmt::format("{} ", i + 1)) + name(stage.name, 60), steps, text(count(stage.tasks)),
               typical_over_ends(stage.seconds), moved(stage.bytes.input_read), moved(stage.bytes.shuffle_read),
               moved(stage.bytes.object_store), moved(stage.bytes.shuffle_write), moved(stage.bytes.output_write),
               moved(stage.bytes.broadcast), moved(stage.bytes.spill_write)});
  }
  return table.markup();
}

/// What each resource alone would need for a stage.
Markup busy_table(const JobReport& job) {
  std::vector<Column> columns = {{"Stage"}};
  for (std::size_t i = 0; i < resource_count; ++i) columns.push_back({name_of(static_cast<Resource>(i)), true});
  Table table("How long each resource is busy in the stages of " + job.name, columns);
  for (std::size_t i = 0; i < job.stages.size(); ++i) {
    std::vector<Markup> cells = {text(fmt::format("{} ", i + 1)) + name(job.stages[i].name, 60)};
    for (const Range<Seconds>& busy : job.stages[i].busy)
      cells.push_back(busy == Range<Seconds>{} ? Markup{} : typical_over_ends(busy));
    table.add(cells);
  }
  return table.markup();
}

}  // namespace

Markup timeline(const JobReport& job, int level) {
  if (job.stages.empty()) return {};
  const Axis axis = axis_of(job);
  std::vector<TrackRow> rows;
  if (job.startup.typical.value > 0) rows.push_back(start_up(job, axis));
  for (std::size_t i = 0; i < job.stages.size(); ++i) rows.push_back(row_of(job.stages[i], i + 1, axis));
  return section(level, "When each stage runs", track_list(axis, rows) + legend(bounds(job)) + stage_tables(job));
}

Markup stage_tables(const JobReport& job) {
  return folded("Stages in figures", stage_table(job)) +
         folded("How long each resource alone would need", busy_table(job));
}

}  // namespace sizer::html
