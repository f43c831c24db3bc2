// The best cluster for people: what it is, why, what it takes to write down; then the front, what other limits would
// bring, and how the best scales.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "render/figures.h"
#include "render/phrases.h"
#include "render/text_parts.h"
#include "text/path.h"

namespace sizer {
namespace {

std::string goal_in_words(const Goal& goal) {
  constexpr const char* objectives[] = {"cheapest", "fastest", "least time x cost"};
  std::string words = objectives[static_cast<int>(goal.objective)];
  if (goal.deadline) words += fmt::format(", within {}", figure(*goal.deadline));
  if (goal.max_cost) words += fmt::format(", for at most {}", figure(*goal.max_cost));
  if (goal.confidence != Confidence::typical) words += fmt::format(", at {}", name_of(goal.confidence));
  return words;
}

std::string shape_of(const SizedRun& run) {
  if (run.executors.per_node > 0)
    return fmt::format("{} x {}, {}", run.executors.per_node, counted(run.executors.cores, "core"),
                       memory_text(run.executors.memory));
  std::string words = counted(run.usable_cpus, "CPU");
  if (run.object_store_share > 0) words += fmt::format(", store {}", percent(run.object_store_share));
  return words;
}

void shown_run(Page& page, const SizedRun& run, const Goal& goal) {
  const bool p90 = goal.confidence == Confidence::p90;
  Table table({Align::left, Align::right, Align::left});
  table.add({"time", figure(run.wall_clock.typical), in_brackets(run.wall_clock)});
  if (p90) table.add({"  p90, which decides", figure(run.seconds), ""});
  table.add({"cost", figure(run.cost.typical), in_brackets(run.cost)});
  if (p90) table.add({"  p90, which decides", figure(run.dollars), ""});
  page.table(table);
  if (run.executors.per_node > 0)
    page.paragraph(fmt::format("{} a node, of {}, {} heap and {} overhead; {} in all",
                               counted(run.executors.per_node, "executor"), counted(run.executors.cores, "core"),
                               memory_text(run.executors.memory), memory_text(run.executors.overhead),
                               counted(run.slots, "slot")));
  else
    page.paragraph(fmt::format("{} a node for tasks and actors; {} in all{}", counted(run.usable_cpus, "CPU"),
                               counted(run.slots, "slot"), run.gpus > 0 ? ", " + counted(run.gpus, "GPU") : ""));
  page.paragraph(fmt::format("driver: {}", run.driver));
}

void to_write(Page& page, const SizedRun& run) {
  page.heading("What to write into the job file");
  page.paragraph("cluster: " + run.cluster);
  for (const auto& [path, value] : run.settings) page.verbatim(set_flag(path, value));
}

void table_of_best(Page& page, const Sizing& sizing) {
  if (sizing.best.empty()) return;
  const bool gpus = !sizing.gpu_rates.empty();
  page.heading("The best of each machine type");
  Table table({Align::left, Align::right, Align::right, gpus ? Align::right : Align::left, Align::left, Align::left});
  std::vector<std::string> head = {"Cluster", "time", "cost", "a node", "plan"};
  if (gpus) head = {"Cluster", "time", "cost", "$/M rows", "GPUs", "a node"};
  table.add(head);
  for (const SizedRun& run : sizing.best) {
    std::vector<std::string> row = {run.name, figure(run.seconds), figure(run.dollars)};
    if (gpus) {
      row.push_back(run.usd_per_million_rows ? figure(Dollars{*run.usd_per_million_rows}) : "unknown");
      row.push_back(run.gpus > 0 ? fmt::format("{} {}", count(run.gpus), run.gpu) : "");
    }
    row.push_back(shape_of(run));
    if (!gpus) row.push_back(run.plan);
    table.add(row);
  }
  page.headed_table(table);
}

/// What holds of a line: "chosen, knee".
std::string marks(std::initializer_list<std::pair<bool, const char*>> all) {
  std::string words;
  for (const auto& [holds, word] : all)
    if (holds) words += (words.empty() ? "" : ", ") + std::string(word);
  return words;
}

void front_table(Page& page, const Sizing& sizing) {
  if (sizing.front.empty()) return;
  page.heading(fmt::format("Cost against time: {} of {} clusters that nothing beats in both",
                           std::ranges::count_if(sizing.front, &FrontPoint::told), sizing.front.size()));
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({"Cluster", "cost", "time", "a minute saved", ""});
  for (const FrontPoint& point : sizing.front) {
    if (!point.told) continue;
    const bool chosen = sizing.winner && point.run.cluster == sizing.winner->cluster;
    table.add({point.run.name, figure(point.run.dollars), figure(point.run.seconds),
               point.minute_price ? figure(*point.minute_price) : "-",
               marks({{point.knee, "knee"}, {chosen, "chosen"}})});
  }
  page.headed_table(table);
  page.paragraph("a minute saved: what it costs against the line above");
  page.paragraph("knee: beyond it, a percent more money buys less than a percent of the time");
}

void relaxed(Page& page, const Sizing& sizing) {
  if (sizing.relaxed.empty()) return;
  page.heading("What other limits would bring");
  for (const Relaxation& each : sizing.relaxed) {
    const std::string limit = each.limit == "deadline" ? "a deadline of " + figure(Seconds{each.value})
                                                       : "a budget of " + figure(Dollars{each.value});
    if (!each.run) {
      page.paragraph("-", Tone::plain, fmt::format("{}: still nothing", limit));
      continue;
    }
    const auto change = [](auto amount, const char* less, const char* more) {
      const auto positive = amount.value < 0 ? amount * -1 : amount;
      return fmt::format("{} {}", figure(positive), amount.value < 0 ? less : more);
    };
    page.paragraph("-", Tone::plain,
                   fmt::format("{}: {}, {} and {}; {}, {}", limit, each.run->name, figure(each.run->seconds),
                               figure(each.run->dollars), change(each.time, "faster", "slower"),
                               change(each.cost, "cheaper", "dearer")));
  }
}

void scaling(Page& page, const Sizing& sizing) {
  if (!sizing.scaling || sizing.scaling->points.empty()) return;
  const Scaling& curve = *sizing.scaling;
  page.heading("With more or fewer nodes");
  Table table({Align::right, Align::right, Align::right, Align::left});
  table.add({"nodes", "time", "cost", ""});
  const int chosen = sizing.winner ? sizing.winner->nodes : sizing.nearest_miss ? sizing.nearest_miss->nodes : 0;
  double next = 0;
  for (const ScalePoint& point : curve.points) {
    const bool marked = point.nodes == chosen || point.nodes == curve.cheapest || point.nodes == curve.knee;
    if (!marked && point.nodes < next && &point != &curve.points.back()) continue;
    if (point.nodes >= next) next = std::max(point.nodes + 1.0, point.nodes * 1.6);
    const std::string words = marks({{point.nodes == chosen, sizing.winner ? "chosen" : "shown above"},
                                     {point.nodes == curve.cheapest, "cheapest"},
                                     {point.nodes == curve.knee, "knee"}});
    table.add({count(point.nodes), point.feasible ? figure(point.seconds) : "cannot run",
               point.feasible ? figure(point.dollars) : "-", words});
  }
  page.headed_table(table);
  if (curve.cheapest > 0) page.paragraph(scaling_in_words(curve));
}

void elastic(Page& page, const Sizing& sizing) {
  const std::vector<std::string> words = elastic_in_words(sizing);
  if (words.empty()) return;
  page.heading("Workers that come and go, or stay");
  for (const std::string& each : words) page.paragraph("-", Tone::plain, each);
}

void gpu_rates(Page& page, const Sizing& sizing) {
  if (sizing.gpu_rates.empty()) return;
  page.heading("What each GPU is taken to score");
  Table table({Align::left, Align::right, Align::left});
  for (const GpuRate& rate : sizing.gpu_rates)
    table.add({rate.gpu, figure(rate.rows_per_second.typical),
               in_brackets(rate.rows_per_second) + (rate.given ? " given" : " scaled")});
  page.table(table);
}

void left_out(Page& page, const Sizing& sizing) {
  if (sizing.left_out.empty()) return;
  page.heading("What cannot run");
  for (const LeftOut& each : sizing.left_out)
    page.paragraph("-", Tone::plain,
                   fmt::format("{} candidates; {}{}", count(each.clusters), each.message,
                               each.code.empty() ? "" : fmt::format(" [{}]", each.code)));
}

}  // namespace

void sizing(Page& page, const Sizing& sizing, const Style& style) {
  page.line(fmt::format("{}: the {}", sizing.job, goal_in_words(sizing.goal)), Tone::heading);
  if (!sizing.file.empty()) page.line("  " + sizing.file);
  page.paragraph(fmt::format("{} machine types x {} to {} nodes x shapes x plans: {}", count(sizing.machines),
                             sizing.least_nodes, sizing.most_nodes, searched_in_words(sizing)));
  page.blank();
  const SizedRun* shown = nullptr;
  if (sizing.winner) {
    shown = &*sizing.winner;
    page.line(fmt::format("{}{}, {}", style.ascii ? "BEST: " : "✓ ", shown->name,
                          shown->plan.empty() ? sizing.engine : shown->plan),
              Tone::good);
  } else if (sizing.nearest_miss) {
    shown = &*sizing.nearest_miss;
    page.line(style.ascii ? "NOTHING KEEPS THE LIMITS" : "✗ NOTHING KEEPS THE LIMITS", Tone::error);
    page.paragraph(fmt::format("What comes nearest: {}{}", shown->name, shown->plan.empty() ? "" : ", " + shown->plan));
  } else {
    page.line(style.ascii ? "NOTHING CAN RUN THE JOB" : "✗ NOTHING CAN RUN THE JOB", Tone::error);
  }
  if (shown != nullptr) shown_run(page, *shown, sizing.goal);
  for (const std::string& each : sizing.why) page.paragraph("-", Tone::plain, each);
  for (const std::string& note : sizing.notes) page.paragraph("note:", Tone::note, note);
  if (shown != nullptr) to_write(page, *shown);
  table_of_best(page, sizing);
  front_table(page, sizing);
  relaxed(page, sizing);
  scaling(page, sizing);
  elastic(page, sizing);
  gpu_rates(page, sizing);
  left_out(page, sizing);
}

void brief_sizing(Page& page, const Sizing& sizing) {
  page.paragraph(sizing.winner ? "BEST" : "NONE", sizing.winner ? Tone::good : Tone::error,
                 sizing.job + ": " + answer_in_words(sizing), 0);
}

}  // namespace sizer
