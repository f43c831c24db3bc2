// `sizer export JOB --to TARGET`: the manifest of a job and its cluster.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "commands/manifests.h"

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
  const Target* const target = find_target(options.to);
  if (!target) throw which_target();
  const Session session(options, in);
  Outcome outcome;
  outcome.code = guarded(shown_name(options.operands.front()), outcome.diagnostics, [&] {
    const Session::Given given = session.read(options.operands.front(), outcome.diagnostics);
    session.tell_age(given.job.cluster, outcome.diagnostics);
    outcome.output = manifest_of(*target, "--to", given, session, outcome.diagnostics);
  });
  return outcome;
}

}  // namespace sizer
