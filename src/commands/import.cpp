// `sizer import FILE`: a manifest's cluster as a cluster file, or the run of an event log as a job file.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "commands/session.h"
#include "files/open.h"
#include "sizer/deploy.h"
#include "sizer/imported.h"
#include "sizer/input.h"
#include "text/codes.h"

namespace sizer {
namespace {

/// How packed logs begin, and what the first lines of a plain one hold.
bool is_log(const std::string& path) {
  using namespace std::string_view_literals;
  std::error_code error;
  if (path == "-") return false;
  if (std::filesystem::is_directory(path, error)) return true;
  std::array<char, 4096> head{};
  OpenFile file(path);
  if (file.is_pipe()) return false;
  const std::string_view begin(head.data(), file.read(head.data(), head.size()));
  for (const std::string_view magic :
       {"\x28\xb5\x2f\xfd"sv, "\x1f\x8b"sv, "\x04\x22\x4d\x18"sv, "LZ4Block"sv, "\x82SNAPPY"sv, "ZV"sv, "PK\x03\x04"sv})
    if (begin.starts_with(magic)) return true;
  return begin.starts_with("{") && begin.find("\"Event\"") != std::string_view::npos;
}

Diagnostic remark(const Code& code, const char* severity, const std::string& file, std::string message) {
  Diagnostic made;
  made.code = code.id;
  made.severity = severity;
  made.message = std::move(message);
  made.place.file = file;
  return made;
}

Outcome job_of_log(const std::string& path) {
  Outcome outcome;
  bool found = false;
  read_logs({path}, {}, [&](Run&& run) {
    if (found) throw UsageError("import: one log at a time; this folder holds several");
    found = true;
    if (run.log.status == LogStatus::unreadable) {
      outcome.code = run.log.failure_code;
      outcome.diagnostics.push_back(remark(codes::not_a_log, "error", run.log.file,
                                           run.log.notes.empty() ? "this is no event log" : run.log.notes.front()));
      return;
    }
    ImportedRun imported = import_run(run);
    for (const std::string& note : run.log.notes)
      outcome.diagnostics.push_back(remark(codes::taken_for_granted, "warning", run.log.file, note));
    for (const std::string& warning : imported.warnings)
      outcome.diagnostics.push_back(remark(codes::taken_for_granted, "warning", run.log.file, warning));
    for (const std::string& note : imported.notes)
      outcome.diagnostics.push_back(remark(codes::taken_for_granted, "note", run.log.file, note));
    if (imported.jobs.empty()) {
      outcome.code = 2;
      outcome.diagnostics.push_back(
          remark(codes::not_a_log, "error", run.log.file, "no task ended in this log: there is no run to tell of"));
      return;
    }
    for (const ImportedJob& each : imported.jobs) {
      const int code = guarded(run.log.file, outcome.diagnostics, [&] { read_job(each.text, run.log.file); });
      outcome.code = std::max(outcome.code, code);
    }
    if (outcome.code == 0) outcome.output = std::move(imported.text);
  });
  if (found) return outcome;
  outcome.code = 2;
  outcome.diagnostics.push_back(remark(codes::not_a_log, "error", path, "there is no event log in this folder"));
  return outcome;
}

/// What was left out changes nothing: one line says how much it is.
void fold(std::vector<Diagnostic>& diagnostics, const std::string& file) {
  const auto is_left_out = [](const Diagnostic& each) { return each.code == codes::left_out.id; };
  const auto fields = std::ranges::count_if(
      diagnostics, [&](const Diagnostic& each) { return is_left_out(each) && each.severity == "warning"; });
  if (std::erase_if(diagnostics, is_left_out) == 0) return;
  const std::string what = fields == 0   ? "what is about the program and not its cluster"
                           : fields == 1 ? "a field that says nothing of bytes, time or cost"
                                         : fmt::format("{} fields that say nothing of bytes, time or cost", fields);
  diagnostics.push_back(remark(codes::left_out, "note", file, fmt::format("left out: {}; -v shows it all", what)));
}

}  // namespace

Outcome run_import(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 1) throw UsageError("import: which manifest or event log? '-' is standard input");
  const std::string& file = options.operands.front();
  if (is_log(file)) return job_of_log(file);
  Outcome outcome;
  outcome.code = guarded(shown_name(file), outcome.diagnostics, [&] {
    Imported imported = import_manifest(read_text(file, in), shown_name(file), options.pick);
    outcome.output = std::move(imported.text);
    outcome.diagnostics = std::move(imported.diagnostics);
    if (!options.verbose) fold(outcome.diagnostics, shown_name(file));
  });
  return outcome;
}

}  // namespace sizer
