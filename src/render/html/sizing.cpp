// The best cluster: what it is and why; the front of cost and time, and the best with other numbers of nodes, drawn.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/html/plot.h"
#include "render/phrases.h"
#include "text/path.h"

namespace sizer::html {
namespace {

const SizedRun* shown(const Sizing& sizing) {
  if (sizing.winner) return &*sizing.winner;
  return sizing.nearest_miss ? &*sizing.nearest_miss : nullptr;
}

/// A line across the plot where a limit lies, if it lies on it.
Markup limit_across(const Plot& plot, const std::optional<Seconds>& limit, const char* word) {
  if (!limit || limit->value > plot.upwards.high || limit->value < plot.upwards.low) return {};
  const double y = plot.y(limit->value);
  return line("limit", Plot::left, y, Plot::right, y) +
         label(Plot::right, y - 5, "end", "tick halo", fmt::format("{} {}", word, figure(*limit)));
}

Markup limit_upwards(const Plot& plot, const std::optional<Dollars>& limit) {
  if (!limit || limit->value > plot.rightwards.high || limit->value < plot.rightwards.low) return {};
  const double x = plot.x(limit->value);
  return line("limit", x, Plot::top, x, Plot::bottom) +
         label(x, Plot::top - 6, "middle", "tick halo", "budget " + figure(*limit));
}

/// A point that has a name beside it; on the right half the name stands left of it.
Markup named_point(const Plot& plot, double x, double y, const char* kind, const std::string& words) {
  const double across_plot = plot.x(x);
  const bool right = across_plot > 55;
  return circle(kind, across_plot, plot.y(y), 6) +
         label(across_plot, plot.y(y) - 9, right ? "end" : "start", "point-number", words, right ? -6 : 8);
}

Table runs_table(const std::string& caption) {
  return Table(caption, {{"Cluster"}, {"Time", true}, {"Cost", true}, {"$/M rows", true}, {"A node"}, {"Plan"}});
}

std::string shape_in_words(const SizedRun& run) {
  if (run.executors.per_node > 0)
    return fmt::format("{} executors of {} cores, {} heap", run.executors.per_node, run.executors.cores,
                       memory_text(run.executors.memory));
  std::string words = fmt::format("{} CPUs", count(run.usable_cpus));
  if (run.gpus > 0) words += ", " + run.gpu;
  if (run.object_store_share > 0) words += fmt::format(", object store {}", percent(run.object_store_share));
  return words;
}

void add(Table& table, const SizedRun& run) {
  table.add({name(run.name, 60), typical_over_ends(run.wall_clock), typical_over_ends(run.cost),
             text(run.usd_per_million_rows ? figure(Dollars{*run.usd_per_million_rows}) : "unknown"),
             text(shape_in_words(run)), text(run.plan.empty() ? "" : plan_in_words(run.plan))});
}

Markup answer(const Sizing& sizing) {
  const SizedRun* const run = shown(sizing);
  Markup out = paragraph("note", fmt::format("{} machine types, {} to {} nodes: {}.", count(sizing.machines),
                                             sizing.least_nodes, sizing.most_nodes, searched_in_words(sizing)));
  if (run == nullptr) return out + badge("error", "✗ nothing can run the job");
  out += element("p", sizing.winner ? badge("good", "✓ keeps the limits")
                                    : badge("error", "✗ nothing keeps the limits; this comes nearest"));
  Table table = runs_table("The best cluster for " + sizing.job);
  add(table, *run);
  out += table.markup() + sentences(sizing.why);
  std::string write = "cluster: " + run->cluster;
  for (const auto& [path, value] : run->settings) write += "\n# " + set_flag(path, value);
  return out + paragraph("note", "What to write into the job file:") + element("pre", preformatted(write));
}

Markup best(const Sizing& sizing) {
  if (sizing.best.empty()) return {};
  Table table = runs_table("The best of each machine type");
  for (const SizedRun& run : sizing.best) add(table, run);
  return table.markup();
}

Markup front_table(const Sizing& sizing) {
  if (sizing.front.empty()) return {};
  Table table("The front of cost and time", {{"Cluster"}, {"Cost", true}, {"Time", true}, {"A minute saved", true}});
  for (const FrontPoint& point : sizing.front) {
    if (!point.told) continue;
    table.add({name(point.run.name, 60) + (point.knee ? Markup{" "} + badge("plain", "knee") : Markup{}),
               text(figure(point.run.dollars)), text(figure(point.run.seconds)),
               text(point.minute_price ? figure(*point.minute_price) : "")});
  }
  return folded(fmt::format("{} of {} points, and what a minute saved costs against the line above",
                            std::ranges::count_if(sizing.front, &FrontPoint::told), sizing.front.size()),
                table.markup());
}

Markup relaxed(const Sizing& sizing) {
  Table table("Other limits",
              {{"With"}, {"Cluster"}, {"Time", true}, {"Cost", true}, {"Time more", true}, {"Cost more", true}});
  for (const Relaxation& each : sizing.relaxed) {
    const std::string limit = each.limit == "deadline" ? "a deadline of " + figure(Seconds{each.value})
                                                       : "a budget of " + figure(Dollars{each.value});
    if (each.run)
      table.add({text(limit), name(each.run->name, 60), text(figure(each.run->seconds)),
                 text(figure(each.run->dollars)), text(signed_figure(each.time)), text(signed_figure(each.cost))});
    else
      table.add({text(limit), text("still nothing"), {}, {}, {}, {}});
  }
  return table.markup();
}

Markup left_out(const Sizing& sizing) {
  std::vector<std::string> words = sizing.notes;
  for (const LeftOut& each : sizing.left_out)
    words.push_back(fmt::format("{} candidates cannot run: {}", count(each.clusters), each.message));
  return sentences(words);
}

/// A drawing, and what it shows in words.
struct Drawing {
  Markup shapes{};
  std::string words{};
};

Drawing front_of(const Sizing& sizing) {
  if (sizing.front.size() < 2) return {};
  std::vector<double> costs, times;
  for (const FrontPoint& point : sizing.front) {
    costs.push_back(point.run.dollars.value);
    times.push_back(point.run.seconds.value);
  }
  const Plot plot{axis_fitting(costs, "usd"), axis_fitting(times, "seconds")};
  Markup shapes = axes(plot, "cost of a run", "time");
  for (double& cost : costs) cost = plot.x(cost);
  for (double& time : times) time = plot.y(time);
  shapes += stroke("front-line", costs, times);
  for (std::size_t i = 0; i < costs.size(); ++i) shapes += circle("point", costs[i], times[i], 2);
  shapes += limit_across(plot, sizing.goal.deadline, "deadline") + limit_upwards(plot, sizing.goal.max_cost);
  const SizedRun* const chosen = shown(sizing);
  std::string words;
  for (const FrontPoint& point : sizing.front) {
    if (!point.knee) continue;
    const std::string name_of_knee = "knee: " + short_name(point.run.name, 40);
    words = fmt::format("{}, {} and {}. ", name_of_knee, figure(point.run.seconds), figure(point.run.dollars));
    if (chosen == nullptr || point.run.cluster != chosen->cluster)
      shapes += named_point(plot, point.run.dollars.value, point.run.seconds.value, "point", name_of_knee);
  }
  if (chosen != nullptr) {
    shapes +=
        named_point(plot, chosen->dollars.value, chosen->seconds.value, "point on-front", short_name(chosen->name, 40));
    words += fmt::format("Chosen: {}, {} and {}.", short_name(chosen->name, 60), figure(chosen->seconds),
                         figure(chosen->dollars));
  }
  return {shapes, words};
}

Drawing scaling_of(const Sizing& sizing) {
  if (!sizing.scaling || sizing.scaling->points.size() < 2) return {};
  const Scaling& curve = *sizing.scaling;
  std::vector<double> nodes, times, costs;
  for (const ScalePoint& point : curve.points) {
    if (!point.feasible) continue;
    nodes.push_back(point.nodes);
    times.push_back(point.seconds.value);
    costs.push_back(point.dollars.value);
  }
  if (nodes.size() < 2) return {};
  const Axis rightwards = axis_fitting(nodes, "");
  const Plot plot{rightwards, axis_fitting(times, "seconds")}, money{rightwards, axis_fitting(costs, "usd")};
  Markup shapes = axes(plot, "workers", "time (blue), cost of a run (amber)");
  for (double& each : nodes) each = plot.x(each);
  for (double& time : times) time = plot.y(time);
  for (double& cost : costs) cost = money.y(cost);
  shapes += stroke("scale-time", nodes, times) + stroke("scale-cost", nodes, costs);
  for (const double tick : ticks(money.upwards))
    if (tick > 0) shapes += label(Plot::right, money.y(tick) - 4, "end", "tick halo", in_unit(tick, "usd"));
  const auto mark_at = [&](int at, const char* kind, const std::string& words, double y) {
    const double x = plot.x(at);
    shapes += line("here", x, Plot::top, x, Plot::bottom) +
              label(x, y, x > 60 ? "end" : "start", kind, words, x > 60 ? -6 : 6);
  };
  if (curve.cheapest > 0)
    mark_at(curve.cheapest, "tick halo", fmt::format("{}: cheapest", curve.cheapest), Plot::top + 10);
  if (curve.knee > 0 && curve.knee != curve.cheapest)
    mark_at(curve.knee, "tick halo", fmt::format("{}: knee", curve.knee), Plot::top + 26);
  const SizedRun* const chosen = shown(sizing);
  if (chosen != nullptr)
    shapes += named_point(plot, chosen->nodes, chosen->seconds.value, "point on-front", short_name(chosen->name, 40));
  return {shapes, scaling_in_words(curve)};
}

Markup drawn(const std::string& id, const std::string& title, const Drawing& drawing) {
  if (drawing.shapes.empty()) return {};
  return picture(id, title, drawing.words, Plot::height, 560, drawing.shapes);
}

}  // namespace

Markup front_drawing(const Sizing& sizing) {
  return front_of(sizing).shapes;
}
Markup scaling_drawing(const Sizing& sizing) {
  return scaling_of(sizing).shapes;
}

Markup sizing(const Sizing& sizing, const std::string& id, int level) {
  Markup out;
  if (!sizing.file.empty() && sizing.file != sizing.job) out += classed("p", "place", name(sizing.file));
  out += section(level, sizing.winner ? "The best cluster" : "No cluster", answer(sizing));
  out += section(level, "Cost against time",
                 drawn(id + "-front", "Cost against time: nothing is both faster and cheaper", front_of(sizing)) +
                     front_table(sizing));
  out += section(level, "With more or fewer nodes",
                 drawn(id + "-scaling", "Time and cost against the number of workers", scaling_of(sizing)));
  out += section(level, "The best of each machine type", best(sizing));
  if (!sizing.relaxed.empty()) out += section(level, "What other limits would bring", relaxed(sizing));
  out += section(level, "Workers that come and go, or stay", sentences(elastic_in_words(sizing)));
  return out + section(level, "Notes, and what was left out", left_out(sizing));
}

}  // namespace sizer::html
