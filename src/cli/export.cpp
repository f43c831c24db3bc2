// `sizer export JOB --to TARGET`: the manifest of a job and its cluster.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "cli/session.h"

namespace sizer {
namespace {

UsageError which_target() {
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  return UsageError(fmt::format("export: --to what? One of: {}", fmt::join(names, ", ")));
}

}  // namespace

Outcome run_export(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 1) throw UsageError("export: of which job? `sizer export job.yaml --to ray-job`");
  if (find_target(options.to) == nullptr) throw which_target();
  const Session session(options, in);
  ExportRequest request{.setup = session.setup(), .target = options.to};
  Outcome outcome;
  outcome.code = guarded(shown_name(options.operands.front()), outcome.diagnostics,
                         [&] { request.job = session.job_file(options.operands.front()); });
  if (outcome.code != 0) return outcome;
  Answer<Manifest> answer = export_manifest(request);
  if (auto* const manifest = std::get_if<Manifest>(&answer)) {
    outcome.output = std::move(manifest->text);
    outcome.diagnostics = std::move(manifest->diagnostics);
  } else {
    outcome.diagnostics = std::move(std::get<Diagnostics>(answer));
    outcome.code = code_of(outcome.diagnostics);
  }
  return outcome;
}

}  // namespace sizer
