// `sizer explain JOB [PATH]`: where a number comes from, and what moves it.
#include "cli/session.h"

namespace sizer {
namespace {

constexpr int most_depth = 12;

}  // namespace

Outcome run_explain(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty() || options.operands.size() > 2)
    throw UsageError("explain: which number of which job? `sizer explain job.yaml wall_clock_seconds`");
  const std::string path = options.operands.size() == 2 ? options.operands[1] : "wall_clock_seconds";
  const int depth = whole_number("--depth", options.depth, 0, most_depth, options.operands.size() == 2 ? 5 : 2);
  const int top = whole_number("--top", options.top, 1, 1000, 10);
  const Session session(options, in);
  ExplainRequest request{.setup = session.setup(), .path = path, .depth = depth};
  // Bars alone are asked for without a path.
  if (options.sensitivity && options.operands.size() == 1) request.path.clear();
  if (options.sensitivity) request.sensitivity = static_cast<std::size_t>(top);
  return session.answer("explain", options.operands.front(), request.job, [&] { return explain(request); });
}

}  // namespace sizer
