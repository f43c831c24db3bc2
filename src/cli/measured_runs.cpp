// The measured runs that the verbs `calibrate` and `backtest` are given.
#include "cli/measured_runs.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "text/codes.h"

namespace sizer {

CalibrateRequest runs_asked_for(const Options& options, std::istream& in) {
  if (options.runs.empty() && options.operands.empty())
    throw UsageError("which runs? Name event logs, or a table: --runs FILE.csv (docs/calibrate.md names its columns)");
  CalibrateRequest request{.base = constants_of(options), .logs = options.operands, .cluster = options.cluster};
  for (const std::string& file : options.runs)
    request.tables.push_back({read_text(file, in, max_runs_size), shown_name(file)});
  return request;
}

std::vector<Diagnostic> left_out(const GivenRuns& given) {
  std::vector<Diagnostic> told;
  for (const std::string& note : given.notes) {
    Diagnostic each;
    each.code = codes::taken_for_granted.id;
    each.severity = Severity::note;
    each.message = note;
    told.push_back(std::move(each));
  }
  return told;
}

}  // namespace sizer
