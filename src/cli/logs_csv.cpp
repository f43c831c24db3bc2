// A run as a row of a spreadsheet: totals only, what is unknown left empty.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "cli/logs_json.h"
#include "render/terminal_text.h"

namespace sizer {
namespace {

/// In quotes where it must be; what a spreadsheet would take for a formula gets an apostrophe before it.
std::string cell(const std::string& text) {
  std::string shown = terminal_text(text, false);
  if (!shown.empty() && std::string_view("=+-@").find(shown[0]) != std::string_view::npos) shown.insert(0, "'");
  if (shown.find_first_of(",\"") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}
std::string cell(const std::optional<std::string>& text) {
  return text ? cell(*text) : "";
}
std::string cell(std::int64_t number) {
  return fmt::format("{}", number);
}
std::string cell(Moment time) {
  return time ? cell(*time) : "";
}

/// Names and cells; those of a log that could not be read are empty but for the first ones.
std::vector<std::pair<std::string, std::string>> cells_of(const Run& run) {
  const RunCounts& counts = run.counts;
  std::string notes;
  for (const std::string& note : run.log.notes) notes += (notes.empty() ? "" : "; ") + note;
  std::vector<std::pair<std::string, std::string>> cells = {
      {"file", cell(run.log.file)},
      {"status", name_of(run.log.status)},
      {"notes", cell(notes)},
      {"app_id", cell(run.app.id)},
      {"app_name", cell(run.app.name)},
      {"attempt", cell(run.app.attempt)},
      {"spark_version", cell(run.app.spark_version)},
      {"start_ms", cell(run.app.start_ms)},
      {"end_ms", cell(run.app.end_ms)},
      {"last_event_ms", cell(run.app.last_event_ms)},
  };
  const bool known = run.log.status != LogStatus::unreadable;
  const auto number = [&](const std::string& name, std::int64_t value) {
    cells.emplace_back(name, known ? cell(value) : "");
  };
  number("lines", run.log.lines);
  number("malformed_lines", run.log.malformed_lines);
  number("jobs", counts.jobs);
  number("stage_attempts", counts.stage_attempts);
  number("sql_executions", counts.sql_executions);
  number("tasks_started", counts.tasks_started);
  number("tasks_ended", counts.tasks_ended);
  number("tasks_ok", counts.tasks.ok);
  number("tasks_failed", counts.tasks.failed);
  number("tasks_killed", counts.tasks.killed);
  number("executors", counts.executors);
  number("cores_max_alive", counts.cores_max_alive);
  number("executor_core_ms", counts.executor_core_ms);
  for (const TaskTotal& each : task_totals()) number(each.name, run.all.*each.field);
  return cells;
}

std::string joined(const std::vector<std::pair<std::string, std::string>>& cells,
                   std::string std::pair<std::string, std::string>::*which) {
  std::string row;
  for (const auto& each : cells) row += (&each == &cells.front() ? "" : ",") + each.*which;
  return row;
}

}  // namespace

std::string csv_header() {
  return joined(cells_of({}), &std::pair<std::string, std::string>::first);
}

std::string csv_row(const Run& run) {
  return joined(cells_of(run), &std::pair<std::string, std::string>::second);
}

}  // namespace sizer
