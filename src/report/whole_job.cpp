// Policies on the job as a whole: inputs unread, plans that differ by case, prices unknown, clusters kept.
#include <fmt/format.h>

#include <algorithm>

#include "report/finding.h"
#include "text/quantity_text.h"

namespace sizer::report {
namespace {

constexpr double hours_a_month = 730;

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

void unread_inputs(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.inputs.size(); ++i) {
    if (s.typical.reads_input(i)) continue;
    Finding unread;
    unread.code = "SZ134";
    unread.message = fmt::format("no step reads the input {}", s.job.inputs[i].name);
    unread.remedy = "name it in a step (from, with), or leave it out; in an override its name may be misspelt";
    unread.at = path_of(s.job.inputs[i]);
    found.push_back(std::move(unread));
  }
}

void other_plans(const Situation& s, Findings& found) {
  const std::vector<PlannedJoin>& typical = s.now().plan.joins;
  for (const Case c : {Case::best, Case::worst}) {
    const std::vector<PlannedJoin>& others = s.by_case[c].plan.joins;
    const auto [here, there] = std::ranges::mismatch(typical, others);
    if (here == typical.end() || there == others.end()) continue;
    Finding differs;
    differs.code = "SZ130";
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

void unknown_prices(const Situation& s, Findings& found) {
  if (!s.now().bill.partial) return;
  Finding unknown;
  unknown.code = "SZ131";
  std::string lines;
  for (const CostRow& row : cost_rows(s.job.cluster, s.by_case))
    if (!row.cost) lines += (lines.empty() ? "" : "; ") + fmt::format("{} ({})", row.item, row.note);
  unknown.message = fmt::format("the cost is unknown, because prices are not known: {}", lines);
  unknown.remedy = "give price: $…/h, or the prices in a catalogue of your own (--catalog)";
  unknown.at = "cluster";
  found.push_back(std::move(unknown));
}

/// Versions whose plans are known to differ, or are not known.
struct Modelled {
  const char* engine;
  double first, last;
  const char* before;
};

void other_versions(const Situation& s, Findings& found) {
  const bool spark = s.job.engine == EngineKind::spark;
  const Modelled known = spark ? Modelled{"Spark", 3.2, 4.1, "adaptive execution was off by default"}
                               : Modelled{"Ray", 2.46, 2.60, "groups and joins were shuffled by sorting"};
  const std::optional<double> given = spark ? s.job.spark.version : s.job.ray.version;
  if (!given || (*given >= known.first - 1e-9 && *given <= known.last + 1e-9)) return;
  Finding other;
  other.code = "SZ152";
  const std::string is = number_text(*given), nearest = number_text(*given < known.first ? known.first : known.last);
  other.message = *given < known.first
                      ? fmt::format("{0} {1} is not modelled: before {2}, {3}; the plan is that of {0} {2}",
                                    known.engine, is, nearest, known.before)
                      : fmt::format("{0} {1} is not modelled; the plan is that of {0} {2}", known.engine, is, nearest);
  other.remedy = "hold the estimate against a run before you rely on it";
  other.at = spark ? "spark.version" : "ray.version";
  found.push_back(std::move(other));
}

/// A cluster that outlives its job is paid for around the clock; it is worth it when its runs fill half of the time.
void kept_clusters(const Situation& s, Findings& found) {
  const std::optional<Dollars> hourly = hourly_cost(s.job.cluster, s.k());
  if (!s.job.keep_cluster || !hourly) return;
  Finding kept;
  kept.code = "SZ143";
  kept.remedy = "let the RayJob end its cluster: shutdownAfterJobFinishes: true, and ttlSecondsAfterFinished";
  kept.at = "keep_cluster";
  if (!s.job.runs_per_month) {
    kept.message = fmt::format("the cluster stays after the job and costs {} a day; runs_per_month is not given",
                               to_text(*hourly * 24));
    found.push_back(std::move(kept));
    return;
  }
  const double runs = s.job.runs_per_month->typical;
  const double busy_hours = runs * s.now().timeline.duration.value / seconds_an_hour;
  const Dollars idle = *hourly * (hours_a_month - busy_hours);
  if (idle <= *hourly * busy_hours) return;
  kept.message = fmt::format("the cluster stays after the job and idles for {} a month; {:g} runs need {}",
                             to_text(idle), runs, to_text(*hourly * busy_hours));
  Change ended{{{"keep_cluster", "false"}}, [](Job& to) {
                 to.keep_cluster = false;
                 to.new_session = true;
               }};
  if (!s.job.new_session) ended.settings.emplace_back("session", "new");
  kept.gain = difference(ended, s.now(), s.trials.typical(ended));
  if (kept.gain->cost && runs > 0) *kept.gain->cost += idle / runs;
  found.push_back(std::move(kept));
}

}  // namespace

void find_in_whole_job(const Situation& s, Findings& found) {
  unread_inputs(s, found);
  other_plans(s, found);
  unknown_prices(s, found);
  other_versions(s, found);
  kept_clusters(s, found);
}

}  // namespace sizer::report
