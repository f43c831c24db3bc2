// `sizer diff BASE HEAD`: job files, saved results, or either in a commit of git.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>

#include "commands/file_kind.h"
#include "commands/git.h"
#include "commands/session.h"
#include "commands/texts.h"
#include "sizer/difference.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

/// One side: its jobs, and what their states point to.
struct Side {
  std::deque<Job> jobs{};
  std::deque<Constants> constants{};
  std::vector<State> states{};
  std::vector<std::string> paths{};  ///< of each state, within what was named
};

/// The constants that a saved result was made with: those built in, but for what it replaced.
Constants constants_of(const Result& saved) {
  Constants constants;
  if (saved.replaced.empty()) return constants;
  constants.profile = saved.profile;
  for (const auto& [name, range] : saved.replaced)
    for (std::size_t id = 0; id < constant_count; ++id)
      if (name == constant_table()[id].name) constants.set(id, range);
  return constants;
}

void add_job(const Session& session, const NamedText& from, Side& side) {
  JobSource source;
  source.text = from.text;
  if (is_in_git(from.file)) source.cluster = cluster_in_git(from.file, from.text);
  const Session::Given given = session.read_again(source, from.file);
  side.paths.push_back(from.path);
  side.jobs.push_back(given.job);
  side.states.push_back({&side.jobs.back(), &session.constants(), session.report_on(given), std::nullopt});
}

void add_saved(const Session& session, const Result& saved, const std::string& file, Side& side) {
  side.constants.push_back(constants_of(saved));
  for (const JobReport& report : jobs_of(saved, file)) {
    State state{.shown = report};
    if (!report.source.text.empty()) {
      const Session::Given given = session.read_again(report.source, report.file);
      side.jobs.push_back(given.job);
      state.job = &side.jobs.back();
      state.constants = &side.constants.back();
      state.estimated =
          make_summary(given.job, *state.constants, estimate(given.job, given.job.cluster, *state.constants));
    }
    side.paths.push_back(report.file);
    side.states.push_back(std::move(state));
  }
}

/// `other`: the other side as it was named, for a commit that stands alone.
void read_side(const Session& session, const std::string& operand, const std::string& other, std::istream& in,
               Side& side) {
  const std::vector<NamedText> texts = texts_of(operand, {other}, in);
  if (texts.empty()) throw Unreadable(fmt::format("cannot read {}: it holds no job", operand));
  for (const NamedText& each : texts)
    if (kind_of(each.file, each.text) == "result")
      add_saved(session, read_result(each.text, each.file), each.file, side);
    else
      add_job(session, each, side);
}

/// Which state of the other side each of one is held against: that of the same name and path, else the next of that
/// name; of two single jobs, each other. -1: none.
std::vector<int> partners(const Side& side, const Side& other) {
  const std::vector<State>&states = side.states, &others = other.states;
  if (states.size() == 1 && others.size() == 1) return {0};
  std::vector<int> found(states.size(), -1);
  std::vector<char> taken(others.size(), 0);
  const auto pair = [&](bool by_file) {
    for (std::size_t i = 0; i < states.size(); ++i)
      for (std::size_t j = 0; j < others.size() && found[i] < 0; ++j) {
        if (taken[j] != 0 || states[i].shown.name != others[j].shown.name) continue;
        if (by_file && side.paths[i] != other.paths[j]) continue;
        found[i] = static_cast<int>(j);
        taken[j] = 1;
      }
  };
  pair(true);
  pair(false);
  return found;
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
  Budget& budget = rules.budgets.emplace_back();
  budget.limits.push_back(std::move(limit));
  if (base.feasible) {  // what could run must still be able to
    Limit runs;
    runs.id = GateId::require_feasible;
    runs.value = 1;
    runs.source = "--fail-on";
    budget.limits.push_back(std::move(runs));
  }
  return gates(head, rules, &base);
}

}  // namespace

Outcome run_diff(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 2)
    throw UsageError(
        "diff: which two? `sizer diff BASE HEAD`, each a job file, a folder, a saved result, a "
        "branch, or main:job.yaml");
  const Session session(options, in);
  Result result = session.begin("diff");
  Side base, head;
  const std::string &first = options.operands[0], &second = options.operands[1];
  int worst = guarded(first, result.diagnostics, [&] { read_side(session, first, second, in, base); });
  worst = std::max(worst, guarded(second, result.diagnostics, [&] { read_side(session, second, first, in, head); }));
  if (worst != 0) return {.result = std::move(result), .code = worst};

  Difference& difference = result.difference.emplace();
  difference.base = shown_name(options.operands[0]);
  difference.head = shown_name(options.operands[1]);
  const std::vector<int> before = partners(head, base), after = partners(base, head);
  for (std::size_t i = 0; i < head.states.size(); ++i) {
    const State& now = head.states[i];
    if (before[i] < 0) {
      difference.jobs.push_back(only_one(now, true));
      continue;
    }
    const State& then = base.states[static_cast<std::size_t>(before[i])];
    difference.jobs.push_back(differ(then, now, session.drawing()));
    std::ranges::move(gates_on(options, then.shown, now.shown), std::back_inserter(result.gates));
  }
  for (std::size_t i = 0; i < base.states.size(); ++i)
    if (after[i] < 0) difference.jobs.push_back(only_one(base.states[i], false));
  for (const Side* side : {&base, &head})
    for (const Job& job : side->jobs) session.tell_age(job.cluster, result.diagnostics);
  judge(result.gates, false);
  const int code = std::ranges::any_of(result.gates, &Gate::breaks) ? 1 : 0;
  return {.result = std::move(result), .code = code};
}

}  // namespace sizer
