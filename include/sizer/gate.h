/// \file
/// Verdicts: an estimate against limits and policies.
#pragma once

#include "sizer/budget.h"
#include "sizer/report.h"

namespace sizer {

enum class Verdict { pass, inconclusive, fail };
const char* name_of(Verdict verdict);

/// Which figure of an estimate a limit is compared with.
enum class GateOn { typical, p90, high };
const char* name_of(GateOn on);

/// One limit, or one policy, against one job.
struct Gate {
  std::string job, file;
  std::string id;                         ///< max_cost, ..., or a policy's code
  std::string unit;                       ///< usd | seconds | bytes | "" (yes or no)
  std::optional<double> limit{};          ///< empty: a policy
  std::optional<Range<double>> actual{};  ///< empty: unknown, or yes or no
  std::optional<double> decided_by{};     ///< the figure of `actual` (or of the percentiles) that was compared
  std::string gate_on;                    ///< typical | p90 | high
  std::optional<double> margin{};         ///< limit - decided_by: below 0 when broken
  Verdict verdict{};
  bool warn = false;          ///< a failure does not count
  bool breaks = false;        ///< it makes the answer "no": set by judge()
  std::string message;        ///< estimate, range, limit and margin in a sentence
  std::string source;         ///< file:line:column of the limit, or the flag
  Place place{};              ///< the same; empty for a flag
  Place at{};                 ///< what in the job file it is about: what was changed, else what weighs most
  std::string reason, owner;  ///< of the limit, or of the exception from it
  std::string exception;      ///< "until 2026-12-31" when an exception holds; a failure does not count then
};

/// What is asked of the jobs.
struct Rules {
  std::vector<Budget> budgets{};  ///< of flags, job file and configuration, the strongest first
  std::vector<Exception> exceptions{};
  std::vector<PolicySetting> policies{};
  GateOn gate_on = GateOn::typical;
  std::string today{};  ///< "2026-11-23", for exceptions that end; empty: none ends
};

/// Fails when the figure at `on` is above the limit, passes when even the high end is not, and says that it cannot tell
/// in between. An unknown figure cannot be told.
Verdict verdict_of(const Range<double>& actual, double decided_by, double limit);

/// The gates of one job. `before`: the job's figures in the baseline, for max_increase; null: there is none.
std::vector<Gate> gates(const JobReport& job, const Rules& rules, const JobReport* before = nullptr);

/// Marks what makes the answer "no": a failure that neither is a warning nor excepted, and with `strict` also what
/// cannot be told.
void judge(std::vector<Gate>& gates, bool strict);

}  // namespace sizer
