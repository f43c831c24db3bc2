// Estimates of jobs, and what they are held against.
#include "api/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "api/failure.h"
#include "sizer/difference.h"
#include "uncertainty/parallel.h"

namespace sizer {
namespace api {
namespace {

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

/// With `strict`, what is not known makes the job fail.
Diagnostic partial_cost(const JobReport& job) {
  Diagnostic partial;
  partial.code = "SZ131";
  partial.message = "a machine has no price, so the cost is partial; --strict makes this an error";
  partial.place.file = job.file;
  return partial;
}

}  // namespace

Budget must_be_feasible() {
  Limit limit;
  limit.id = GateId::require_feasible;
  limit.value = 1;
  limit.source = "default";
  Budget budget;
  budget.limits.push_back(std::move(limit));
  return budget;
}

std::optional<Seconds> deadline_of(const std::vector<Budget>& budgets) {
  std::optional<Seconds> deadline;
  for (const Budget& budget : budgets)
    for (const Limit& limit : budget.limits)
      if (limit.id == GateId::max_time) deadline = Seconds{limit.value};
  return deadline;
}

/// What was changed in the file of a job since its baseline, as a difference tells it.
std::vector<std::string> Estimates::changes_since(const Given& given, const JobReport& job,
                                                  const JobReport& before) const {
  if (before.source.text.empty()) return {};
  const Given then = reading_.read_again(before.source, before.file);
  const State base{&then.job, &reading_.constants(), before, std::nullopt},
      head{&given.job, &reading_.constants(), job, std::nullopt};
  return differ(base, head, reading_.drawing()).changes;
}

/// A limit that is broken, and does not stand in the job file itself, is shown where the job was changed, with what
/// changed; else where most of its bytes come from.
void Estimates::tell_causes(const Given& given, const JobReport& job, const JobReport* before,
                            std::vector<Gate>& gates) const {
  std::optional<std::vector<std::string>> changes;
  for (Gate& gate : gates) {
    if (gate.verdict == Verdict::pass || gate.place.file == given.job.file) continue;
    if (gate.id.starts_with("SZ")) continue;
    if (!changes) changes = before ? changes_since(given, job, *before) : std::vector<std::string>{};
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

void Estimates::add(const Given& given, JobReport report, const Rules& rules) {
  reading_.tell_age(given.job.cluster, result_.diagnostics);
  const JobReport* const before = same_job(baseline_, report, named_[report.name]++);
  std::vector<Gate> verdicts = gates(report, rules, before);
  tell_causes(given, report, before, verdicts);
  std::ranges::move(verdicts, std::back_inserter(result_.gates));
  drop_silenced(report, rules.policies);
  if (strict_ && (report.cost_partial || !report.cost)) {
    priceless_ = true;
    result_.diagnostics.push_back(partial_cost(report));
  }
  result_.jobs.push_back(std::move(report));
}

void Estimates::finish() {
  result_.sequences = sequences_of(result_.jobs);
  result_.total = total_of(result_.jobs);
  judge(result_.gates, strict_);
}

bool Estimates::broken() const {
  return std::ranges::any_of(result_.gates, &Gate::breaks);
}

namespace {

/// A job of a request, with what went wrong.
struct Tried {
  std::vector<Diagnostic> diagnostics{};
  Given given{};
  std::optional<JobReport> report{};  ///< empty: it failed
};

std::vector<Tried> tried(const Reading& reading, const EstimateRequest& request) {
  std::vector<Tried> all(request.jobs.size());
  const std::optional<Seconds> deadline = deadline_of(request.rules.budgets);
  uncertainty::in_parallel(all.size(), [&](std::size_t i) {
    guarded(request.jobs[i].file, all[i].diagnostics, [&] {
      all[i].given = reading.read(request.jobs[i], all[i].diagnostics);
      all[i].report = reading.report_on(all[i].given, deadline);
    });
  });
  return all;
}

Rules rules_of(const EstimateRequest& request, const Job& job, bool own) {
  Rules rules = request.rules;
  if (!own) return rules;
  if (job.budget) rules.budgets.push_back(*job.budget);
  rules.budgets.push_back(must_be_feasible());
  return rules;
}

Answer<Result> answer(const EstimateRequest& request, const char* verb, bool own_limits) {
  Diagnostics wrong;
  Result result;
  const int code = guarded("", wrong, [&] {
    const Reading reading(request.setup);
    result = reading.begin(verb);
    Estimates estimates(reading, request.baseline, request.strict, result);
    for (Tried& each : tried(reading, request)) {
      std::ranges::move(each.diagnostics, std::back_inserter(result.diagnostics));
      if (!each.report) continue;
      guarded(each.given.job.file, result.diagnostics, [&] {
        estimates.add(each.given, std::move(*each.report), rules_of(request, each.given.job, own_limits));
      });
    }
    estimates.finish();
  });
  if (code != 0) return wrong;
  if (result.jobs.empty() && !request.jobs.empty()) return std::move(result.diagnostics);
  return result;
}

}  // namespace
}  // namespace api

Answer<Result> estimate(const EstimateRequest& request) {
  return api::answer(request, "estimate", false);
}

Answer<Result> check(const EstimateRequest& request) {
  return api::answer(request, "check", true);
}

}  // namespace sizer
