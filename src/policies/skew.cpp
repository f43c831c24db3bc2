// Policies on work that is not evenly spread: hot keys, and all rows in one task.
#include <fmt/format.h>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

std::string times_text(double factor) {
  return fmt::format("{:.1f} times", factor);
}

}  // namespace

std::optional<Finding> skew(const Noted& of) {
  const Job& job = of.s.job;
  const bool spark = job.engine->settings == SettingsOf::spark;
  Finding made = of.finding(fmt::format("{}: the hottest task has {} the mean work; the stage waits for it", of.where,
                                        times_text(of.n.amount)),
                            job.engine->words.hot_key, "hot_key_share");
  if (of.n.step < 0) return made;
  made.changes.push_back(salted(job, of.n.step));
  if (spark && !job.spark.adaptive.value_or(true)) made.changes.push_back(with_adaptive());
  if (spark && !job.spark.skew_join.value_or(true))
    made.changes.push_back({{{"spark.skew_join", "true"}}, [](Job& to) { to.spark.skew_join = true; }});
  if (job.engine->can.chooses_joins && of.op<Join>())
    made.changes.push_back(with_strategy(job, of.n.step, JoinStrategy::broadcast));
  return made;
}

std::optional<Finding> skew_split(const Noted& of) {
  return of.finding(fmt::format("{}: adaptive execution cuts the hot partition ({} the mean) into {:.0f}", of.where,
                                times_text(of.n.amount), of.n.beside),
                    "nothing to do; salting would save the repeated reads of the other side", "hot_key_share");
}

std::optional<Finding> single_task(const Noted& of) {
  return of.finding(
      fmt::format("{}: all rows ({}) go through one task", of.where, bytes_text(of.n.amount)),
      std::holds_alternative<Coalesce>(of.s.step(of.n.step).op)
          ? "coalesce to more partitions, or `repartition: 1`: an exchange leaves what comes before it to all"
          : "give the window a partition_by");
}

}  // namespace sizer::policies
