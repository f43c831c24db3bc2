// Policies on the job as a whole: inputs unread, plans that differ by case, versions that are not modelled.
#include <fmt/format.h>
#include <algorithm>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

const char* strategy_text(JoinStrategy strategy) {
  switch (strategy) {
    case JoinStrategy::broadcast:
      return "a broadcast join";
    case JoinStrategy::shuffle_hash:
      return "a shuffled hash join";
    case JoinStrategy::sort_merge:
      return "a sort-merge join";
    case JoinStrategy::automatic:
      break;
  }
  return "";
}

}  // namespace

void input_unused(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.inputs.size(); ++i) {
    if (s.typical.reads_input(i)) continue;
    Finding unread;
    unread.message = fmt::format("no step reads the input {}", s.job.inputs[i].name);
    unread.remedy = "name it in a step (from, with), or leave it out; in an override its name may be misspelt";
    unread.at = path_of(s.job.inputs[i]);
    found.push_back(std::move(unread));
  }
}

void plan_depends_on_case(const Situation& s, Findings& found) {
  const std::vector<PlannedJoin>& typical = s.now().plan.joins;
  for (const Case c : {Case::best, Case::worst}) {
    const std::vector<PlannedJoin>& others = s.by_case[c].plan.joins;
    const auto [here, there] = std::ranges::mismatch(typical, others);
    if (here == typical.end() || there == others.end()) continue;
    Finding differs;
    differs.message =
        fmt::format("in the {} case the plan is another: {}{} instead of {}", c == Case::best ? "best" : "worst",
                    typical.size() > 1 ? s.step(here->step).name + " is " : "", strategy_text(there->strategy),
                    strategy_text(here->strategy));
    differs.remedy =
        "give the sizes and rows of the inputs more narrowly, or set the strategy; stages of the other plan are "
        "marked, and totals take each case by itself";
    found.push_back(std::move(differs));
  }
}

void version_not_modelled(const Situation& s, Findings& found) {
  const std::string_view engine = s.job.engine->title;
  const Versions& known = s.job.engine->versions;
  const std::optional<double> given = known.given != nullptr ? known.given(s.job) : std::nullopt;
  if (!given || (*given >= known.first - 1e-9 && *given <= known.last + 1e-9)) return;
  Finding other;
  const std::string is = number_text(*given), nearest = number_text(*given < known.first ? known.first : known.last);
  other.message = *given < known.first
                      ? fmt::format("{0} {1} is not modelled: before {2}, {3}; the plan is that of {0} {2}", engine, is,
                                    nearest, known.before)
                      : fmt::format("{0} {1} is not modelled; the plan is that of {0} {2}", engine, is, nearest);
  other.remedy = "hold the estimate against a run before you rely on it";
  other.at = known.path;
  found.push_back(std::move(other));
}

}  // namespace sizer::policies
