// `sizer export JOB --to TARGET`: the manifest of a job and its cluster.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <vector>

#include "commands/session.h"
#include "sizer/deploy.h"

namespace sizer {
namespace {

UsageError which_target() {
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  return UsageError(fmt::format("export: --to what? One of: {}", fmt::join(names, ", ")));
}

/// A plan that cannot run may be written down, but not without a word.
void warn_of_plan(const JobReport& report, std::vector<Diagnostic>& diagnostics) {
  for (const Reason& reason : report.reasons) {
    if (reason.severity != "error") continue;
    Diagnostic warning;
    warning.code = reason.code;
    warning.severity = "warning";
    warning.message = "this plan cannot run: " + reason.message;
    warning.place = reason.place;
    if (warning.place.file.empty()) warning.place.file = report.file;
    warning.note = reason.remedy;
    diagnostics.push_back(std::move(warning));
  }
}

}  // namespace

Outcome run_export(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 1) throw UsageError("export: of which job? `sizer export job.yaml --to ray-job`");
  const Target* const target = find_target(options.to);
  if (!target) throw which_target();
  const Session session(options, in);
  Outcome outcome;
  outcome.code = guarded(shown_name(options.operands.front()), outcome.diagnostics, [&] {
    const Session::Given given = session.read(options.operands.front(), outcome.diagnostics);
    const Deployment deployment = deployment_of(given.job, estimate(given.job, given.job.cluster, session.constants()));
    if (const std::string wrong = why_unfit(*target, deployment); !wrong.empty()) throw UsageError("--to " + wrong);
    warn_of_plan(session.report_on(given), outcome.diagnostics);
    Manifest manifest = target->write(deployment);
    outcome.output = std::move(manifest.text);
    std::ranges::move(manifest.diagnostics, std::back_inserter(outcome.diagnostics));
  });
  return outcome;
}

}  // namespace sizer
