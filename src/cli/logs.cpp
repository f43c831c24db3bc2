// `sizer logs PATH...`: what event logs tell, a row each, with what each log is worth.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>

#include "cli/command.h"
#include "cli/logs_json.h"
#include "cli/session.h"
#include "render/figures.h"
#include "render/json_parts.h"
#include "render/page.h"
#include "sizer/run.h"
#include "text/codes.h"

namespace sizer {
namespace {

/// ProgressLine in one line of a terminal, from the first second on.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream* to) : to_(to) {}
  ~ProgressLine() {
    if (shown_) *to_ << "\r\033[K" << std::flush;
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const LogProgress& progress) {
    if (!to_ || std::chrono::steady_clock::now() - begin_ < std::chrono::seconds(1)) return;
    shown_ = true;
    const std::string logs = progress.logs > 1 ? fmt::format(", {} of {} logs", progress.logs_done, progress.logs) : "";
    const auto bytes = [](std::int64_t count) { return to_text(Bytes{static_cast<double>(count)}); };
    const std::string total = progress.total > 0 ? " of " + bytes(progress.total) : "";
    *to_ << fmt::format("\r\033[Kreading logs: {}{}{}", bytes(progress.done), total, logs) << std::flush;
  }

 private:
  std::ostream* to_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

std::string bytes(std::int64_t count) {
  return to_text(Bytes{static_cast<double>(count)});
}

/// From the start of the application to its end, or to the last that is known of it.
std::string duration(const Run::Application& app) {
  if (!app.start_ms || !app.wall_start_ms || !app.wall_end_ms) return "unknown";
  return to_text(Seconds{static_cast<double>(*app.wall_end_ms - *app.wall_start_ms) / 1000});
}

/// Rows of text as they come.
class LogTable {
 public:
  LogTable()
      : table_({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
                Align::right, Align::right, Align::right}) {
    table_.add({"log", "status", "Spark", "time", "cores", "jobs", "tasks", "input", "shuffle", "output"});
  }

  void add(const Run& run) {
    if (run.log.status == LogStatus::unreadable) {
      table_.add({run.log.file, name_of(run.log.status)});
    } else {
      table_.add({run.log.file, name_of(run.log.status), run.app.spark_version.value_or("unknown"), duration(run.app),
                  fmt::format("{}", run.counts.cores_max_alive), fmt::format("{}", run.counts.jobs),
                  fmt::format("{}", run.counts.tasks_ended), bytes(run.all.input_bytes),
                  bytes(run.all.shuffle_write_bytes), bytes(run.all.output_bytes)});
    }
    notes_.push_back(run.log.notes);
  }

  std::string text(const Style& style) const {
    Page page(style);
    page.headed_table(table_, notes_);
    return page.text();
  }

 private:
  Table table_;
  std::vector<std::vector<std::string>> notes_{};
};

Diagnostic complaint(const Run& run) {
  Diagnostic diagnostic;
  diagnostic.code = run.log.failure_code == 3 ? codes::unreadable.id : codes::not_a_log.id;
  diagnostic.message = run.log.notes.empty() ? "" : run.log.notes.front();
  diagnostic.place.file = run.log.file;
  return diagnostic;
}

/// The document of JSON up to its logs, which follow one a line.
std::string head_of_document() {
  std::string head = to_text(header("logs"));
  head.erase(head.rfind("\n}"));
  return head + ",\n  \"logs\": [";
}

}  // namespace

Outcome run_logs(const Options& options, std::istream& in, const Style& style) {
  if (options.operands.empty()) throw UsageError("logs: which log? '-' is standard input");
  const std::string& format = options.format;
  Outcome outcome;
  LogTable rows;
  ProgressLine progress(options.progress);
  bool some_read = false, any = false;
  int worst = 0;
  if (format == "json") outcome.output = head_of_document();
  if (format == "csv") outcome.output = csv_header() + "\r\n";
  if (format == "ndjson") {
    Json head = {{"type", "version"}};
    head.update(header("logs"));
    outcome.output = compact(head) + "\n";
  }

  const ReadLogs how{.in = &in, .progress = [&](const LogProgress& state) { progress.show(state); }};
  read_logs(options.operands, how, [&](Run&& run) {
    worst = std::max(worst, run.log.failure_code);
    some_read = some_read || run.log.failure_code == 0;
    if (run.log.failure_code != 0) outcome.diagnostics.push_back(complaint(run));
    if (format == "text") {
      rows.add(run);
    } else if (format == "csv") {
      outcome.output += csv_row(run) + "\r\n";
    } else if (format == "ndjson") {
      add_json(run, {{"type", "log"}}, outcome.output);
      outcome.output += '\n';
    } else {
      outcome.output += any ? ",\n    " : "\n    ";
      add_json(run, Json::object(), outcome.output);
    }
    any = true;
  });
  if (format == "text") outcome.output = rows.text(style);
  if (format == "json") outcome.output += any ? "\n  ]\n}\n" : "]\n}\n";
  outcome.code = worst != 0 ? batch_code(worst, some_read) : 0;
  return outcome;
}

}  // namespace sizer
