// What a run costs: one bar cut into its lines, the lines, and the same money in other terms.
#include <fmt/format.h>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/phrases.h"

namespace sizer::html {
namespace {

constexpr std::size_t hues = 6;

std::string hue(std::size_t line) {
  return fmt::format("hue-{}", line % hues + 1);
}

/// The typical cost, cut into its lines.
Markup split(const JobReport& job) {
  if (!job.cost || !(job.cost->typical.value > 0)) return {};
  const Axis axis = axis_from_zero({job.cost->typical.value}, "usd");
  Markup shapes;
  std::vector<Key> keys;
  double end = 0;
  for (std::size_t i = 0; i < job.cost_lines.size(); ++i) {
    const CostRow& line = job.cost_lines[i];
    if (!line.cost) continue;
    const double start = end;
    end += line.cost->typical.value;
    shapes += bar(axis, start, end, hue(i), 0, track_height);
    keys.push_back({hue(i), short_name(line.item, 50) + ", " + figure(line.cost->typical)});
  }
  const Markup drawing =
      element("svg", {{"class", "split"}, {"width", "100%"}, {"height", "20"}, {"aria-hidden", "true"}}, shapes);
  return drawing + legend(keys);
}

/// "8.33 (6 – 12.7) × node-hour at $0.904"
std::string calculation(const CostRow& line) {
  return fmt::format("{} × {} at {}", with_range(line.quantity), line.unit,
                     line.unit_price ? figure(Dollars{*line.unit_price}) : "an unknown price");
}

Markup lines(const JobReport& job) {
  Table table("Cost of a run of " + job.name,
              {{"Item"}, {"Typical", true}, {"Low – high", true}, {"Made of"}, {"Price"}});
  for (const CostRow& line : job.cost_lines)
    table.add({name(line.item, 60), text(line.cost ? figure(line.cost->typical) : "unknown"),
               text(line.cost ? without_brackets(in_brackets(*line.cost)) : ""), text(calculation(line)),
               name(line.note, 80)});
  if (job.cost)
    table.add({text("Total"), text(figure(job.cost->typical)), text(without_brackets(in_brackets(*job.cost)))},
              "total");
  else if (job.cost_at_least)
    table.add({text("Total"), text("unknown"), text("at least " + with_range(*job.cost_at_least))}, "total");
  return table.markup();
}

Markup metrics(const Metrics& metrics) {
  Table table("In other terms", {{"In other terms"}, {"Typical", true}, {"Low – high", true}});
  const auto dollars = [&](const char* title, const std::optional<Range<double>>& range) {
    if (range) table.add({text(title), text(in_unit(range->typical, "usd")), text(ends_in_unit(*range, "usd"))});
  };
  dollars("per TB processed", metrics.usd_per_tb_processed);
  dollars("per million rows", metrics.usd_per_million_rows);
  dollars("per month", metrics.usd_per_month);
  dollars("per day, always on", metrics.usd_per_day_always_on);
  if (const auto& rows = metrics.rows_per_second) {
    const Range<RowRate> speed{{rows->low}, {rows->typical}, {rows->high}};
    table.add({text("throughput"), text(figure(speed.typical)), text(without_brackets(in_brackets(speed)))});
  }
  if (const auto& used = metrics.utilization)
    table.add({text("utilization"), text(percent(used->typical)), text(without_brackets(percent_in_brackets(*used)))});
  const Markup markup = table.markup();
  return markup.empty() ? markup : classed("div", "few", markup);
}

}  // namespace

Markup costs(const JobReport& job, int level) {
  if (job.cost_lines.empty()) return section(level, "In other terms", metrics(job.metrics));
  Markup risk;
  if (job.spot)
    for (const std::string& words : in_words(*job.spot)) risk += paragraph("", words);
  return section(
      level, "What it costs",
      split(job) + lines(job) + metrics(job.metrics) + section(level + 1, "Workers may be taken away", risk));
}

}  // namespace sizer::html
