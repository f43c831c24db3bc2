// Gates: each limit and policy against one job, with a sentence for each.
#include "sizer/gate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "text/pattern.h"
#include "text/quantity_text.h"

namespace sizer {

const char* name_of(Verdict verdict) {
  return verdict == Verdict::pass ? "pass" : verdict == Verdict::fail ? "fail" : "inconclusive";
}
const char* name_of(GateOn on) {
  return on == GateOn::typical ? "typical" : on == GateOn::p90 ? "p90" : "high";
}

namespace {

/// A figure of a job that gates look at.
struct Figure {
  const char* unit = "";
  std::optional<Range<double>> range{};  ///< empty: unknown
  double p90 = 0;
  bool partial = false;  ///< a part of it is unknown: it is at least so much
};

template <class Kind>
Range<double> numbers(const Range<Quantity<Kind>>& r) {
  return {r.low.value, r.typical.value, r.high.value};
}

Figure cost_of(const JobReport& job) {
  Figure figure{.unit = "usd", .partial = job.cost_partial};
  const std::optional<Range<Dollars>>& known = job.cost ? job.cost : job.cost_at_least;
  if (!known) return figure;
  figure.range = numbers(*known);
  figure.p90 = job.percentiles.cost ? job.percentiles.cost->p90.value : known->high.value;
  return figure;
}
Figure time_of(const JobReport& job) {
  return {"seconds", numbers(job.wall_clock), job.percentiles.wall_clock.p90.value};
}
Figure bytes_of(const Range<Bytes>& range, Bytes p90) {
  return {"bytes", numbers(range), p90.value};
}

Figure figure_of(GateId id, const JobReport& job) {
  switch (id) {
    case GateId::max_cost:
      return cost_of(job);
    case GateId::max_time:
      return time_of(job);
    case GateId::max_shuffle:
      return bytes_of(job.bytes.shuffle_write, job.percentiles.shuffle_write.p90);
    case GateId::max_spill:
      return bytes_of(job.bytes.spill_write, job.percentiles.spill_write.p90);
    default:
      return bytes_of(job.bytes.processed, job.percentiles.processed.p90);
  }
}

double at(const Figure& figure, GateOn on) {
  return on == GateOn::typical ? figure.range->typical : on == GateOn::p90 ? figure.p90 : figure.range->high;
}

std::string text_of(double value, const std::string& unit) {
  if (unit == "usd") return to_text(Dollars{value});
  if (unit == "seconds") return to_text(Seconds{value});
  return to_text(Bytes{value});
}

std::string text_of(const Range<double>& r, const std::string& unit) {
  return fmt::format("{} ({} to {})", text_of(r.typical, unit), text_of(r.low, unit), text_of(r.high, unit));
}

/// "typical $8.14 is $31.86 below the limit of $40"
std::string sentence(const Gate& gate) {
  const std::string limit = text_of(*gate.limit, gate.unit);
  if (!gate.actual) return fmt::format("the figure is unknown; the limit is {}", limit);
  const std::string figure = text_of(*gate.decided_by, gate.unit), all = text_of(*gate.actual, gate.unit);
  const std::string on = gate.gate_on == "p90" ? "p90 " + figure : gate.gate_on + " " + figure;
  if (gate.verdict == Verdict::fail)
    return fmt::format("{}; {} is {} above the limit of {}", all, on, text_of(-*gate.margin, gate.unit), limit);
  const std::string below =
      fmt::format("{}; {} is {} below the limit of {}", all, on, text_of(*gate.margin, gate.unit), limit);
  return gate.actual->high > *gate.limit ? below + ", the high end is above it" : below;
}

Gate gate_of(const JobReport& job, const Limit& limit, const Budget& budget, GateOn on) {
  Gate gate;
  gate.job = job.name;
  gate.file = job.file;
  gate.id = name_of(limit.id);
  gate.gate_on = name_of(on);
  gate.warn = budget.warn;
  gate.source = limit.source;
  gate.place = limit.place;
  gate.reason = budget.reason;
  gate.owner = budget.owner;
  return gate;
}

Gate measured(const JobReport& job, const Limit& limit, const Budget& budget, GateOn on) {
  Gate gate = gate_of(job, limit, budget, on);
  const Figure figure = figure_of(limit.id, job);
  gate.unit = figure.unit;
  gate.limit = limit.value;
  gate.verdict = Verdict::inconclusive;
  gate.actual = figure.range;
  if (figure.range) {
    gate.decided_by = at(figure, on);
    gate.margin = limit.value - *gate.decided_by;
    // A plan that turns on an unknown may take longer in a draw than with everything at its end.
    Range<double> all = *figure.range;
    all.high = std::max(all.high, figure.p90);
    gate.verdict = verdict_of(all, *gate.decided_by, limit.value);
    if (figure.partial && gate.verdict == Verdict::pass) gate.verdict = Verdict::inconclusive;
  }
  gate.message = sentence(gate);
  if (figure.range && figure.partial)
    gate.message = fmt::format("the cost is unknown, a line of it has no price; of what has one: {}", gate.message);
  return gate;
}

Gate feasible(const JobReport& job, const Limit& limit, const Budget& budget, GateOn on) {
  Gate gate = gate_of(job, limit, budget, on);
  const auto error = std::ranges::find(job.reasons, Severity::error, &Reason::severity);
  gate.verdict = job.feasible ? Verdict::pass : Verdict::fail;
  gate.message = job.feasible                 ? "the plan can run"
                 : error != job.reasons.end() ? fmt::format("the plan cannot run: {} [{}]", error->message, error->code)
                                              : "the plan cannot run";
  return gate;
}

// ---- Increases ------------------------------------------------------------------------------------------------------

/// One figure against what it was.
struct Growth {
  const char* what;
  Figure now, before;
  std::optional<double> most;  ///< absolute threshold
};

bool too_much(double now, double before, const std::optional<double>& most, const std::optional<Fraction>& share) {
  const double more = now - before;
  if (most && !(more > *most)) return false;
  if (share && !(more > *share * before)) return false;
  return more > 0 && (most || share);
}

template <class Kind>
std::optional<double> number(const std::optional<Quantity<Kind>>& quantity) {
  return quantity ? std::optional<double>(quantity->value) : std::nullopt;
}

/// The figures that an increase is about: those with a threshold of their own, else cost and time.
std::vector<Growth> growths(const JobReport& now, const JobReport& before, const Increase& allowed) {
  const bool own = allowed.cost || allowed.time || allowed.bytes;
  std::vector<Growth> all;
  if (allowed.cost || !own) all.push_back({"cost", cost_of(now), cost_of(before), number(allowed.cost)});
  if (allowed.time || !own) all.push_back({"time", time_of(now), time_of(before), number(allowed.time)});
  if (allowed.bytes)
    all.push_back(
        {"bytes", figure_of(GateId::max_bytes, now), figure_of(GateId::max_bytes, before), number(allowed.bytes)});
  return all;
}

std::string percent(double now, double before) {
  if (before <= 0) return "from nothing";
  return fmt::format("{:+.1f} %", (now / before - 1) * 100);
}

bool is_known(const Figure& figure, GateOn on) {
  return figure.range && !figure.partial && std::isfinite(at(figure, on));
}

/// Fails when some figure grew too much at `on`; cannot be told when one is unknown, in part or as a whole.
Gate increase(const JobReport& job, const JobReport* before, const Limit& limit, const Budget& budget, GateOn on) {
  Gate gate = gate_of(job, limit, budget, on);
  if (!before) {
    gate.verdict = Verdict::inconclusive;
    gate.message = fmt::format("there is no figure from before to allow {} on", limit.increase.text);
    return gate;
  }
  std::string told;
  for (const Growth& growth : growths(job, *before, limit.increase)) {
    told += told.empty() ? "" : "; ";
    if (!is_known(growth.now, on) || !is_known(growth.before, on)) {
      gate.verdict = std::max(gate.verdict, Verdict::inconclusive);
      told += fmt::format("{} is unknown", growth.what);
      continue;
    }
    const double now = at(growth.now, on), was = at(growth.before, on);
    told += fmt::format("{} {} from {} ({})", growth.what, text_of(now, growth.now.unit), text_of(was, growth.now.unit),
                        percent(now, was));
    if (too_much(now, was, growth.most, limit.increase.share)) gate.verdict = Verdict::fail;
  }
  gate.message = fmt::format("{}; allowed: {}", told, limit.increase.text);
  return gate;
}

// ---- Policies and exceptions ----------------------------------------------------------------------------------------

std::vector<Gate> policies(const JobReport& job, const Rules& rules) {
  std::vector<Gate> gates;
  for (const PolicySetting& policy : rules.policies) {
    if (policy.level == PolicyLevel::off) continue;
    for (const Reason& reason : job.reasons) {
      if (reason.code != policy.code) continue;
      Gate gate;
      gate.job = job.name;
      gate.file = job.file;
      gate.id = policy.code;
      gate.gate_on = name_of(rules.gate_on);
      gate.verdict = Verdict::fail;
      gate.warn = policy.level == PolicyLevel::warn;
      gate.message = reason.message;
      gate.source = where_text(policy.place);
      gate.place = reason.place;
      gates.push_back(std::move(gate));
    }
  }
  return gates;
}

bool has_labels(const JobReport& job, const Labels& wanted) {
  return std::ranges::all_of(
      wanted, [&](const auto& label) { return std::ranges::find(job.labels, label) != job.labels.end(); });
}

/// A failure that an exception covers does not count; one whose exception has ended says so.
void except(Gate& gate, const JobReport& job, const Rules& rules) {
  for (const Exception& exception : rules.exceptions) {
    if (exception.gate != gate.id || !matches(exception.jobs, job.name) || !has_labels(job, exception.labels)) continue;
    const bool ended = !exception.expires.empty() && !rules.today.empty() && exception.expires < rules.today;
    if (ended) {
      gate.message += fmt::format("; the exception at {} ended on {}", where_text(exception.place), exception.expires);
      continue;
    }
    gate.exception = exception.expires.empty() ? "for now" : "until " + exception.expires;
    gate.reason = exception.reason;
    gate.owner = exception.owner;
    return;
  }
}

}  // namespace

Verdict verdict_of(const Range<double>& actual, double decided_by, double limit) {
  if (decided_by > limit) return Verdict::fail;
  return actual.high <= limit ? Verdict::pass : Verdict::inconclusive;
}

std::vector<Gate> gates(const JobReport& job, const Rules& rules, const JobReport* before) {
  std::vector<Gate> made;
  for (int i = 0; i < gate_count; ++i) {
    const GateId id = static_cast<GateId>(i);
    for (const Budget& budget : rules.budgets) {
      if (!matches(budget.jobs, job.name) || !has_labels(job, budget.labels)) continue;
      const auto limit = std::ranges::find(budget.limits, id, &Limit::id);
      if (limit == budget.limits.end()) continue;
      if (id == GateId::max_increase)
        made.push_back(increase(job, before, *limit, budget, rules.gate_on));
      else if (id != GateId::require_feasible)
        made.push_back(measured(job, *limit, budget, rules.gate_on));
      else if (limit->value != 0)
        made.push_back(feasible(job, *limit, budget, rules.gate_on));
      break;  // the strongest alone counts
    }
  }
  std::ranges::move(policies(job, rules), std::back_inserter(made));
  for (Gate& gate : made)
    if (gate.verdict != Verdict::pass) except(gate, job, rules);
  return made;
}

void judge(std::vector<Gate>& gates, bool strict) {
  for (Gate& gate : gates) {
    const bool excused = gate.warn || !gate.exception.empty();
    gate.breaks = !excused && (gate.verdict == Verdict::fail || (strict && gate.verdict == Verdict::inconclusive));
  }
}

}  // namespace sizer
