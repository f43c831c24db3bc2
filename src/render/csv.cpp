// One row a job, or one a candidate of a comparison, for spreadsheets: RFC 4180, base units, the unit in the column's
// name, what is unknown left empty. A result that holds neither has a row for each figure of a difference, or for each
// unknown of an explanation.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "render/phrases.h"
#include "render/terminal_text.h"
#include "sizer/render.h"

namespace sizer {
namespace {

// ---- Cells ----------------------------------------------------------------------------------------------------------

/// Text that a spreadsheet would take for a formula gets an apostrophe before it. Control characters become escapes, so
/// that a row is a line.
std::string text_cell(const std::string& text) {
  std::string shown = terminal_text(text, false);
  if (!shown.empty() && std::string_view("=+-@").find(shown[0]) != std::string_view::npos) shown.insert(0, "'");
  if (shown.find_first_of(",\"") == std::string::npos && shown == text) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string number_cell(double number) {
  if (!std::isfinite(number)) return "";
  return number == std::trunc(number) ? fmt::format("{:.0f}", number) : fmt::format("{}", number);
}

/// A table under construction: the first row names the columns.
class Sheet {
 public:
  void text(const std::string& column, const std::string& value) { cell(column, text_cell(value)); }
  void number(const std::string& column, double value) { cell(column, number_cell(value)); }
  void flag(const std::string& column, bool value) { cell(column, value ? "true" : "false"); }
  void empty(const std::string& column) { cell(column, ""); }

  template <class T>
  void range(const std::string& column, const Range<T>* range) {
    three(column, {"low", "typical", "high"},
          range ? std::vector{value_of(range->low), value_of(range->typical), value_of(range->high)} : unknown());
  }
  template <class T>
  void range(const std::string& column, const std::optional<Range<T>>& value) {
    range(column, value ? &*value : nullptr);
  }
  template <class T>
  void quantiles(const std::string& column, const Quantiles<T>* points) {
    three(column, {"p10", "p50", "p90"},
          points ? std::vector{value_of(points->p10), value_of(points->p50), value_of(points->p90)} : unknown());
  }

  void end_row() {
    rows_ += row_ + "\r\n";
    row_.clear();
    started_ = false;
    complete_ = true;
  }
  std::string done() const { return header_ + "\r\n" + rows_; }

 private:
  template <class Kind>
  static double value_of(Quantity<Kind> quantity) {
    return quantity.value;
  }
  static double value_of(Bytes bytes) { return std::round(bytes.value); }
  static double value_of(double number) { return number; }
  static std::vector<double> unknown() { return {std::nan(""), std::nan(""), std::nan("")}; }

  void three(const std::string& column, const std::vector<const char*>& points, const std::vector<double>& values) {
    for (std::size_t i = 0; i < points.size(); ++i) number(fmt::format("{}_{}", column, points[i]), values[i]);
  }
  void cell(const std::string& column, const std::string& value) {
    const char* const comma = started_ ? "," : "";
    if (!complete_) header_ += comma + column;
    row_ += comma + value;
    started_ = true;
  }

  std::string header_, row_, rows_;
  bool started_ = false;   ///< the row has a cell
  bool complete_ = false;  ///< the header is
};

// ---- What jobs and candidates have in common ------------------------------------------------------------------------

std::string codes_of(const std::vector<Reason>& reasons) {
  std::string codes;
  for (const Reason& reason : reasons) codes += (codes.empty() ? "" : " ") + reason.code;
  return codes;
}

void percentiles(Sheet& sheet, const Percentiles& percentiles) {
  const bool drawn = percentiles.draws > 0;
  sheet.quantiles("wall_clock_seconds", drawn ? &percentiles.wall_clock : nullptr);
  sheet.quantiles("cost_usd", drawn && percentiles.cost ? &*percentiles.cost : nullptr);
  sheet.quantiles("processed_bytes", drawn ? &percentiles.processed : nullptr);
}

/// Which bytes of a row are known: of a plan that could not be made none, of a total what is processed alone.
enum class KnownBytes { none, processed, all };

void bytes(Sheet& sheet, const ByteRows& bytes, KnownBytes known) {
  const auto row = [&](const char* name, const Range<Bytes>& range) {
    sheet.range(name, known == KnownBytes::all ? &range : nullptr);
  };
  sheet.range("processed_bytes", known == KnownBytes::none ? nullptr : &bytes.processed);
  row("input_read_bytes", bytes.input_read);
  row("shuffle_write_bytes", bytes.shuffle_write);
  row("shuffle_read_bytes", bytes.shuffle_read);
  row("spill_write_bytes", bytes.spill_write);
  row("spill_read_bytes", bytes.spill_read);
  row("broadcast_bytes", bytes.broadcast);
  row("object_store_bytes", bytes.object_store);
  row("output_write_bytes", bytes.output_write);
}

void metrics(Sheet& sheet, const Metrics& metrics) {
  sheet.range("usd_per_tb_processed", metrics.usd_per_tb_processed);
  sheet.range("usd_per_million_rows", metrics.usd_per_million_rows);
  sheet.range("usd_per_month", metrics.usd_per_month);
  sheet.range("usd_per_day_always_on", metrics.usd_per_day_always_on);
  sheet.range("rows_per_second", metrics.rows_per_second);
  sheet.range("utilization_share", metrics.utilization);
}

/// The worst of what a job's gates come to; empty: it has none.
std::string verdict_of(const JobReport& job, const std::vector<Gate>& gates) {
  std::optional<Standing> worst;
  for (const Gate* gate : gates_of(job, gates)) worst = std::min(worst.value_or(Standing::pass), standing_of(*gate));
  return worst ? name_of(*worst) : "";
}

/// Which prices and machines the figures were made with.
void catalogue(Sheet& sheet, const Result& result) {
  sheet.text("catalogue_as_of", result.catalogue_as_of);
  sheet.text("catalogue_sha256", result.catalogue_sha256);
}

void job_row(Sheet& sheet, const JobReport& job, const Result& result) {
  sheet.text("job", job.name);
  sheet.text("file", job.file);
  sheet.empty("candidate");
  sheet.text("engine", job.engine);
  sheet.text("plan", job.plan);
  sheet.text("cluster", job.cluster_name);
  sheet.text("machine", job.machine);
  sheet.number("nodes", job.nodes);
  sheet.flag("feasible", job.feasible);
  sheet.text("verdict", verdict_of(job, result.gates));
  sheet.text("reasons", codes_of(job.reasons));
  sheet.range("wall_clock_seconds", &job.wall_clock);
  sheet.range("cost_usd", job.cost);
  sheet.range("cost_at_least_usd", job.cost_at_least);
  sheet.flag("cost_partial", job.cost_partial);
  bytes(sheet, job.bytes, KnownBytes::all);
  percentiles(sheet, job.percentiles);
  metrics(sheet, job.metrics);
  sheet.text("pricing", job.pricing);
  sheet.text("platform", job.platform);
  catalogue(sheet, result);
  sheet.end_row();
}

/// All jobs together. A cost that is partial is the least that they cost.
void total_row(Sheet& sheet, const Sequence& total, const Result& result) {
  sheet.text("job", fmt::format("(total of {} jobs)", total.jobs));
  for (const char* column : {"file", "candidate", "engine", "plan", "cluster", "machine", "nodes"}) sheet.empty(column);
  sheet.flag("feasible", total.feasible);
  sheet.empty("verdict");
  sheet.empty("reasons");
  sheet.range("wall_clock_seconds", &total.wall_clock);
  sheet.range("cost_usd", total.cost);
  sheet.range("cost_at_least_usd", total.cost_at_least);
  sheet.flag("cost_partial", total.cost_partial);
  ByteRows processed;
  processed.processed = total.processed;
  bytes(sheet, processed, KnownBytes::processed);
  percentiles(sheet, {});
  Metrics monthly;
  monthly.usd_per_month = total.usd_per_month;
  metrics(sheet, monthly);
  sheet.empty("pricing");
  sheet.empty("platform");
  catalogue(sheet, result);
  sheet.end_row();
}

void candidate_row(Sheet& sheet, const Candidate& candidate, const Comparison& comparison, const Result& result) {
  sheet.text("job", comparison.job);
  sheet.text("file", comparison.file);
  sheet.text("candidate", candidate.name);
  sheet.text("engine", candidate.engine);
  sheet.text("plan", candidate.plan);
  sheet.text("cluster", candidate.cluster);
  sheet.text("machine", candidate.machine);
  sheet.number("nodes", candidate.nodes);
  sheet.flag("feasible", candidate.possible && candidate.feasible);
  sheet.empty("verdict");
  sheet.text("reasons", codes_of(candidate.reasons));
  sheet.range("wall_clock_seconds", candidate.possible ? &candidate.wall_clock : nullptr);
  sheet.range("cost_usd", candidate.cost);
  sheet.range("cost_at_least_usd", std::optional<Range<Dollars>>{});
  sheet.empty("cost_partial");
  bytes(sheet, candidate.bytes, candidate.possible ? KnownBytes::all : KnownBytes::none);
  percentiles(sheet, candidate.percentiles);
  metrics(sheet, {});
  sheet.empty("pricing");
  sheet.empty("platform");
  catalogue(sheet, result);
  sheet.end_row();
}

// ---- Differences and explanations -----------------------------------------------------------------------------------

/// The worst of the gates of a job that is told apart by its name alone; empty: it has none.
std::string verdict_of(const JobDifference& job, const std::vector<Gate>& gates) {
  std::optional<Standing> worst;
  for (const Gate& gate : gates)
    if (gate.job == job.name) worst = std::min(worst.value_or(Standing::pass), standing_of(gate));
  return worst ? name_of(*worst) : "";
}

void figure_row(Sheet& sheet, const FigureChange& figure, const JobDifference& job, const Result& result) {
  static constexpr const char* parts[cause_count] = {"data", "plan", "cluster", "price", "model"};
  sheet.text("job", job.name);
  sheet.text("base_file", job.base_file);
  sheet.text("head_file", job.head_file);
  sheet.text("status", job.status);
  sheet.text("figure", figure.figure);
  sheet.text("unit", figure.unit);
  sheet.range("base", figure.base);
  sheet.range("head", figure.head);
  sheet.number("change", figure.change.value_or(std::nan("")));
  for (std::size_t i = 0; i < cause_count; ++i)
    sheet.number(fmt::format("change_by_{}", parts[i]), figure.parts[i].value_or(std::nan("")));
  sheet.quantiles("ratio", figure.ratio ? &*figure.ratio : nullptr);
  sheet.text("verdict", verdict_of(job, result.gates));
  catalogue(sheet, result);
  sheet.end_row();
}

void influence_row(Sheet& sheet, const Influence& influence, const Explanation& explanation, const Result& result) {
  sheet.text("job", explanation.job);
  sheet.text("file", explanation.file);
  sheet.text("unknown", influence.name);
  sheet.text("unit", influence.unit);
  sheet.range("value", &influence.value);
  sheet.text("origin", influence.origin);
  sheet.text("source", influence.source);
  sheet.range("wall_clock_seconds", &influence.time);
  sheet.range("cost_usd", influence.cost);
  sheet.number("spread_seconds", influence.spread.value);
  catalogue(sheet, result);
  sheet.end_row();
}

/// One row of a search: the winner (or what comes nearest), each machine type's best, each point of the front that is
/// told.
void sized_row(Sheet& sheet, const Sizing& sizing, const char* role, const SizedRun& run, const Result& result,
               const std::optional<Dollars>& minute_price = {}) {
  sheet.text("job", sizing.job);
  sheet.text("file", sizing.file);
  sheet.text("role", role);
  sheet.text("cluster", run.name);
  sheet.text("machine", run.machine);
  sheet.text("pricing", run.pricing);
  sheet.number("nodes", run.nodes);
  sheet.text("plan", run.plan);
  sheet.number("executors_per_node", run.executors.per_node);
  sheet.number("executor_cores", run.executors.cores);
  sheet.number("executor_memory_bytes", run.executors.memory.value);
  sheet.number("executor_overhead_bytes", run.executors.overhead.value);
  sheet.number("decided_seconds", run.seconds.value);
  sheet.number("decided_usd", run.dollars.value);
  sheet.range("wall_clock_seconds", &run.wall_clock);
  sheet.range("cost_usd", &run.cost);
  sheet.number("usd_per_million_rows", run.usd_per_million_rows.value_or(std::nan("")));
  sheet.number("usd_per_minute_saved", minute_price ? minute_price->value : std::nan(""));
  sheet.text("written", run.cluster);
  catalogue(sheet, result);
  sheet.end_row();
}

void sizing_rows(Sheet& sheet, const Sizing& sizing, const Result& result) {
  if (sizing.winner) sized_row(sheet, sizing, "winner", *sizing.winner, result);
  if (sizing.nearest_miss) sized_row(sheet, sizing, "nearest_miss", *sizing.nearest_miss, result);
  for (const SizedRun& run : sizing.best) sized_row(sheet, sizing, "best_of_type", run, result);
  for (const FrontPoint& point : sizing.front)
    if (point.told)
      sized_row(sheet, sizing, point.knee ? "front, knee" : "front", point.run, result, point.minute_price);
}

void explanation_rows(Sheet& sheet, const Result& result) {
  for (const Explanation& explanation : result.explanations)
    if (explanation.sensitivity)
      for (const Influence& influence : explanation.sensitivity->influences)
        influence_row(sheet, influence, explanation, result);
}

}  // namespace

std::string render_csv(const Result& result, const Style&) {
  Sheet sheet;
  if (!result.jobs.empty() || !result.comparisons.empty()) {
    for (const JobReport& job : result.jobs) job_row(sheet, job, result);
    if (result.total) total_row(sheet, *result.total, result);
    for (const Comparison& comparison : result.comparisons)
      for (const Candidate& candidate : comparison.candidates) candidate_row(sheet, candidate, comparison, result);
  } else if (const std::vector<const Sizing*> sizings = sizings_of(result); !sizings.empty()) {
    for (const Sizing* sizing : sizings) sizing_rows(sheet, *sizing, result);
  } else if (result.difference) {
    for (const JobDifference& job : result.difference->jobs)
      for (const FigureChange& figure : job.figures) figure_row(sheet, figure, job, result);
  } else {
    explanation_rows(sheet, result);
  }
  return sheet.done();
}

}  // namespace sizer
