// Where the bytes go: ribbons as wide as what flows, and the bytes of the whole job by kind.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/flow_layout.h"
#include "render/html/parts.h"

namespace sizer::html {
namespace {

constexpr double box_width = 10;
constexpr double last_column = 88;   ///< percent: the rest is for the words of the last one
constexpr double page_width = 1000;  ///< pixels that a drawing has on a usual screen
constexpr double stretched = 1000;   ///< width of the stretched drawing of ribbons

/// Characters of a name that fit between its column and the next.
std::size_t room_for_names(const ByteFlow& flow) {
  constexpr double longest = 22, shortest = 6, beside_box = 24, character = 7;
  const double column = page_width * last_column / 100 / std::max(1, flow.columns - 1);
  return static_cast<std::size_t>(std::clamp((column - beside_box) / character, shortest, longest));
}

double column_at(const ByteFlow& flow, int column) {
  return flow.columns < 2 ? 0 : last_column * column / (flow.columns - 1);
}

Markup ribbon(const ByteFlow& flow, const FlowRibbon& each) {
  const auto x_of = [&](int box) {
    return stretched / 100 * column_at(flow, flow.boxes[static_cast<std::size_t>(box)].column);
  };
  const double from = x_of(each.from), to = x_of(each.to), middle = (from + to) / 2;
  const auto curve = [&](double y, double x_end, double y_end) {
    return fmt::format("C{0} {1} {0} {2} {3} {2}", coordinate(middle), coordinate(y), coordinate(y_end),
                       coordinate(x_end));
  };
  const double height = std::max(each.height, 1.0);
  const std::string path = fmt::format(
      "M{} {}{}L{} {}{}Z", coordinate(from), coordinate(each.from_y), curve(each.from_y, to, each.to_y), coordinate(to),
      coordinate(each.to_y + height), curve(each.to_y + height, from, each.from_y + height));
  return shape("path", {{"class", "ribbon " + each.kind}, {"d", path}});
}

Markup ribbons(const ByteFlow& flow) {
  Markup paths;
  for (const FlowRibbon& each : flow.ribbons) paths += ribbon(flow, each);
  return element("svg",
                 {{"width", "100%"},
                  {"height", coordinate(flow.height)},
                  {"viewBox", fmt::format("0 0 {} {}", coordinate(stretched), coordinate(flow.height))},
                  {"preserveAspectRatio", "none"}},
                 paths);
}

Markup box(const ByteFlow& flow, const FlowBox& each) {
  const double x = column_at(flow, each.column);
  const double middle = each.y + each.height / 2;
  const std::string amount = figure(std::max(each.in, each.out));
  return shape("rect", {{"class", "box " + each.kind},
                        {"x", across(x)},
                        {"y", coordinate(each.y)},
                        {"width", coordinate(box_width)},
                        {"height", coordinate(each.height)},
                        {"rx", "2"}}) +
         label(x, middle - 2, "start", "flow-name", short_name(each.name, room_for_names(flow)), box_width + 6) +
         label(x, middle + 13, "start", "flow-value", amount, box_width + 6);
}

/// A sentence a stage.
std::vector<std::string> in_words(const JobReport& job) {
  std::vector<std::string> words;
  for (const StageRow& stage : job.stages) {
    std::string moved;
    const auto part = [&](const char* verb, const Range<Bytes>& bytes) {
      if (any(bytes)) moved += fmt::format("{}{} {}", moved.empty() ? "" : ", ", verb, figure(bytes.typical));
    };
    part("reads", stage.bytes.input_read);
    part("fetches", stage.bytes.shuffle_read);
    part("takes from the object store", stage.bytes.object_store);
    part("shuffles", stage.bytes.shuffle_write);
    part("writes", stage.bytes.output_write);
    if (!moved.empty()) words.push_back(fmt::format("{}: {}.", short_name(stage.name, 60), moved));
  }
  return words;
}

struct Kind {
  const char* title;
  const char* kind;
  const Range<Bytes>& bytes;
  const Quantiles<Bytes>* quantiles = nullptr;
};

TrackRow row_of(const Kind& kind, const Axis& axis) {
  TrackRow row;
  row.label = text(kind.title);
  row.value = typical_and_ends(kind.bytes);
  if (kind.quantiles && kind.quantiles->p10 != kind.quantiles->p90) row.note = text(percentiles_text(*kind.quantiles));
  row.shapes =
      bar(axis, 0, kind.bytes.typical.value, kind.kind) + whisker(axis, kind.bytes.low.value, kind.bytes.high.value);
  return row;
}

}  // namespace

Markup byte_flow(const JobReport& job, const std::string& id) {
  const ByteFlow flow = layout_flow(job);
  if (flow.columns == 0) return {};
  Markup boxes;
  for (const FlowBox& each : flow.boxes) boxes += box(flow, each);
  // A screen too narrow for the drawing shows its words.
  constexpr double narrowest = 640;
  const std::vector<std::string> words = in_words(job);
  return classed("div", "wide",
                 picture(id + "-flow", "Where the bytes go, widths to scale", fmt::format("{}", fmt::join(words, " ")),
                         flow.height, narrowest, ribbons(flow) + boxes)) +
         classed("div", "narrow", sentences(words));
}

Markup what_moves(const JobReport& job, const std::string& id, int level) {
  const ByteRows& bytes = job.bytes;
  const bool drawn = job.percentiles.draws > 0;
  const Kind kinds[] = {
      {"input read", "input_read", bytes.input_read},
      {"shuffle write", "shuffle", bytes.shuffle_write, drawn ? &job.percentiles.shuffle_write : nullptr},
      {"shuffle read", "shuffle", bytes.shuffle_read},
      {"object store", "object_store", bytes.object_store},
      {"output write", "output_write", bytes.output_write},
      {"total processed", "total", bytes.processed, drawn ? &job.percentiles.processed : nullptr},
      {"beside it: broadcast", "broadcast", bytes.broadcast},
      {"beside it: spill write", "spill", bytes.spill_write, drawn ? &job.percentiles.spill_write : nullptr},
      {"beside it: spill read", "spill", bytes.spill_read}};
  const Axis axis =
      axis_from_zero({bytes.processed.high.value, bytes.broadcast.high.value, bytes.spill_write.high.value}, "bytes");
  std::vector<TrackRow> rows;
  for (const Kind& kind : kinds)
    if (any(kind.bytes)) rows.push_back(row_of(kind, axis));
  Markup below = track_list(axis, rows);
  if (!rows.empty() && !any(bytes.spill_write)) below += paragraph("note", "Nothing is spilled.");
  return section(level, "Where the bytes go", byte_flow(job, id) + below);
}

}  // namespace sizer::html
