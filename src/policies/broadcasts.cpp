// Policies on broadcasts: those that Spark refuses or cannot hold, those that come late, and joins that would be faster
// another way.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "names/names.h"
#include "policies/rules.h"
#include "text/path.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

/// A join by keys that cannot be broadcast can be sort-merged, and a table that is looked up can be joined, beside what
/// else may help.
Finding broadcast(const Noted& of, std::string message, std::string remedy, std::vector<Change> others = {}) {
  const bool join = of.op<Join>() != nullptr;
  if (join) remedy += ", or use sort_merge";
  if (of.op<Lookup>()) remedy += ", or join the table instead of looking it up";
  Finding made = of.finding(std::move(message), std::move(remedy), join ? "strategy" : "");
  made.changes = std::move(others);
  if (join) made.changes.push_back(with_strategy(of.s.job, of.n.step, JoinStrategy::sort_merge));
  return made;
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
                          in_double_quotes(names::name_of(s.job, s.step(step).from[0])))}},
      [step, lookup](Job& to) {
        Step& changed_step = to.steps[static_cast<std::size_t>(step)];
        changed_step.op = lookup;
        changed_step.from.resize(1);
        changed_step.shuffle = {};
      },
      path + " as a lookup"};
}

}  // namespace

std::optional<Finding> broadcast_too_large(const Noted& of) {
  return broadcast(of,
                   fmt::format("{}: the broadcast table takes {} in memory; Spark refuses {} and more", of.where,
                               bytes_text(of.n.amount), bytes_text(of.n.limit)),
                   "shrink the table (fewer columns, a filter) before it is broadcast");
}

std::optional<Finding> broadcast_too_many_rows(const Noted& of) {
  return broadcast(of,
                   fmt::format("{}: the broadcast table has {} rows; Spark refuses {} and more", of.where,
                               to_text(Rows{of.n.amount}), to_text(Rows{of.n.limit})),
                   "aggregate the table first");
}

std::optional<Finding> broadcast_result_size(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.amount * spare});
  return broadcast(
      of,
      fmt::format("{}: the driver collects {} for the broadcast; spark.driver.maxResultSize is {}", of.where,
                  bytes_text(of.n.amount), bytes_text(of.n.limit)),
      fmt::format("set spark: {{max_result_size: {}}} if the driver has the memory", mebibytes_text(enough)),
      {{{{"spark.max_result_size", mebibytes_text(enough)}},
        [enough](Job& to) { to.spark.max_result_size = enough; }}});
}

std::optional<Finding> broadcast_timeout(const Noted& of) {
  const Seconds enough{std::ceil(of.n.amount * spare)};
  return broadcast(of,
                   fmt::format("{}: collecting and building the broadcast takes {}; spark.sql.broadcastTimeout is {}",
                               of.where, to_text(Seconds{of.n.amount}), to_text(Seconds{of.n.limit})),
                   "raise spark: {broadcast_timeout}",
                   {{{{"spark.broadcast_timeout", fmt::format("{:.0f} s", enough.value)}},
                     [enough](Job& to) { to.spark.broadcast_timeout = enough; }}});
}

std::optional<Finding> broadcast_driver_memory(const Noted& of) {
  const Bytes enough = whole_mebibytes(Bytes{of.n.amount * spare});
  return broadcast(of,
                   fmt::format("{}: the driver needs {} for the broadcast and has {}", of.where,
                               bytes_text(of.n.amount), bytes_text(of.n.limit)),
                   fmt::format("set spark: {{driver_memory: {}}}", mebibytes_text(enough)),
                   with_larger_driver(of.s.job, enough));
}

std::optional<Finding> broadcast_executor_memory(const Noted& of) {
  return broadcast(of,
                   fmt::format("{}: each executor must hold {} of broadcast data and has a heap of {}", of.where,
                               bytes_text(of.n.amount), bytes_text(of.n.limit)),
                   "use fewer, larger executors");
}

std::optional<Finding> join_not_broadcastable(const Noted& of) {
  if (!of.s.job.engine->can.chooses_joins)
    return of.finding(fmt::format("{}: {}; strategy: {} changes nothing", of.where, of.s.job.engine->words.joins,
                                  name_of(of.op<Join>()->strategy)),
                      "leave `strategy` out; a small table can be looked up (lookup) instead of joined", "strategy");
  return of.finding(
      fmt::format("{}: no side of this join can be broadcast here; it is planned as a shuffle join", of.where),
      "an inner join can broadcast either side, a left join the right one, a full join none; Ray Data has no "
      "broadcast join (use lookup)",
      "strategy");
}

std::optional<Finding> runtime_broadcast(const Noted& of) {
  Finding late = of.finding(fmt::format("{}: adaptive execution turns the join into a broadcast once it has seen "
                                        "that one side is {}; both sides have written their shuffle files by then",
                                        of.where, bytes_text(of.n.amount)),
                            "strategy: broadcast saves the shuffle of the large side", "strategy");
  late.changes.push_back(with_strategy(of.s.job, of.n.step, JoinStrategy::broadcast));
  return late;
}

void join_could_broadcast(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* join = std::get_if<Join>(&s.job.steps[i].op);
    const int step = static_cast<int>(i);
    if (!join || join->type == JoinType::full || join->strategy == JoinStrategy::broadcast) continue;
    const Bytes shuffled = s.typical.shuffled_at(step);
    const bool late = s.typical.note(NoteCode::runtime_broadcast, step) != nullptr;
    if (shuffled.value <= 0 || late) continue;
    const bool asks = s.job.engine->can.chooses_joins;
    std::optional<Change> change =
        asks ? with_strategy(s.job, step, JoinStrategy::broadcast) : as_lookup(s, step, *join);
    if (!change || !s.trials.begin() || !s.trials.always_feasible(*change)) continue;
    const auto memory = [&](std::size_t side) { return s.now().ledger.of(s.step(step).from[side]).memory; };
    Finding small;
    small.message = fmt::format("{}: shuffles {}, and one side is {} in memory: small enough for every {} to hold",
                                s.step(step).name, to_text(shuffled),
                                to_text(asks ? std::min(memory(0), memory(1)) : memory(1)), s.job.engine->words.holder);
    small.remedy = asks ? "strategy: broadcast" : "a lookup instead of the join";
    small.at = path_of(s.job, step, "strategy");
    small.changes.push_back(std::move(*change));
    small.must_save = noticeable;
    found.push_back(std::move(small));
  }
}

/// Each executor is sent the whole small side: with many of them, or a small side that is large, shuffling both sides
/// is faster.
void broadcast_slower(const Situation& s, Findings& found) {
  if (!s.job.engine->can.chooses_joins) return;
  for (const PlannedJoin& planned : s.now().plan.joins) {
    const auto& join = std::get<Join>(s.step(planned.step).op);
    if (planned.strategy != JoinStrategy::broadcast || !feasible(s.now())) continue;
    Finding slower;
    slower.message = fmt::format(
        "{}: is broadcast{}, and shuffling both sides would be faster", s.step(planned.step).name,
        join.strategy == JoinStrategy::broadcast ? "" : fmt::format(" by {}'s choice", s.job.engine->title));
    slower.remedy = "strategy: sort_merge";
    slower.at = path_of(s.job, planned.step, "strategy");
    slower.changes = {with_strategy(s.job, planned.step, JoinStrategy::sort_merge)};
    slower.must_save = noticeable;
    found.push_back(std::move(slower));
  }
}

}  // namespace sizer::policies
