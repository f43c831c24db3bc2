// Where a figure of a job comes from, and what moves it.
#include "sizer/explanation.h"

#include <string_view>
#include <vector>

#include "api/answer.h"
#include "api/failure.h"

namespace sizer {
namespace {

[[noreturn]] void refuse_path(const std::string& path, const Job& job, const Constants& constants) {
  const std::vector<std::string> paths = derivable(job, constants);
  const std::vector<std::string_view> known(paths.begin(), paths.end());
  throw api::RequestError("", api::unknown_word("number", path, known));
}

Explanation explained(const ExplainRequest& request, const Job& job, const api::Reading& reading) {
  const Constants& constants = reading.constants();
  Explanation made{.job = job.name, .file = request.job.file, .path = request.path};
  if (!request.path.empty()) {
    made.derivation = derive(job, constants, request.path, request.depth);
    if (!made.derivation) refuse_path(request.path, job, constants);
  }
  if (request.sensitivity > 0)
    made.sensitivity = sensitivity_of(job, constants, request.sensitivity,
                                      request.path.starts_with("cost_usd") ? "cost_usd" : "wall_clock_seconds");
  const bool priced = !estimate(job, job.cluster, constants).typical.bill.partial;
  const Drawing& drawing = reading.drawing();
  made.percentiles = percentiles_of(draw(job, reading.drawn(), drawing), drawing, priced);
  return made;
}

}  // namespace

Answer<Result> explain(const ExplainRequest& request) {
  return api::answered(request.setup, "explain", request.job.file, [&](const api::Reading& reading, Result& result) {
    const api::Given given = reading.read(request.job, result.diagnostics);
    reading.tell_age(given.job.cluster, result.diagnostics);
    result.explanations.push_back(explained(request, given.job, reading));
  });
}

}  // namespace sizer
