// `sizer diff BASE HEAD`: job files, saved results, or either in a commit of git.
#include <fmt/format.h>

#include <algorithm>

#include "cli/file_kind.h"
#include "cli/git.h"
#include "cli/session.h"
#include "cli/texts.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

DiffedJob diffed(const NamedText& text) {
  DiffedJob made{.path = text.path, .file = text.file};
  if (kind_of(text.file, text.text) == "result") {
    made.result = read_result(text.text, text.file);
    return made;
  }
  made.source.text = text.text;
  if (is_in_git(text.file)) made.source.cluster = cluster_in_git(text.file, text.text);
  return made;
}

/// `other`: the other side as it was named, for a commit that stands alone.
std::vector<DiffedJob> side_of(const std::string& operand, const std::string& other, std::istream& in) {
  const std::vector<NamedText> texts = texts_of(operand, {other}, in);
  if (texts.empty()) throw Unreadable(fmt::format("cannot read {}: it holds no job", operand));
  std::vector<DiffedJob> side;
  side.reserve(texts.size());
  for (const NamedText& each : texts) side.push_back(diffed(each));
  return side;
}

}  // namespace

Outcome run_diff(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 2)
    throw UsageError(
        "diff: which two? `sizer diff BASE HEAD`, each a job file, a folder, a saved result, a "
        "branch, or main:job.yaml");
  const Session session(options, in);
  const std::string &first = options.operands[0], &second = options.operands[1];
  DiffRequest request{.setup = session.setup(), .base_name = shown_name(first), .head_name = shown_name(second)};
  if (!options.fail_on.empty()) request.fail_on = read_limit(GateId::max_increase, options.fail_on, "--fail-on");
  Result result = session.reading().begin("diff");
  int worst = guarded(first, result.diagnostics, [&] { request.base = side_of(first, second, in); });
  worst = std::max(worst, guarded(second, result.diagnostics, [&] { request.head = side_of(second, first, in); }));
  if (worst != 0) return {.result = std::move(result), .code = worst};
  Outcome outcome = outcome_of(diff(request), std::move(result));
  if (outcome.code == 0 && std::ranges::any_of(outcome.result->gates, &Gate::breaks)) outcome.code = 1;
  return outcome;
}

}  // namespace sizer
