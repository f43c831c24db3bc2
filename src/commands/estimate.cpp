// `sizer estimate FILE...`: reads jobs, estimates each, shows one report. A file that fails does not spoil the others.
#include "sizer/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <iterator>

#include "commands/command.h"
#include "sizer/input.h"
#include "text/codes.h"

namespace sizer {
namespace {

/// Does `work`; what goes wrong becomes diagnostics. The exit code that the failure alone would have, or 0.
template <class Work>
int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, Work work) {
  try {
    work();
    return 0;
  } catch (const InputError& error) {
    std::ranges::copy(error.diagnostics, std::back_inserter(diagnostics));
    return 2;
  } catch (const Unreadable& error) {
    diagnostics.push_back({.code = codes::unreadable.id, .message = error.what(), .place = {.file = file}});
    return 3;
  } catch (const std::exception& error) {
    diagnostics.push_back({.code = codes::internal.id,
                           .message = fmt::format("internal error, please report: {}", error.what()),
                           .place = {.file = file}});
    return 70;
  }
}

std::vector<Override> read_overrides(const std::vector<std::string>& settings) {
  std::vector<Override> overrides;
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw UsageError(fmt::format("--set '{}': expected PATH=VALUE, e.g. inputs.clicks.size='2 TB'", setting));
    overrides.push_back({setting.substr(0, equals), setting.substr(equals + 1)});
  }
  return overrides;
}

/// A byte more than may be is read of standard input, so that read_job refuses what is too large.
std::string read_text(const std::string& file, std::istream& in) {
  if (file != "-") return read_file(file);
  std::string text(max_file_size + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

/// `sort-merge` and `sort_merge` are the same.
JoinStrategy strategy_of(std::string plan) {
  std::ranges::replace(plan, '_', '-');
  if (plan == "auto") return JoinStrategy::automatic;
  if (plan == "broadcast") return JoinStrategy::broadcast;
  if (plan == "sort-merge") return JoinStrategy::sort_merge;
  if (plan == "shuffle-hash") return JoinStrategy::shuffle_hash;
  throw unknown("value of --plan", plan, {"auto", "broadcast", "sort-merge", "shuffle-hash"});
}

/// Gives every join the strategy of `--plan`; a job without a join is told so.
void override_joins(Job& job, const std::string& plan, std::vector<Diagnostic>& diagnostics) {
  bool found = false;
  for (Step& step : job.steps)
    if (Join* join = std::get_if<Join>(&step.op)) {
      join->strategy = strategy_of(plan);
      found = true;
    }
  if (!found)
    diagnostics.push_back({.code = codes::no_effect.id,
                           .severity = "note",
                           .message = fmt::format("--plan {} changes nothing: this job has no join", plan),
                           .place = {.file = job.file}});
}

}  // namespace

Outcome run_estimate(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("estimate: which job? Name a file, or '-' for standard input");
  if (!options.plan.empty()) strategy_of(options.plan);  // a wrong word is told before any file is read
  const ReadOptions how{.cluster = options.cluster, .overrides = read_overrides(options.set)};

  Result result;
  const CatalogueInfo catalogue = catalogue_info();
  result.catalogue_as_of = catalogue.as_of;
  result.catalogue_sha256 = catalogue.sha256;

  Constants constants;
  int worst = guarded(options.constants, result.diagnostics, [&] {
    if (options.constants.empty()) return;
    constants = read_constants(read_file(options.constants), options.constants, constants);
  });
  result.profile = constants.profile;

  if (worst == 0)
    for (const std::string& file : options.operands) {
      const std::string shown = file == "-" ? "<stdin>" : file;
      worst = std::max(worst, guarded(shown, result.diagnostics, [&] {
                         Job job = read_job(read_text(file, in), shown, how);
                         if (!options.plan.empty()) override_joins(job, options.plan, result.diagnostics);
                         result.jobs.push_back(make_report(job, constants, estimate(job, job.cluster, constants)));
                       }));
    }

  const int code = worst != 0 && !result.jobs.empty() ? 4 : worst;
  return {.result = std::move(result), .code = code};
}

}  // namespace sizer
