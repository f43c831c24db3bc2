// One job: its verdict and its three figures first, then what they come from.
#include <fmt/format.h>

#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/limits.h"

namespace sizer::html {
namespace {

Markup what_it_is(const JobReport& job) {
  Markup words = element("span", text(job.engine + ", " + plan_in_words(job.plan))) + Markup{" "} +
                 element("span", text("on " + cluster_in_words(job)));
  for (const auto& [key, value] : job.labels)
    words += Markup{" "} + badge("plain", short_name(key, 30) + ": " + short_name(value, 30));
  Markup out;
  if (!job.file.empty() && job.file != job.name) out += classed("p", "place", name(job.file));
  return out + classed("p", "what", words);
}

/// One large figure with its range drawn below it: the line from low to high, the band from p10 to p90.
struct Card {
  const char* title;
  std::string typical, ends, remark{};
  Axis axis{};
  Range<double> range{};
  std::optional<Quantiles<double>> band{};
};

template <class T>
Card card_of(const char* title, const char* unit, const Range<T>& range, const Quantiles<T>* quantiles) {
  Card card{title, figure(range.typical), without_brackets(in_brackets(range))};
  card.range = plain(range);
  card.axis = axis_from_zero({card.range.high, card.range.typical}, unit);
  if (!quantiles) return card;
  card.band = Quantiles<double>{quantiles->p10.value, quantiles->p50.value, quantiles->p90.value};
  return card;
}

Markup markup_of(const Card& card) {
  Markup out = element("dt", text(card.title));
  Markup body = classed("div", "big", text(card.typical));
  if (!card.ends.empty()) {
    Markup shapes = shape("rect", {{"class", "rail"}, {"width", "100%"}, {"y", "9"}, {"height", "2"}, {"rx", "1"}}) +
                    whisker(card.axis, card.range.low, card.range.high);
    if (card.band) shapes += bar(card.axis, card.band->p10, card.band->p90, "band", 6, 8);
    body += element("svg", {{"class", "strip"}, {"width", "100%"}, {"height", "20"}, {"aria-hidden", "true"}},
                    shapes + dot(card.axis, card.range.typical));
    body += paragraph("ends", card.ends);
  }
  body += paragraph("note", card.remark);
  return classed("div", "card", out + element("dd", body));
}

Markup how_to_read(const JobReport& job) {
  std::string words = fmt::format("Large: the typical case, the dot. Line: {}.", range_in_words());
  if (job.percentiles.draws > 0) words += " Band: " + percentiles_in_words(job.percentiles);
  if (job.cost_at_least) words += " The cost is unknown: a line of it has no price.";
  return paragraph("note", words);
}

Markup what_bounds_it(const JobReport& job) {
  if (job.stages.empty()) return {};
  return paragraph("note", fmt::format("Start-up takes {} of the time{}.", figure(job.startup.typical),
                                       longest_is_bound_by(job.bound_by)));
}

}  // namespace

Markup figure_cards(const JobReport& job) {
  const Percentiles& drawn = job.percentiles;
  const bool some = drawn.draws > 0;
  Markup cards = markup_of(card_of("Time", "seconds", job.wall_clock, some ? &drawn.wall_clock : nullptr));
  if (job.cost)
    cards += markup_of(card_of("Cost of a run", "usd", *job.cost, some && drawn.cost ? &*drawn.cost : nullptr));
  else
    cards += markup_of({"Cost of a run", "unknown", "",
                        job.cost_at_least ? "at least " + with_range(*job.cost_at_least) : "no price is known"});
  cards += markup_of(card_of("Bytes processed", "bytes", job.bytes.processed, some ? &drawn.processed : nullptr));
  return classed("dl", "cards", cards) + how_to_read(job);
}

Markup summary(const Result& result, int level) {
  const std::vector<JobReport>& jobs = result.jobs;
  if (jobs.size() < 2) return {};
  Table table("All jobs",
              {{"Job"}, {"Verdict"}, {"Time", true}, {"Cost", true}, {"A month", true}, {"Processed", true}, {"Plan"}});
  const auto monthly = [](const std::optional<Range<double>>& usd) {
    return usd ? typical_over_ends(Range<Dollars>{{usd->low}, {usd->typical}, {usd->high}}) : Markup{};
  };
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const JobReport& job = jobs[i];
    const Markup link = element("a", {{"href", fmt::format("#job-{}", i + 1)}}, text(short_name(job.name, 60)));
    table.add({link, feasibility(job.feasible), typical_over_ends(job.wall_clock),
               job.cost ? typical_over_ends(*job.cost) : text(cost_in_words(job.cost, job.cost_at_least)),
               monthly(job.metrics.usd_per_month), typical_over_ends(job.bytes.processed),
               text(job.engine + ", " + plan_in_words(job.plan))});
  }
  if (result.total) {
    const Sequence& all = *result.total;
    const Markup cost = all.cost ? typical_over_ends(*all.cost) : text(cost_in_words(all.cost, all.cost_at_least));
    table.add({text(fmt::format("All {} jobs", all.jobs)),
               feasibility(all.feasible),
               typical_over_ends(all.wall_clock),
               cost,
               monthly(all.usd_per_month),
               typical_over_ends(all.processed),
               {}},
              "total");
  }
  return section(level, "All jobs", table.markup());
}

Markup job(const JobReport& job, int level, const std::string& id) {
  Markup out = what_it_is(job) + classed("p", "verdict", feasibility(job.feasible));
  if (!job.feasible) out += paragraph("note", "The figures below are those of the plan if it could run.");
  out += figure_cards(job) + what_bounds_it(job);
  if (!job.measured.empty()) out += paragraph("note", "Measured: " + job.measured + ".");
  out += section(level, "Worth knowing", reasons(job.reasons));
  out += timeline(job, level);
  out += what_moves(job, id, level);
  out += section(level, "Shuffles, planned and saved", sentences(job.exchanges));
  for (const BroadcastLimits* limits : all_limits(job.broadcast, job.more_broadcasts))
    out += broadcast_limits(*limits, level);
  out += costs(job, level);
  return out + assumptions(job, level);
}

}  // namespace sizer::html
