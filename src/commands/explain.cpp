// `sizer explain JOB [PATH]`: where a number comes from, and what moves it.
#include <fmt/format.h>

#include "commands/session.h"
#include "sizer/explanation.h"

namespace sizer {
namespace {

constexpr int most_depth = 12;

UsageError unknown_path(const std::string& path, const Job& job, const Constants& constants) {
  const std::vector<std::string> paths = derivable(job, constants);
  return unknown("number", path, {paths.begin(), paths.end()});
}

}  // namespace

Outcome run_explain(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty() || options.operands.size() > 2)
    throw UsageError("explain: which number of which job? `sizer explain job.yaml wall_clock_seconds`");
  const std::string path = options.operands.size() == 2 ? options.operands[1] : "wall_clock_seconds";
  const int depth = whole_number("--depth", options.depth, 0, most_depth, options.operands.size() == 2 ? 5 : 2);
  const int top = whole_number("--top", options.top, 1, 1000, 10);
  const Session session(options, in);
  Result result = session.begin("explain");
  const std::string file = shown_name(options.operands.front());
  const int code = guarded(file, result.diagnostics, [&] {
    const Session::Given given = session.read(options.operands.front(), result.diagnostics);
    session.tell_age(given.job.cluster, result.diagnostics);
    Explanation explanation{.job = given.job.name, .file = file, .path = path};
    // Bars alone are asked for without a path.
    if (!options.sensitivity || options.operands.size() == 2) {
      explanation.derivation = derive(given.job, session.constants(), path, depth);
      if (!explanation.derivation) throw unknown_path(path, given.job, session.constants());
    }
    if (options.sensitivity) {
      if (!explanation.derivation) explanation.path.clear();
      explanation.sensitivity = sensitivity_of(given.job, session.constants(), static_cast<std::size_t>(top),
                                               path.starts_with("cost_usd") ? "cost_usd" : "wall_clock_seconds");
    }
    const Job& job = given.job;
    const bool priced = !estimate(job, job.cluster, session.constants()).typical.bill.partial;
    explanation.percentiles =
        percentiles_of(draw(job, draw_constants(session.constants(), session.drawing()), session.drawing()),
                       session.drawing(), priced);
    result.explanations.push_back(std::move(explanation));
  });
  return {.result = std::move(result), .code = code};
}

}  // namespace sizer
