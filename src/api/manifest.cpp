// The manifest of a job and its cluster.
#include "api/manifest.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "api/failure.h"

namespace sizer {
namespace api {
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

const Target& target_of(const std::string& name) {
  if (const Target* const target = find_target(name)) return *target;
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  throw RequestError("", unknown_word("target", name, names));
}

}  // namespace

Manifest manifest_of(const Target& target, const std::string& field, const Given& given, const Reading& reading) {
  const Job& job = given.job;
  const Deployment deployment =
      deployment_of(job, estimate(job, job.cluster, reading.constants()), reading.catalogue().info());
  if (const std::string wrong = why_unfit(target, deployment); !wrong.empty()) throw RequestError(field, wrong);
  std::vector<Diagnostic> diagnostics;
  warn_of_plan(reading.report_on(given), diagnostics);
  Manifest manifest = target.write(deployment);
  manifest.diagnostics.insert(manifest.diagnostics.begin(), diagnostics.begin(), diagnostics.end());
  return manifest;
}

}  // namespace api

Answer<Manifest> export_manifest(const ExportRequest& request) {
  Manifest manifest;
  Diagnostics said;
  const int code = api::guarded(request.job.file, said, [&] {
    const api::Reading reading(request.setup);
    const Target& target = api::target_of(request.target);
    const api::Given given = reading.read(request.job, said);
    reading.tell_age(given.job.cluster, said);
    manifest = api::manifest_of(target, "to", given, reading);
  });
  if (code != 0) return said;
  manifest.diagnostics.insert(manifest.diagnostics.begin(), said.begin(), said.end());
  return manifest;
}

}  // namespace sizer
