// The measured runs that the verbs `calibrate` and `backtest` are given.
#include "commands/measured_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "commands/session.h"

namespace sizer {

GivenRuns measured_runs(const Options& options, std::istream& in, std::size_t least) {
  if (options.runs.empty())
    throw UsageError("which runs? Name a table of them: --runs FILE.csv (docs/calibrate.md names its columns)");
  GivenRuns given;
  for (const std::string& file : options.runs) {
    const std::string text = read_text(file, in, max_runs_size);
    RayStats read;
    if (is_ray_stats(text))
      read = read_ray_stats(text, shown_name(file), options.cluster);
    else
      read.runs = read_runs(text, shown_name(file));
    std::ranges::move(read.runs, std::back_inserter(given.runs));
    std::ranges::move(read.operators, std::back_inserter(given.operators));
    given.from.push_back(shown_name(file));
  }
  if (given.runs.size() < least) {
    std::string why;
    for (const MeasuredOperator& op : given.operators)
      if (!op.kept_out.empty()) why += fmt::format("\n  {}: {}", op.name, op.kept_out);
    throw UsageError(
        fmt::format("{} holds {} runs; at least {} are needed{}", given.from.back(), given.runs.size(), least, why));
  }
  return given;
}

}  // namespace sizer
