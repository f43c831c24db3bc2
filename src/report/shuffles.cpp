// Policies on shuffles that need not be: joins, sorts, repartitions, aggregations; and results that are read twice.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/finding.h"
#include "text/path.h"
#include "text/quantity_text.h"

namespace sizer::report {
namespace {

constexpr Fraction hardly_fewer = 0.8;  // groups for a row: from here on, grouping is a shuffle of everything

/// The step that shuffles what `step` passes on, when nothing but filters and projections lies between; -1: none.
int shuffled_next(const Situation& s, int step) {
  while (true) {
    if (s.typical.readers(step) != 1) return -1;
    step = s.typical.reader(step);
    if (s.typical.shuffled_at(step).value > 0) return step;
    const Operator& op = s.step(step).op;
    if (!std::holds_alternative<Filter>(op) && !std::holds_alternative<Project>(op)) return -1;
  }
}

/// Ray Data joins by shuffling both sides; a lookup holds the right one in every worker.
std::optional<Change> as_lookup(const Situation& s, int step, const Join& join) {
  const Source small = s.step(step).from[1];
  const bool keeps_rows = join.type == JoinType::inner || join.type == JoinType::left;
  if (!small.is_input || !keeps_rows || (join.matches && join.matches->typical != 1)) return std::nullopt;
  const Flow table = s.now().ledger.of(small);
  Lookup lookup;
  lookup.size = exactly(Bytes{std::max(1.0, std::round(table.stored.value))});
  lookup.rows = exactly(Rows{std::max(1.0, std::round(table.rows.value))});
  lookup.quality = Quality::vectorized;
  const std::string path = path_of(s.job, step);
  return Change{
      {{path, fmt::format("{{lookup: {{size: {:.0f} B, rows: {:.0f}, quality: vectorized}}, name: {}, from: {}}}",
                          lookup.size->typical.value, lookup.rows->typical.value, in_double_quotes(s.step(step).name),
                          in_double_quotes(name_of(s.job, s.step(step).from[0])))}},
      [step, lookup](Job& to) {
        Step& changed_step = to.steps[static_cast<std::size_t>(step)];
        changed_step.op = lookup;
        changed_step.from.resize(1);
        changed_step.shuffle = {};
      },
      path + " as a lookup"};
}

void joins(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* join = std::get_if<Join>(&s.job.steps[i].op);
    const int step = static_cast<int>(i);
    if (!join || join->type == JoinType::full || join->strategy == JoinStrategy::broadcast) continue;
    const Bytes shuffled = s.typical.shuffled_at(step);
    const bool late = s.typical.note(NoteCode::runtime_broadcast, step) != nullptr;
    if (shuffled.value <= 0 || late) continue;
    const bool spark = s.job.engine == EngineKind::spark;
    std::optional<Change> change =
        spark ? with_strategy(s.job, step, JoinStrategy::broadcast) : as_lookup(s, step, *join);
    if (!change || !s.trials.begin() || !s.trials.always_feasible(*change)) continue;
    const auto memory = [&](std::size_t side) { return s.now().ledger.of(s.step(step).from[side]).memory; };
    Finding small;
    small.code = "SZ138";
    small.message = fmt::format(
        "{}: shuffles {}, and one side is {} in memory: small enough for every {} to hold", s.step(step).name,
        to_text(shuffled), to_text(spark ? std::min(memory(0), memory(1)) : memory(1)), spark ? "executor" : "worker");
    small.remedy = spark ? "strategy: broadcast" : "a lookup instead of the join";
    small.at = path_of(s.job, step, "strategy");
    small.changes.push_back(std::move(*change));
    small.must_save = noticeable;
    found.push_back(std::move(small));
  }
}

/// Each executor is sent the whole small side: with many of them, or a small side that is large, shuffling both sides
/// is faster.
void broadcasts(const Situation& s, Findings& found) {
  if (s.job.engine != EngineKind::spark) return;
  for (const PlannedJoin& planned : s.now().plan.joins) {
    const auto& join = std::get<Join>(s.step(planned.step).op);
    if (planned.strategy != JoinStrategy::broadcast || !feasible(s.now())) continue;
    Finding slower;
    slower.code = "SZ155";
    slower.message =
        fmt::format("{}: is broadcast{}, and shuffling both sides would be faster", s.step(planned.step).name,
                    join.strategy == JoinStrategy::broadcast ? "" : " by Spark's choice");
    slower.remedy = "strategy: sort_merge";
    slower.at = path_of(s.job, planned.step, "strategy");
    slower.changes = {with_strategy(s.job, planned.step, JoinStrategy::sort_merge)};
    slower.must_save = noticeable;
    found.push_back(std::move(slower));
  }
}

Finding thrown_away(const Situation& s, const char* code, const char* what, int step, int next) {
  Finding lost;
  lost.code = code;
  lost.message =
      fmt::format("{}: rows are {} only to be shuffled again by {}", s.step(step).name, what, s.step(next).name);
  lost.remedy = "leave the step out";
  lost.at = path_of(s.job, step);
  lost.changes.push_back(without(s.job, step));
  lost.must_save = noticeable;
  return lost;
}

Finding global_sort(const Situation& s, int step) {
  const Note* const sampled = s.typical.note(NoteCode::sampled_twice, step);
  const Bytes again{sampled ? sampled->a + sampled->b : 0};
  Finding sort;
  sort.code = "SZ124";
  sort.message =
      fmt::format("{}: a global sort shuffles all rows, {}", s.step(step).name, to_text(s.typical.shuffled_at(step)));
  if (again.value > 0)
    sort.message += fmt::format(
        ", and samples its input first: its stage, back to the last shuffle, runs twice ({} "
        "read again)",
        to_text(again));
  sort.remedy = "sort within partitions, or take a top k with limit, if that is enough";
  sort.at = path_of(s.job, step, "scope");
  sort.changes.push_back({{{sort.at, "within_partitions"}}, [step](Job& to) {
                            std::get<Sort>(to.steps[static_cast<std::size_t>(step)].op).scope =
                                SortScope::within_partitions;
                          }});
  sort.must_save = noticeable;
  return sort;
}

void orders_and_partitions(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const int step = static_cast<int>(i);
    const auto* sort = std::get_if<Sort>(&s.job.steps[i].op);
    const bool cuts = std::holds_alternative<Repartition>(s.job.steps[i].op);
    if ((!sort || sort->limit) && !cuts) continue;
    const int next = shuffled_next(s, step);
    if (next >= 0)
      found.push_back(cuts ? thrown_away(s, "SZ139", "repartitioned", step, next)
                           : thrown_away(s, "SZ146", "sorted", step, next));
    else if (sort && sort->scope == SortScope::global)
      found.push_back(global_sort(s, step));
  }
}

