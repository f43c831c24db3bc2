// Manifests beside a result, and what is said of them.
#include "commands/manifests.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sizer {
namespace {

/// A plan that cannot run may be written down, but not without a word.
void warn_of_plan(const JobReport& report, std::vector<Diagnostic>& diagnostics) {
  for (const Reason& reason : report.reasons) {
    if (reason.severity != Severity::error) continue;
    Diagnostic warning;
    warning.code = reason.code;
    warning.severity = Severity::warning;
    warning.message = "this plan cannot run: " + reason.message;
    warning.place = reason.place;
    if (warning.place.file.empty()) warning.place.file = report.file;
    warning.note = reason.remedy;
    diagnostics.push_back(std::move(warning));
  }
}

std::vector<std::string_view> names_of_targets() {
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  return names;
}

}  // namespace

std::vector<Export> exports_of(const Options& options) {
  std::vector<Export> exports;
  for (const std::string& text : options.exports) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals), file = equals == std::string::npos ? "" : text.substr(equals + 1);
    if (file.empty() || file == "-")
      throw UsageError(fmt::format("--export '{}': expected TARGET=FILE, e.g. spark-application=app.yaml", text));
    const Target* const target = find_target(name);
    if (target == nullptr) throw unknown("target of --export", name, names_of_targets());
    exports.push_back({target, file});
  }
  return exports;
}

bool for_kubernetes(const std::vector<Export>& exports) {
  return std::ranges::any_of(exports, [](const Export& each) { return each.target->kubernetes; });
}

void check_engine(const std::vector<Export>& exports, EngineKind engine) {
  Deployment anywhere;
  anywhere.engine = engine;
  for (const Export& each : exports)
    if (const std::string wrong = why_unfit(*each.target, anywhere); !wrong.empty())
      throw UsageError("--export " + wrong);
}

std::string manifest_of(const Target& target, const std::string& flag, const Session::Given& given,
                        const Session& session, std::vector<Diagnostic>& diagnostics) {
  const Job& job = given.job;
  const Deployment deployment =
      deployment_of(job, estimate(job, job.cluster, session.constants()), session.catalogue().info());
  if (const std::string wrong = why_unfit(target, deployment); !wrong.empty()) throw UsageError(flag + " " + wrong);
  warn_of_plan(session.report_on(given), diagnostics);
  Manifest manifest = target.write(deployment);
  std::ranges::move(manifest.diagnostics, std::back_inserter(diagnostics));
  return std::move(manifest.text);
}

std::vector<NewFile> manifests_of(const std::vector<Export>& exports, const Session::Given& given,
                                  const Session& session, std::vector<Diagnostic>& diagnostics) {
  std::vector<NewFile> files;
  files.reserve(exports.size());
  std::vector<Diagnostic> said;
  for (const Export& each : exports)
    files.push_back({each.file, manifest_of(*each.target, "--export", given, session, said)});
  // The origins of a format without comments are many, and beside the answer nobody reads them.
  std::erase_if(said,
                [&](const Diagnostic& each) { return each.severity == Severity::note && !session.options().verbose; });
  std::ranges::move(said, std::back_inserter(diagnostics));
  return files;
}

}  // namespace sizer
