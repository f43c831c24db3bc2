// The measured runs that the verbs `calibrate` and `backtest` are given.
#include "commands/measured_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "commands/session.h"

namespace sizer {

GivenRuns measured_runs(const Options& options, std::istream& in, std::size_t least) {
  if (options.runs.empty())
    throw UsageError("which runs? Name a table of them: --runs FILE.csv (docs/calibrate.md names its columns)");
  GivenRuns given;
  for (const std::string& file : options.runs) {
    std::vector<MeasuredRun> read = read_runs(read_text(file, in, max_runs_size), shown_name(file));
    std::ranges::move(read, std::back_inserter(given.runs));
    given.from.push_back(shown_name(file));
  }
  if (given.runs.size() < least)
    throw UsageError(
        fmt::format("{} holds {} runs; at least {} are needed", given.from.back(), given.runs.size(), least));
  return given;
}

}  // namespace sizer
