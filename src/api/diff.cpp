// Jobs and results on two sides: which stands for which, and what differs.
#include "sizer/difference.h"

#include <algorithm>
#include <deque>
#include <iterator>

#include "api/answer.h"
#include "api/failure.h"

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

void add_job(const api::Reading& reading, const DiffedJob& from, Side& side) {
  const api::Given given = reading.read_again(from.source, from.file);
  side.paths.push_back(from.path);
  side.jobs.push_back(given.job);
  side.states.push_back({&side.jobs.back(), &reading.constants(), reading.report_on(given), std::nullopt});
}

void add_saved(const api::Reading& reading, const Result& saved, const std::string& file, Side& side) {
  side.constants.push_back(constants_of(saved));
  for (const JobReport& report : api::jobs_of(saved, file)) {
    State state{.shown = report};
    if (!report.source.text.empty()) {
      const api::Given given = reading.read_again(report.source, report.file);
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

void read_side(const api::Reading& reading, const std::vector<DiffedJob>& jobs, Side& side) {
  for (const DiffedJob& each : jobs)
    if (each.result)
      add_saved(reading, *each.result, each.file, side);
    else
      add_job(reading, each, side);
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

/// A gate on how much the head needs more; what could run must still be able to.
std::vector<Gate> gates_on(const Limit& fail_on, const JobReport& base, const JobReport& head) {
  Rules rules;
  Budget& budget = rules.budgets.emplace_back();
  budget.limits.push_back(fail_on);
  if (base.feasible) {
    Limit runs;
    runs.id = GateId::require_feasible;
    runs.value = 1;
    runs.source = "--fail-on";
    budget.limits.push_back(std::move(runs));
  }
  return gates(head, rules, &base);
}

void compare_sides(const DiffRequest& request, const api::Reading& reading, const Side& base, const Side& head,
                   Result& result) {
  Difference& difference = result.difference.emplace();
  difference.base = request.base_name;
  difference.head = request.head_name;
  const std::vector<int> before = partners(head, base), after = partners(base, head);
  for (std::size_t i = 0; i < head.states.size(); ++i) {
    const State& now = head.states[i];
    if (before[i] < 0) {
      difference.jobs.push_back(only_one(now, true));
      continue;
    }
    const State& then = base.states[static_cast<std::size_t>(before[i])];
    difference.jobs.push_back(differ(then, now, reading.drawing()));
    if (request.fail_on)
      std::ranges::move(gates_on(*request.fail_on, then.shown, now.shown), std::back_inserter(result.gates));
  }
  for (std::size_t i = 0; i < base.states.size(); ++i)
    if (after[i] < 0) difference.jobs.push_back(only_one(base.states[i], false));
}

}  // namespace

Answer<Result> diff(const DiffRequest& request) {
  Side base, head;
  Diagnostics wrong;
  std::optional<Result> result;
  api::guarded("", wrong, [&] {
    const api::Reading reading(request.setup);
    Result made = reading.begin("diff");
    const int base_code = api::guarded(request.base_name, wrong, [&] { read_side(reading, request.base, base); });
    const int head_code = api::guarded(request.head_name, wrong, [&] { read_side(reading, request.head, head); });
    if (base_code != 0 || head_code != 0) return;
    compare_sides(request, reading, base, head, made);
    for (const Side* side : {&base, &head})
      for (const Job& job : side->jobs) reading.tell_age(job.cluster, made.diagnostics);
    judge(made.gates, false);
    result = std::move(made);
  });
  if (!result) return wrong;
  return std::move(*result);
}

}  // namespace sizer
