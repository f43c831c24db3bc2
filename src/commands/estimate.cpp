// `sizer estimate JOB...` and `sizer check JOB...`: estimate each, hold it against its gates, show one result. A file
// that fails does not spoil the others. They differ in one thing: `check` also reads gates from job file and
// configuration.
#include "sizer/estimate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "commands/file_kind.h"
#include "commands/git.h"
#include "commands/many_jobs.h"
#include "commands/operands.h"
#include "commands/reported.h"
#include "commands/session.h"
#include "commands/texts.h"
#include "sizer/difference.h"
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
      std::ranges::move(jobs_of(read_result(each.text, each.file), each.file), std::back_inserter(jobs));
      continue;
    }
    std::vector<Diagnostic> told_before;
    JobSource of_commit;
    of_commit.text = each.text;
    if (is_in_git(each.file) && options.cluster.empty()) of_commit.cluster = cluster_in_git(each.file, each.text);
    jobs.push_back(session.report_on(of_commit.cluster.empty() ? session.read(each.file, each.text, told_before)
                                                               : session.read_again(of_commit, each.file)));
    if (!is_in_git(each.file)) continue;
    jobs.back().file = each.file.substr(each.file.find(':') + 1);
    if (jobs.back().file.starts_with("./")) jobs.back().file.erase(0, 2);
  }
  return jobs;
}

/// Reasons that a policy switches off are not told.
void drop_silenced(JobReport& job, const std::vector<PolicySetting>& policies) {
  std::erase_if(job.reasons, [&](const Reason& reason) {
    return reason.severity != Severity::error && std::ranges::any_of(policies, [&](const PolicySetting& policy) {
             return policy.code == reason.code && policy.level == PolicyLevel::off;
           });
  });
}

/// The input that holds most, as what a limit on the whole job is about.
Place heaviest_input(const Job& job) {
  const Input* heaviest = nullptr;
  const auto size = [](const Input& input) { return input.size ? input.size->typical.value : 0; };
  for (const Input& input : job.inputs)
    if (heaviest == nullptr || size(input) > size(*heaviest)) heaviest = &input;
  return heaviest == nullptr ? Place{} : heaviest->place;
}

/// What was changed in the file of a job since its baseline, as a difference tells it.
std::vector<std::string> changes_since(const Session& session, const Session::Given& given, const JobReport& job,
                                       const JobReport& before) {
  if (before.source.text.empty()) return {};
  const Session::Given then = session.read_again(before.source, before.file);
  const State base{&then.job, &session.constants(), before, std::nullopt},
      head{&given.job, &session.constants(), job, std::nullopt};
  return differ(base, head, session.drawing()).changes;
}

/// A limit that is broken, and does not stand in the job file itself, is shown where the job was changed, with what
/// changed; else where most of its bytes come from.
void tell_causes(const Session& session, const Session::Given& given, const JobReport& job, const JobReport* before,
                 std::vector<Gate>& gates) {
  std::optional<std::vector<std::string>> changes;
  for (Gate& gate : gates) {
    if (gate.verdict == Verdict::pass || gate.place.file == given.job.file) continue;
    if (gate.id.starts_with("SZ")) continue;
    if (!changes) changes = before ? changes_since(session, given, job, *before) : std::vector<std::string>{};
    gate.at = heaviest_input(given.job);
    for (const std::string& change : *changes)
      if (const Place place = place_of(given.job, change.substr(0, change.find(": "))); !place.file.empty()) {
        gate.at = place;
        break;
      }
    constexpr std::size_t most_told = 3;
    for (std::size_t i = 0; i < std::min(most_told, changes->size()); ++i)
      gate.message += (i == 0 ? "; changed: " : ", ") + (*changes)[i];
    if (changes->size() > most_told) gate.message += fmt::format(", and {} more", changes->size() - most_told);
  }
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
  const JobOperands found = jobs_in(options.operands);
  if (found.jobs.empty())
    throw UsageError(fmt::format("{}: no file is a job among those of {}", verb, fmt::join(options.operands, ", ")));
  Session session(options, in, found.jobs.size());
  Result result = session.begin(verb);
  const std::vector<JobReport> baseline = baseline_of(session, in);
  const std::shared_ptr<ManyJobs> many_jobs = ManyJobs::of(options, found.jobs.size());
  int worst = 0;
  bool priceless = false;
  std::unordered_map<std::string, std::size_t> named;
  each_reported(session, found.jobs, [&](Reported&& done) {
    if (many_jobs) many_jobs->set_aside(result.jobs, result.diagnostics, shown_name(done.operand));
    worst = std::max(worst, done.code);
    std::ranges::move(done.diagnostics, std::back_inserter(result.diagnostics));
    if (!done.report) return;
    const Session::Given& given = done.given;
    JobReport& job = *done.report;
    worst = std::max(worst, guarded(shown_name(done.operand), result.diagnostics, [&] {
                       const Rules rules = session.rules_for(given, with_config);
                       session.tell_age(given.job.cluster, result.diagnostics);
                       const JobReport* const before = same_job(baseline, job, named[job.name]++);
                       std::vector<Gate> verdicts = gates(job, rules, before);
                       tell_causes(session, given, job, before, verdicts);
                       std::ranges::move(verdicts, std::back_inserter(result.gates));
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
