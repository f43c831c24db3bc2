// `sizer diff BASE HEAD`: job files, saved results, or either in a commit of git.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>

#include "commands/file_kind.h"
#include "commands/git.h"
#include "commands/session.h"
#include "sizer/difference.h"
#include "sizer/saved.h"
#include "text/codes.h"

namespace sizer {
namespace {

/// One side: its jobs, and what their states point to.
struct Side {
  std::deque<Job> jobs{};
  std::deque<Constants> constants{};
  std::vector<State> states{};
};

/// The constants that a saved result was made with; those of the session where it says nothing.
Constants constants_of(const Result& saved, const Session& session) {
  if (saved.replaced.empty()) return session.constants();
  Constants constants;
  constants.profile = saved.profile;
  for (const auto& [name, range] : saved.replaced)
    for (std::size_t id = 0; id < constant_count; ++id)
      if (name == constant_table()[id].name) constants.set(id, range);
  return constants;
}

void add_job(const Session& session, const std::string& text, const std::string& file, Side& side) {
  JobSource source;
  source.text = text;
  const Session::Given given = session.read_again(source, file);
  side.jobs.push_back(given.job);
  side.states.push_back({&side.jobs.back(), &session.constants(), session.report_on(given), std::nullopt});
}

void add_saved(const Session& session, const Result& saved, Side& side) {
  side.constants.push_back(constants_of(saved, session));
  for (const JobReport& report : saved.jobs) {
    State state{.shown = report};
    if (!report.source.text.empty()) {
      const Session::Given given = session.read_again(report.source, report.file);
      side.jobs.push_back(given.job);
      state.job = &side.jobs.back();
      state.constants = &side.constants.back();
      state.estimated =
          make_summary(given.job, *state.constants, estimate(given.job, given.job.cluster, *state.constants));
    }
    side.states.push_back(std::move(state));
  }
}

void read_side(const Session& session, const std::string& operand, std::istream& in, Side& side) {
  const std::string file = shown_name(operand);
  const std::string text = is_in_git(operand) ? read_from_git(operand)
                           : operand == "-"   ? read_text(operand, in)
                                              : read_file(operand, max_result_size);
  if (kind_of(file, text) == "result")
    add_saved(session, read_result(text, file), side);
  else
    add_job(session, text, file, side);
}

/// The state of the same name; of two single jobs, each other.
const State* partner(const std::vector<State>& others, const State& state, std::size_t of) {
  if (of == 1 && others.size() == 1) return &others.front();
  const auto same = std::ranges::find(others, state.shown.name, [](const State& s) { return s.shown.name; });
  return same == others.end() ? nullptr : &*same;
}

JobDifference only_one(const State& state, bool added) {
  JobDifference made;
  made.name = state.shown.name;
  (added ? made.head_file : made.base_file) = state.shown.file;
  made.status = added ? "added" : "removed";
  made.base_feasible = added || state.shown.feasible;
  made.head_feasible = !added || state.shown.feasible;
  return made;
}

/// `--fail-on`, as a gate on how much the head needs more.
std::vector<Gate> gates_on(const Options& options, const JobReport& base, const JobReport& head) {
  if (options.fail_on.empty()) return {};
  Limit limit = read_limit(GateId::max_increase, options.fail_on, "--fail-on");
  Rules rules;
  rules.budgets.emplace_back().limits.push_back(std::move(limit));
  return gates(head, rules, &base);
}

}  // namespace

Outcome run_diff(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 2)
    throw UsageError("diff: which two? `sizer diff BASE HEAD`, each a job file, a saved result, or main:job.yaml");
  const Session session(options, in);
  Result result = session.begin("diff");
  Side base, head;
  int worst =
      guarded(options.operands[0], result.diagnostics, [&] { read_side(session, options.operands[0], in, base); });
  worst = std::max(worst, guarded(options.operands[1], result.diagnostics,
                                  [&] { read_side(session, options.operands[1], in, head); }));
  if (worst != 0) return {.result = std::move(result), .code = worst};

  Difference& difference = result.difference.emplace();
  difference.base = shown_name(options.operands[0]);
  difference.head = shown_name(options.operands[1]);
  for (const State& state : head.states) {
    const State* const before = partner(base.states, state, head.states.size());
    difference.jobs.push_back(before ? differ(*before, state, session.drawing()) : only_one(state, true));
    if (before) std::ranges::move(gates_on(options, before->shown, state.shown), std::back_inserter(result.gates));
  }
  for (const State& state : base.states)
    if (!partner(head.states, state, base.states.size())) difference.jobs.push_back(only_one(state, false));
  const int code = broken(result.gates, false) ? 1 : 0;
  return {.result = std::move(result), .code = code};
}

}  // namespace sizer
