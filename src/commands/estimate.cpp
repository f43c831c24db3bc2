// `sizer estimate JOB...` and `sizer check JOB...`: estimate each, hold it against its gates, show one result. A file
// that fails does not spoil the others. They differ in one thing: `check` also reads gates from job file and
// configuration.
#include "sizer/estimate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "commands/operands.h"
#include "commands/reported.h"
#include "commands/session.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

/// The jobs of `--baseline`; without it none.
std::vector<JobReport> baseline_of(const Options& options) {
  if (options.baseline.empty()) return {};
  return jobs_of(read_result(read_file(options.baseline, max_result_size), options.baseline), options.baseline);
}

/// Reasons that a policy switches off are not told.
void drop_silenced(JobReport& job, const std::vector<PolicySetting>& policies) {
  std::erase_if(job.reasons, [&](const Reason& reason) {
    return reason.severity != "error" && std::ranges::any_of(policies, [&](const PolicySetting& policy) {
             return policy.code == reason.code && policy.level == PolicyLevel::off;
           });
  });
}

/// With --strict, what is not known makes the job fail.
Diagnostic partial_cost(const JobReport& job) {
  Diagnostic partial;
  partial.code = "SZ131";
  partial.message = "a machine has no price, so the cost is partial; --strict makes this an error";
  partial.place.file = job.file;
  return partial;
}

Outcome run(const Options& options, std::istream& in, const char* verb, bool with_config) {
  if (options.operands.empty())
    throw UsageError(fmt::format("{}: which job? Name a file, a folder, or '-' for standard input", verb));
  Session session(options, in);
  Result result = session.begin(verb);
  const std::vector<JobReport> baseline = baseline_of(options);
  int worst = 0;
  bool priceless = false;
  std::unordered_map<std::string, std::size_t> named;
  const JobOperands found = jobs_in(options.operands);
  if (found.jobs.empty())
    throw UsageError(fmt::format("{}: no file is a job among those of {}", verb, fmt::join(options.operands, ", ")));
  each_reported(session, found.jobs, [&](Reported&& done) {
    worst = std::max(worst, done.code);
    std::ranges::move(done.diagnostics, std::back_inserter(result.diagnostics));
    if (!done.report) return;
    const Session::Given& given = done.given;
    JobReport& job = *done.report;
    worst = std::max(worst, guarded(shown_name(done.operand), result.diagnostics, [&] {
                       const Rules rules = session.rules_for(given, with_config);
                       session.tell_age(given.job.cluster, result.diagnostics);
                       const JobReport* const before = same_job(baseline, job, named[job.name]++);
                       std::ranges::move(gates(job, rules, before), std::back_inserter(result.gates));
                       drop_silenced(job, rules.policies);
                       if (options.strict && (job.cost_partial || !job.cost)) {
                         priceless = true;
                         result.diagnostics.push_back(partial_cost(job));
                       }
                       result.jobs.push_back(std::move(job));
                     }));
  });
  result.sequences = sequences_of(result.jobs);
  result.total = total_of(result.jobs);
  judge(result.gates, options.strict);
  const bool no = std::ranges::any_of(result.gates, &Gate::breaks);
  const int code = worst != 0 ? batch_code(worst, !result.jobs.empty()) : priceless ? 3 : no ? 1 : 0;
  Outcome outcome{.result = std::move(result), .code = code};
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
