// `sizer estimate JOB...` and `sizer check JOB...`: estimate each, hold it against its gates, show one result. A file
// that fails does not spoil the others. They differ in one thing: `check` also reads gates from job file and
// configuration.
#include "sizer/estimate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "api/estimate.h"
#include "cli/file_kind.h"
#include "cli/git.h"
#include "cli/many_jobs.h"
#include "cli/operands.h"
#include "cli/reported.h"
#include "cli/session.h"
#include "cli/texts.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

/// The jobs of `--baseline`, a saved result or else jobs that are estimated now; without it none. The file of a job
/// that stands in a commit is that of the working tree.
std::vector<JobReport> baseline_of(const Session& session, std::istream& in) {
  const Options& options = session.options();
  if (options.baseline.empty()) return {};
  std::vector<JobReport> jobs;
  for (const NamedText& each : texts_of(options.baseline, options.operands, in)) {
    if (kind_of(each.file, each.text) == "result") {
      std::ranges::move(api::jobs_of(read_result(each.text, each.file), each.file), std::back_inserter(jobs));
      continue;
    }
    std::vector<Diagnostic> told_before;
    JobSource of_commit;
    of_commit.text = each.text;
    if (is_in_git(each.file) && options.cluster.empty()) of_commit.cluster = cluster_in_git(each.file, each.text);
    const api::Reading& reading = session.reading();
    jobs.push_back(reading.report_on(of_commit.cluster.empty()
                                         ? reading.read(Session::job_file(each.file, each.text), told_before)
                                         : reading.read_again(of_commit, each.file)));
    if (!is_in_git(each.file)) continue;
    jobs.back().file = each.file.substr(each.file.find(':') + 1);
    if (jobs.back().file.starts_with("./")) jobs.back().file.erase(0, 2);
  }
  return jobs;
}

Outcome run(const Options& options, std::istream& in, const char* verb, bool with_config) {
  if (options.operands.empty())
    throw UsageError(fmt::format("{}: which job? Name a file, a folder, or '-' for standard input", verb));
  const JobOperands found = jobs_in(options.operands);
  if (found.jobs.empty())
    throw UsageError(fmt::format("{}: no file is a job among those of {}", verb, fmt::join(options.operands, ", ")));
  Session session(options, in, found.jobs.size());
  Result result = session.reading().begin(verb);
  const std::vector<JobReport> baseline = baseline_of(session, in);
  const std::shared_ptr<ManyJobs> many_jobs = ManyJobs::of(options, found.jobs.size());
  api::Estimates estimates(session.reading(), baseline, options.strict, result);
  int worst = 0;
  each_reported(session, found.jobs, [&](Reported&& done) {
    if (many_jobs) many_jobs->set_aside(result.jobs, result.diagnostics, shown_name(done.operand));
    worst = std::max(worst, done.code);
    std::ranges::move(done.diagnostics, std::back_inserter(result.diagnostics));
    if (!done.report) return;
    worst = std::max(worst, guarded(shown_name(done.operand), result.diagnostics, [&] {
                       const Rules rules = session.rules_for(done.given, with_config);
                       estimates.add(done.given, std::move(*done.report), rules);
                     }));
  });
  estimates.finish();
  const int code = worst != 0              ? batch_code(worst, !result.jobs.empty())
                   : estimates.priceless() ? 3
                   : estimates.broken()    ? 1
                                           : 0;
  if (many_jobs) {
    many_jobs->set_aside(result.jobs, result.diagnostics, {});
    result.jobs.clear();
  }
  Outcome outcome{.result = std::move(result), .many_jobs = many_jobs, .code = code};
  if (!found.passed_over.empty()) outcome.diagnostics.push_back(passed_over_note(found.passed_over));
  return outcome;
}

}  // namespace

Outcome run_estimate(const Options& options, std::istream& in, const Style&) {
  return run(options, in, "estimate", false);
}

Outcome run_check(const Options& options, std::istream& in, const Style&) {
  return run(options, in, "check", true);
}

}  // namespace sizer
