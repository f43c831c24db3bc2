// Policies on shuffles that need not be: sorts, repartitions, aggregations; and results that are read twice.
#include <fmt/format.h>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
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
  const Bytes again{sampled ? sampled->amount : 0};
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

}  // namespace

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

void aggregate_does_not_reduce(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* aggregate = std::get_if<Aggregate>(&s.job.steps[i].op);
    if (!aggregate || aggregate->keys.empty()) continue;
    const double groups = s.now().ledger.steps[i].rows / s.now().ledger.of(s.job.steps[i].from[0]).rows;
    if (!(groups >= hardly_fewer)) continue;
    Finding full;
    full.message = fmt::format("{}: leaves {:.2g} rows for a row, so aggregating before the shuffle saves little",
                               s.job.steps[i].name, groups);
    full.remedy = "group by fewer keys or later, after filters; to collect whole groups is to shuffle everything";
    full.at = path_of(s.job, static_cast<int>(i), aggregate->groups ? "groups" : "reduction");
    found.push_back(std::move(full));
  }
}

void result_read_twice(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const int step = static_cast<int>(i);
    const int readers = s.typical.readers(step);
    const Bytes behind = readers < 2 ? Bytes{} : read_behind(s, step);
    if (behind.value <= 0 || std::holds_alternative<Cache>(s.step(step).op)) continue;
    Finding shared;
    shared.message =
        s.job.engine->can.make_again
            ? fmt::format(
                  "{}: {} steps read its result, and each makes it again, from the last exchange or from what is "
                  "read; {} lie behind it",
                  s.step(step).name, readers, to_text(behind))
            : fmt::format(
                  "{}: {} steps read its result; it is counted once, as if it were kept. Otherwise {} are read "
                  "again",
                  s.step(step).name, readers, to_text(behind));
    shared.remedy = s.job.engine->words.keep_result;
    shared.at = path_of(s.job, step);
    found.push_back(std::move(shared));
  }
}

}  // namespace sizer::policies
