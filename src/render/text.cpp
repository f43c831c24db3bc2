// The report for people: the verdict first, then what moves, when, at what price, and what the numbers rest on.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "render/figures.h"
#include "render/limits.h"
#include "render/page.h"
#include "render/phrases.h"
#include "render/text_parts.h"
#include "sizer/render.h"
#include "text/path.h"

namespace sizer {
namespace {

// ---- What the job is, and the verdict -------------------------------------------------------------------------------

/// "20 x m5d.4xlarge", with the cluster's name where it says more.
std::string cluster_in_words(const JobReport& job) {
  std::string out = fmt::format("{} x {}", job.nodes, job.machine.empty() ? "node" : job.machine);
  if (job.cluster_name != out && !job.cluster_name.empty()) out = fmt::format("{}, {}", job.cluster_name, out);
  return out + ": " + capacity_in_words(job);
}

void headline(Page& page, const JobReport& job) {
  page.line(job.name, Tone::heading);
  if (!job.file.empty() && job.file != job.name) page.line("  " + job.file);
  page.paragraph(fmt::format("{}, {}", job.engine, plan_in_words(job.plan)));
  page.paragraph("on " + cluster_in_words(job));
}

/// "4 min and $1.20" of what is more than nothing; `sign` -1: of what is less.
std::string amounts(const Gain& gain, double sign) {
  const Seconds time = gain.time * sign;
  const Dollars money = gain.cost.value_or(Dollars{}) * sign;
  std::vector<std::string> parts;
  if (time.value >= 0.5) parts.push_back(figure(time));
  if (money.value >= 0.005) parts.push_back(figure(money));
  return fmt::format("{}", fmt::join(parts, " and "));
}

/// "makes the plan feasible, saves about 4 min and $1.20"
std::string in_words(const Gain& gain) {
  const std::string saved = amounts(gain, 1), lost = amounts(gain, -1);
  std::vector<std::string> words;
  if (gain.makes_feasible) words.emplace_back("makes the plan feasible");
  if (!saved.empty()) words.push_back("saves about " + saved);
  if (!lost.empty()) words.push_back((saved.empty() ? "takes about " : "takes ") + lost + " more");
  return fmt::format("{}", fmt::join(words, ", "));
}

/// "--set steps.join.strategy=broadcast"
std::string flags_of(const Gain& gain) {
  std::string flags;
  for (const auto& [path, value] : gain.settings) flags += (flags.empty() ? "" : " ") + set_flag(path, value);
  return flags;
}

void reason(Page& page, const Reason& reason) {
  page.paragraph(fmt::format("{}[{}]:", name_of(reason.severity), reason.code), tone_of(reason.severity),
                 reason.message);
  if (reason.remedy.empty()) return;
  const std::string gain = reason.gain ? in_words(*reason.gain) : "";
  page.paragraph(fmt::format("Remedy: {}{}", reason.remedy, gain.empty() ? "" : fmt::format(" ({})", gain)), 4);
  if (reason.gain) page.verbatim(flags_of(*reason.gain), 4);
}

/// Why the plan cannot run (errors), or what else to know about it.
void reasons(Page& page, const JobReport& job, bool errors) {
  for (const Reason& each : job.reasons)
    if ((each.severity == Severity::error) == errors) reason(page, each);
}

void verdict(Page& page, const JobReport& job, const Style& style) {
  page.blank();
  if (job.feasible)
    page.line(style.ascii ? "FEASIBLE" : "✓ FEASIBLE", Tone::good);
  else
    page.line(style.ascii ? "INFEASIBLE" : "✗ INFEASIBLE", Tone::error);
  reasons(page, job, true);
  if (!job.feasible) page.paragraph("The figures below are those of the plan if it could run.");

  Table table({Align::left, Align::right, Align::left});
  table.add({"time", figure(job.wall_clock.typical), in_brackets(job.wall_clock)});
  if (job.cost)
    table.add({"cost", figure(job.cost->typical), in_brackets(*job.cost)});
  else if (job.cost_at_least)
    table.add({"cost", "unknown", "at least " + with_range(*job.cost_at_least)});
  else
    table.add({"cost", "unknown", "(no price is known)"});
  table.add({"processed", figure(job.bytes.processed.typical), in_brackets(job.bytes.processed)});
  page.table(table);
  if (job.cost_at_least) page.paragraph("The cost is unknown: a line of it has no price.");
  page.paragraph(fmt::format("In brackets: {}.", range_in_words()));
  if (job.percentiles.draws > 0) page.paragraph(percentiles_in_words(job.percentiles));
  page.paragraph(
      fmt::format("Start-up takes {} of the time{}.", figure(job.startup.typical), longest_is_bound_by(job.bound_by)));
}

/// The verdict in a sentence.
void brief(Page& page, const JobReport& job) {
  page.paragraph(job.feasible ? "FEASIBLE" : "INFEASIBLE", job.feasible ? Tone::good : Tone::error,
                 fmt::format("{}: {}", job.name, figures_of(job)), 0);
}

// ---- What moves -----------------------------------------------------------------------------------------------------

bool any(const Range<Bytes>& bytes) {
  return bytes != Range<Bytes>{};
}

void bytes(Page& page, const ByteRows& bytes) {
  Table table({Align::left, Align::right, Align::left});
  table.add({"What moves", "typical", "low – high"});
  const auto row = [&](const char* name, const Range<Bytes>& range) {
    if (any(range)) table.add({name, figure(range.typical), in_brackets(range)});
  };
  row("  input read", bytes.input_read);
  row("  shuffle write", bytes.shuffle_write);
  row("  shuffle read", bytes.shuffle_read);
  row("  object store", bytes.object_store);
  row("  output write", bytes.output_write);
  table.add({"  TOTAL processed", figure(bytes.processed.typical), in_brackets(bytes.processed)});
  row("  beside it: broadcast", bytes.broadcast);
  row("  beside it: spill write", bytes.spill_write);
  row("  beside it: spill read", bytes.spill_read);
  if (!any(bytes.spill_write)) table.add({"  beside it: spill", "none"});
  page.headed_table(table);
}

// ---- Stage by stage -------------------------------------------------------------------------------------------------

std::string moved_by(const ByteRows& bytes) {
  std::string out;
  const auto part = [&](const char* verb, const Range<Bytes>& range) {
    if (!any(range)) return;
    const bool perhaps = range.typical == Bytes{};
    out += fmt::format("; {} {}{}", verb, perhaps ? "up to " : "", figure(perhaps ? range.high : range.typical));
  };
  part("reads", bytes.input_read);
  part("fetches", bytes.shuffle_read);
  part("broadcasts", bytes.broadcast);
  part("moves", bytes.object_store);
  part("spills", bytes.spill_write);
  part("shuffles", bytes.shuffle_write);
  part("writes", bytes.output_write);
  return out;
}

/// Numbered as `explain` and JSON number them: stages[0] is the first.
void stages(Page& page, const JobReport& job) {
  if (job.stages.empty()) return;
  Table table({Align::left, Align::right, Align::right, Align::left}, {"of the run", 10});
  std::vector<std::vector<std::string>> details(1);
  table.add({"Stage by stage", "tasks", "time", "low – high"});
  for (const StageRow& stage : job.stages) {
    table.add({fmt::format("  {} {}", table.size() - 1, stage.name), count(stage.tasks), figure(stage.seconds.typical),
               in_brackets(stage.seconds)},
              stage.seconds.typical / job.wall_clock.typical);
    details.push_back({fmt::format("{}", fmt::join(stage.steps, " → ")),
                       fmt::format("bound by {}{}", bound_in_words(stage.bound_by), moved_by(stage.bytes))});
    if (stage.steps.empty()) details.back().erase(details.back().begin());
  }
  page.headed_table(table, details);
}

void exchanges(Page& page, const JobReport& job) {
  if (job.exchanges.empty()) return;
  page.heading("Shuffles, planned and saved");
  for (const std::string& sentence : job.exchanges) page.paragraph("-", Tone::plain, sentence);
}

// ---- Money ----------------------------------------------------------------------------------------------------------

/// "8.33 (6 – 12.7) × node-hour at $0.904: m5d.4xlarge on demand, as of 2026-07-20"
std::string calculation(const CostRow& line) {
  return fmt::format("{} × {} at {}{}{}", with_range(line.quantity), line.unit,
                     line.unit_price ? figure(Dollars{*line.unit_price}) : "an unknown price",
                     line.note.empty() ? "" : ": ", line.note);
}

void costs(Page& page, const JobReport& job) {
  if (job.cost_lines.empty()) return;
  Table table({Align::left, Align::right, Align::left});
  std::vector<std::vector<std::string>> details(1);
  table.add({"Cost of a run", "typical", "low – high"});
  for (const CostRow& line : job.cost_lines) {
    table.add({"  " + line.item, line.cost ? figure(line.cost->typical) : "unknown",
               line.cost ? in_brackets(*line.cost) : ""});
    details.push_back({calculation(line)});
  }
  if (job.cost)
    table.add({"  TOTAL", figure(job.cost->typical), in_brackets(*job.cost)});
  else if (job.cost_at_least)
    table.add({"  TOTAL", "unknown", "at least " + with_range(*job.cost_at_least)});
  page.headed_table(table, details);
}

void metrics(Page& page, const Metrics& metrics) {
  Table table({Align::left, Align::right, Align::left});
  table.add({"In other terms", "typical", "low – high"});
  const auto dollars = [&](const char* name, const std::optional<Range<double>>& range) {
    if (!range) return;
    const Range<Dollars> money{{range->low}, {range->typical}, {range->high}};
    table.add({name, figure(money.typical), in_brackets(money)});
  };
  dollars("  per TB processed", metrics.usd_per_tb_processed);
  dollars("  per million rows", metrics.usd_per_million_rows);
  dollars("  per month", metrics.usd_per_month);
  dollars("  per day, always on", metrics.usd_per_day_always_on);
  if (metrics.rows_per_second) {
    const Range<double>& rows = *metrics.rows_per_second;
    const Range<RowRate> speed{{rows.low}, {rows.typical}, {rows.high}};
    table.add({"  throughput", figure(speed.typical), in_brackets(speed)});
  }
  if (metrics.utilization)
    table.add({"  utilization", percent(metrics.utilization->typical), percent_in_brackets(*metrics.utilization)});
  if (table.size() > 1) page.headed_table(table);
}

// ---- What to know, and what it rests on -----------------------------------------------------------------------------

void worth_knowing(Page& page, const JobReport& job) {
  const bool some =
      std::ranges::any_of(job.reasons, [](const Reason& each) { return each.severity != Severity::error; });
  if (!some && !job.broadcast) return;
  page.heading("Worth knowing");
  reasons(page, job, false);
  for (const BroadcastLimits* limits : all_limits(job.broadcast, job.more_broadcasts))
    page.paragraph("-", Tone::plain,
                   fmt::format("Broadcasting {} ({} read): safe {}; faster than a sort-merge join {}.", limits->table,
                               figure(limits->size), safe_reach(*limits), paying_reach(*limits)));
}

void assumptions(Page& page, const JobReport& job) {
  constexpr std::size_t most = 3;
  if (job.assumptions.empty()) return;
  const std::size_t shown = std::min(most, job.assumptions.size());
  page.heading(
      fmt::format("What the time rests on ({} of {} assumptions, by influence)", shown, job.assumptions.size()));
  for (std::size_t i = 0; i < shown; ++i) {
    const Assumption& each = job.assumptions[i];
    page.paragraph("-", Tone::plain, fmt::format("{} = {}", each.name, value_of(each)));
    page.paragraph(fmt::format("moves the time by {}; {}{}{}", figure(Seconds{each.influence}), each.origin,
                               each.source.empty() ? "" : ", ", each.source),
                   4);
  }
}

void job_page(Page& page, const JobReport& job, const Style& style) {
  headline(page, job);
  verdict(page, job, style);
  if (!job.measured.empty()) page.paragraph("-", Tone::plain, job.measured);
  bytes(page, job.bytes);
  stages(page, job);
  exchanges(page, job);
  costs(page, job);
  metrics(page, job.metrics);
  if (job.spot) {
    page.heading("Workers may be taken away");
    for (const std::string& words : in_words(*job.spot)) page.paragraph(words);
  }
  worth_knowing(page, job);
  assumptions(page, job);
}

// ---- Several jobs ---------------------------------------------------------------------------------------------------

std::string monthly(const std::optional<Range<double>>& usd) {
  return usd ? figure(Dollars{usd->typical}) : "";
}

std::string in_few_words(const std::optional<Range<Dollars>>& cost, const std::optional<Range<Dollars>>& at_least) {
  return cost ? figure(cost->typical) : at_least ? figure(at_least->typical) + " or more" : "unknown";
}

/// What each comes to, and all of them; their own pages follow.
void overview(Page& page, const Result& result) {
  const Sequence& all = *result.total;
  const bool by_month = all.usd_per_month.has_value();
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({fmt::format("{} jobs", all.jobs), "time", "cost", by_month ? "a month" : "", ""});
  for (const JobReport& job : result.jobs)
    table.add({"  " + job.name, figure(job.wall_clock.typical), in_few_words(job.cost, job.cost_at_least),
               monthly(job.metrics.usd_per_month), job.feasible ? "" : "cannot run"});
  table.add({"  TOTAL", figure(all.wall_clock.typical), in_few_words(all.cost, all.cost_at_least),
             monthly(all.usd_per_month), all.feasible ? "" : "not all can run"});
  page.headed_table(table);
  page.paragraph("Together, " + in_words(all) + ".");
}

/// A file of several jobs, unless it holds all there are.
bool is_told_apart(const Sequence& sequence, const Result& result) {
  return !result.total || sequence.jobs != result.total->jobs;
}

void sequence_line(Page& page, const std::string& name, const Sequence& sequence) {
  page.paragraph(sequence.feasible ? "FEASIBLE" : "INFEASIBLE", sequence.feasible ? Tone::good : Tone::error,
                 name + ": " + in_words(sequence), 0);
}

/// A line of a job that passes, where its whole page would hide those that do not; several stand in a table already.
void told_in_brief(Page& page, const JobReport& job, const Style& style) {
  if (style.brief) return;
  page.blank();
  brief(page, job);
  page.paragraph(fmt::format("The whole of it: sizer estimate {}", job.file.empty() ? "JOB" : job.file));
}

void footer(Page& page, const Result& result) {
  page.blank();
  page.paragraph(fmt::format("{}; each price has its own date; constants: {}.", catalogue_in_words(result),
                             profile_in_words(result)),
                 0);
}

}  // namespace

std::string render_text(const Result& result, const Style& style) {
  Page page(style);
  bool first = true;
  const auto part = [&](auto show) {
    if (!first && !style.brief) page.separator();
    first = false;
    show();
  };
  const bool check = result.command == "check";
  if (check && !result.gates.empty()) part([&] { gates(page, result.gates, style); });
  if (result.total && !style.brief) part([&] { overview(page, result); });
  for (const JobReport& job : result.jobs)
    if (check && passes(job, result.gates)) {
      if (!result.total) told_in_brief(page, job, style);
    } else {
      part([&] { style.brief ? brief(page, job) : job_page(page, job, style); });
    }
  for (const Sequence& each : result.sequences)
    if (is_told_apart(each, result)) part([&] { sequence_line(page, each.file, each); });
  if (result.total && style.brief) sequence_line(page, "total", *result.total);
  for (const Comparison& each : result.comparisons)
    part([&] { style.brief ? brief_comparison(page, each) : comparison(page, each, style); });
  if (result.difference) part([&] { difference(page, *result.difference, style); });
  for (const Explanation& each : result.explanations) part([&] { explanation(page, each, style); });
  for (const Sizing* each : sizings_of(result))
    part([&] { style.brief ? brief_sizing(page, *each) : sizing(page, *each, style); });
  if (!check) gates(page, result.gates, style);
  if (!first && !style.brief) footer(page, result);
  return page.text();
}

}  // namespace sizer