void aggregates(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* aggregate = std::get_if<Aggregate>(&s.job.steps[i].op);
    if (!aggregate || aggregate->keys.empty()) continue;
    const double groups = s.now().ledger.steps[i].rows / s.now().ledger.of(s.job.steps[i].from[0]).rows;
    if (!(groups >= hardly_fewer)) continue;
    Finding full;
    full.code = "SZ144";
    full.message = fmt::format("{}: leaves {:.2g} rows for a row, so aggregating before the shuffle saves little",
                               s.job.steps[i].name, groups);
    full.remedy = "group by fewer keys or later, after filters; to collect whole groups is to shuffle everything";
    full.at = path_of(s.job, static_cast<int>(i), aggregate->groups ? "groups" : "reduction");
    found.push_back(std::move(full));
  }
}

/// The stored bytes behind a step, back to the inputs.
Bytes read_behind(const Situation& s, int step) {
  std::vector<char> seen(s.job.inputs.size(), 0);
  std::vector<Source> open{{false, step}};
  std::vector<char> walked(s.job.steps.size(), 0);
  Bytes bytes{};
  while (!open.empty()) {
    const Source here = open.back();
    open.pop_back();
    char& done = (here.is_input ? seen : walked)[static_cast<std::size_t>(here.index)];
    if (done) continue;
    done = 1;
    if (!here.is_input) {
      open.insert(open.end(), s.step(here.index).from.begin(), s.step(here.index).from.end());
    } else if (s.job.inputs[static_cast<std::size_t>(here.index)].format != Format::cached) {
      bytes += s.now().ledger.of(here).stored;
    }
  }
  return bytes;
}

void shared_results(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const int step = static_cast<int>(i);
    const int readers = s.typical.readers(step);
    const Bytes behind = readers < 2 ? Bytes{} : read_behind(s, step);
    if (behind.value <= 0) continue;
    Finding shared;
    shared.code = "SZ147";
    shared.message = fmt::format(
        "{}: {} steps read its result; it is counted once, as if it were kept. Otherwise {} "
        "are read again",
        s.step(step).name, readers, to_text(behind));
    shared.remedy =
        s.job.engine == EngineKind::spark ? "persist it, or write it out" : "materialize() it, or write it out";
    shared.at = path_of(s.job, step);
    found.push_back(std::move(shared));
  }
}

}  // namespace

void find_in_shuffles(const Situation& s, Findings& found) {
  joins(s, found);
  broadcasts(s, found);
  orders_and_partitions(s, found);
  aggregates(s, found);
  shared_results(s, found);
}

}  // namespace sizer::report
