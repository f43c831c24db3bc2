// Gathering what a reviewer should see.
#include "render/findings.h"

#include <algorithm>

#include "render/phrases.h"

namespace sizer {
namespace {

Finding finding_of(const Diagnostic& diagnostic) {
  return {diagnostic.code, diagnostic.severity, "", diagnostic.message, diagnostic.suggestion, diagnostic.place};
}

/// Of the job's file when the reason names no place of its own.
Finding finding_of(const Reason& reason, const JobReport& job) {
  Place place = reason.place;
  if (place.file.empty()) place.file = job.file;
  return {reason.code, reason.severity, job.name, reason.message, reason.remedy, place};
}

Finding finding_of(const Gate& gate) {
  const Standing standing = standing_of(gate);
  // A review shows what stands beside the lines of the job, not those of the configuration that holds the limit.
  Place place = gate.at.file.empty() ? gate.place : gate.at;
  if (place.file.empty()) place.file = gate.file;
  std::string why = gate.reason;
  if (!gate.exception.empty()) why += (why.empty() ? "excepted " : "; excepted ") + gate.exception;
  return {gate.id,
          standing == Standing::fail       ? Severity::error
          : standing == Standing::excepted ? Severity::note
                                           : Severity::warning,
          gate.job,
          gate.message,
          why,
          place};
}

Finding finding_of(const Sizing& sizing) {
  Place place;
  place.file = sizing.file;
  return {"limits", Severity::error, sizing.job, answer_in_words(sizing), "", place};
}

/// A policy's gate repeats the reason it was made from.
bool is_told(const Gate& gate, const std::vector<JobReport>& jobs) {
  return std::ranges::any_of(jobs, [&](const JobReport& job) {
    return job.name == gate.job && job.file == gate.file &&
           std::ranges::find(job.reasons, gate.id, &Reason::code) != job.reasons.end();
  });
}

}  // namespace

std::vector<Finding> findings_of(const Result& result) {
  std::vector<Finding> all;
  for (const Diagnostic& each : result.diagnostics) all.push_back(finding_of(each));
  for (const Gate& gate : result.gates)
    if (gate.verdict != Verdict::pass && !is_told(gate, result.jobs)) all.push_back(finding_of(gate));
  for (const JobReport& job : result.jobs)
    for (const Reason& reason : job.reasons) all.push_back(finding_of(reason, job));
  for (const Sizing* sizing : sizings_of(result))
    if (!sizing->winner) all.push_back(finding_of(*sizing));
  std::ranges::stable_sort(all, {}, &Finding::severity);
  return all;
}

std::string page_of(const std::string& code) {
  if (!code.starts_with("SZ")) return code == "limits" ? "docs/sizing.md" : "docs/job-file.md#budget";
  std::string anchor;
  for (const char c : code) anchor += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return (code.starts_with("SZ0") ? "docs/errors.md#" : "docs/policies.md#") + anchor;
}

}  // namespace sizer
