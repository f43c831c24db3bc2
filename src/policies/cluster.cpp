// Policies on what the cluster costs: prices unknown, clusters kept.
#include <fmt/format.h>

#include "names/bill.h"
#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

constexpr double hours_a_month = 730;

}  // namespace

void price_unknown(const Situation& s, Findings& found) {
  if (!s.now().bill.partial) return;
  Finding unknown;
  std::string lines;
  for (const BillLine& line : s.now().bill.lines) {
    if (line.cost) continue;
    const names::BillText text = names::text_of(line, s.job.cluster);
    lines += (lines.empty() ? "" : "; ") + fmt::format("{} ({})", text.item, text.note);
  }
  unknown.message = fmt::format("the cost is unknown, because prices are not known: {}", lines);
  unknown.remedy = "give price: $…/h, or the prices in a catalogue of your own (--catalog)";
  unknown.at = "cluster";
  found.push_back(std::move(unknown));
}

/// A cluster that outlives its job is paid for around the clock; it is worth it when its runs fill half of the time.
void cluster_kept(const Situation& s, Findings& found) {
  const std::optional<Dollars> hourly = hourly_cost(s.job.cluster, s.k());
  if (!s.job.keep_cluster || !hourly) return;
  Finding kept;
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

}  // namespace sizer::policies
