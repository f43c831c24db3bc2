// Verdicts and figures in a few words.
#include "render/phrases.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"
#include "sizer/catalogue.h"

namespace sizer {
namespace {

/// The size of a change, without its sign.
std::string amount(double change, const std::string& unit) {
  if (unit == "seconds") return figure(Seconds{std::abs(change)});
  if (unit == "usd") return figure(Dollars{std::abs(change)});
  if (unit == "bytes") return figure(Bytes{std::abs(change)});
  return figure(std::abs(change));
}

}  // namespace

Standing standing_of(const Gate& gate) {
  if (gate.verdict == Verdict::pass) return Standing::pass;
  if (gate.breaks) return Standing::fail;
  if (!gate.exception.empty()) return Standing::excepted;
  if (gate.verdict == Verdict::inconclusive) return Standing::inconclusive;
  return gate.warn ? Standing::warn : Standing::fail;
}

const char* name_of(Standing standing) {
  static constexpr const char* names[] = {"fail", "inconclusive", "warn", "excepted", "pass"};
  return names[static_cast<std::size_t>(standing)];
}

std::string count_of(const std::vector<Gate>& gates) {
  static constexpr const char* words[] = {"failed", "inconclusive", "broken as warnings", "excepted", "passed"};
  std::string text;
  for (std::size_t i = 0; i < std::size(words); ++i) {
    const auto count = std::ranges::count(gates, static_cast<Standing>(i), standing_of);
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words[i]);
  }
  return text;
}

std::vector<const Gate*> gates_of(const JobReport& job, const std::vector<Gate>& gates) {
  std::vector<const Gate*> found;
  for (const Gate& gate : gates)
    if (gate.job == job.name && gate.file == job.file) found.push_back(&gate);
  return found;
}

bool passes(const JobReport& job, const std::vector<Gate>& gates) {
  return job.feasible && std::ranges::none_of(gates_of(job, gates),
                                              [](const Gate* gate) { return standing_of(*gate) == Standing::fail; });
}

std::string plan_in_words(const std::string& plan) {
  if (plan == "broadcast") return "broadcast join";
  if (plan == "sort_merge") return "sort-merge join";
  if (plan == "shuffle_hash") return "shuffled hash join";
  if (plan == "nested_loops") return "nested-loop join";
  if (plan == "no_join") return "no join";
  return plan;
}

std::string capacity_in_words(const JobReport& job) {
  std::string out = counted(job.slots, "slot");
  if (job.gpus > 0) out += ", " + counted(job.gpus, "GPU");
  if (job.executors > 0)
    out += fmt::format(", {} of {} and {}", counted(job.executors, "executor"), counted(job.executor_cores, "core"),
                       memory_text(job.executor_memory));
  if (!job.storage.empty()) out += ", " + job.storage;
  if (!job.tuning.empty()) out += fmt::format(", {} tuning", job.tuning);
  if (job.pricing != "on_demand" && !job.pricing.empty()) out += ", " + job.pricing;
  if (!job.platform.empty()) out += ", " + job.platform;
  return out;
}

std::string figures_of(const JobReport& job) {
  const std::string least = job.cost_at_least ? ", at least " + with_range(*job.cost_at_least) : "";
  const std::string cost = job.cost ? with_range(*job.cost) : "unknown cost" + least;
  return fmt::format("{}; {}; {} processed", with_range(job.wall_clock), cost, with_range(job.bytes.processed));
}

std::string cost_in_words(const std::optional<Range<Dollars>>& cost, const std::optional<Range<Dollars>>& at_least) {
  if (cost) return with_range(*cost);
  return at_least ? "unknown, at least " + with_range(*at_least) : "unknown";
}

std::string figures_of(const Candidate& candidate) {
  return fmt::format("{}; {}; {} processed", with_range(candidate.wall_clock),
                     candidate.cost ? with_range(*candidate.cost) : "unknown cost",
                     with_range(candidate.bytes.processed));
}

std::string in_unit(const std::optional<Range<double>>& range, const std::string& unit) {
  if (!range) return "unknown";
  if (unit == "seconds") return in_kind<Seconds>(*range);
  if (unit == "usd") return in_kind<Dollars>(*range);
  if (unit == "bytes") return in_kind<Bytes>(*range);
  return with_range(*range);
}

std::string change_in_unit(const std::optional<double>& change, const std::string& unit) {
  if (!change || !std::isfinite(*change)) return "unknown";
  if (*change == 0) return "0";
  return (*change > 0 ? "+" : "-") + amount(*change, unit);
}

std::string percentiles_in_words(const Percentiles& percentiles) {
  std::string text =
      fmt::format("p10 – p90 of {} draws of what is unknown: {}", percentiles.draws, from_to(percentiles.wall_clock));
  if (percentiles.cost) text += fmt::format(" and {}", from_to(*percentiles.cost));
  return text + ".";
}

std::string range_in_words() {
  return "from all that is unknown at its best to all at its worst; what the model leaves out is not in it "
         "(docs/accuracy.md)";
}

std::string longest_is_bound_by(const std::optional<Bound>& bound) {
  return bound ? fmt::format("; the longest stage is bound by {}", name_of(*bound)) : "";
}

std::string bound_in_words(const std::optional<Bound>& bound) {
  return bound ? name_of(*bound) : "nothing";
}

std::string catalogue_in_words(const Result& result) {
  return CatalogueInfo{result.catalogue_as_of, result.catalogue_sha256, result.catalogue_files}.in_words();
}

namespace {

/// Of what hardly happens, how seldom is not known.
std::string chance(Fraction share) {
  constexpr double least = 0.0001;
  return share <= 0 ? "0" : share < least ? "below 0.01 %" : percent(share);
}

/// The typical one, and between which it lies.
std::string chances(const Range<double>& range) {
  const std::string typical = chance(range.typical), low = chance(range.low), high = chance(range.high);
  return low == high ? typical : fmt::format("{} ({} – {})", typical, low, high);
}

}  // namespace

std::vector<std::string> in_words(const SpotRisk& spot) {
  std::vector<std::string> words;
  words.push_back(fmt::format("{} of its workers are expected to be taken away; each costs {}, all together {}.",
                              figure(spot.interruptions.typical) + " " + in_brackets(spot.interruptions),
                              with_range(spot.lost_each), with_range(spot.lost)));
  words.push_back(fmt::format("The chance of any interruption is {}, that the job gives up for them {}.",
                              chances(spot.interrupted), chances(spot.gives_up)));
  if (spot.misses && spot.deadline)
    words.push_back(fmt::format("The chance to last longer than {} is {}; with workers on demand {}.",
                                figure(*spot.deadline), chance(*spot.misses), chance(*spot.misses_on_demand)));
  if (spot.on_demand_cost)
    words.push_back(fmt::format("With workers on demand the run costs {}.", with_range(*spot.on_demand_cost)));
  if (spot.break_even)
    words.push_back(fmt::format("Spot costs less up to {} interruptions of a node an hour.", figure(*spot.break_even)));
  return words;
}

std::string in_words(const Sequence& sequence) {
  std::string words =
      fmt::format("all {} jobs, one after the other: {}; {}{}", sequence.jobs, with_range(sequence.wall_clock),
                  sequence.cost ? "" : "cost ", cost_in_words(sequence.cost, sequence.cost_at_least));
  if (!sequence.usd_per_month) return words;
  words += fmt::format("; {} a month", in_kind<Dollars>(*sequence.usd_per_month));
  if (sequence.monthly < sequence.jobs)
    words += fmt::format(" for the {} that say how often they run", sequence.monthly);
  return words;
}

std::string searched_in_words(const Sizing& sizing) {
  std::string words =
      fmt::format("{} candidates, of which {} can run", count(sizing.candidates), count(sizing.feasible));
  if (sizing.goal.confidence == Confidence::p90)
    return words + fmt::format("; of the {} that were drawn, {} keep the limits at p90", count(sizing.drawn),
                               count(sizing.within));
  return words + fmt::format(" and {} keep the limits", count(sizing.within));
}

std::string answer_in_words(const Sizing& sizing) {
  const auto in_words = [](const SizedRun& run) {
    return fmt::format("{}; {}; {}", run.name, with_range(run.wall_clock), with_range(run.cost));
  };
  if (sizing.winner) return in_words(*sizing.winner);
  if (sizing.nearest_miss) return "nothing keeps the limits; nearest: " + in_words(*sizing.nearest_miss);
  return "nothing can run the job";
}

std::string scaling_in_words(const Scaling& curve) {
  const int most = curve.points.back().nodes;
  const std::string cost = curve.cheapest < most
                               ? fmt::format("Past {} nodes, more cost more than they save", curve.cheapest)
                               : fmt::format("Up to {} nodes, more save what they cost", most);
  const std::string knee =
      curve.knee > 0 ? fmt::format("past {}, a percent more money buys less than a percent of the time", curve.knee)
                     : fmt::format("up to {}, a percent more money still buys a percent of the time", most);
  return cost + "; " + knee + ".";
}

std::vector<std::string> elastic_in_words(const Sizing& sizing) {
  std::vector<std::string> words;
  if (sizing.autoscaling) {
    const Autoscaling& each = *sizing.autoscaling;
    words.push_back(fmt::format(
        "From {} up: {} worker-hours in place of {}, {} of them held only for shuffle files that may still be "
        "read; the run waits {} for workers to boot and takes {}; it {} {}.",
        counted(each.least_nodes, "worker"), figure(each.node_hours), figure(each.node_hours_fixed),
        figure(each.node_hours_for_files), figure(each.lag), figure(each.wall_clock),
        each.saved.value < 0 ? "costs more by" : "saves", figure(each.saved.value < 0 ? each.saved * -1 : each.saved)));
  }
  if (!sizing.always_on) return words;
  const AlwaysOn& each = *sizing.always_on;
  std::string pays;
  if (each.break_even_runs)
    pays = fmt::format(": always on is cheaper from {} runs a day on{}", figure(*each.break_even_runs),
                       *each.break_even_runs > each.most_runs ? ", more than fit into a day one after the other" : "");
  words.push_back(
      fmt::format("Always on, a day of the cluster costs {}; made for a run, it costs {}{}. A run on it takes {}; {} "
                  "fit into a day.",
                  figure(each.a_day), figure(each.a_run), pays, figure(each.wall_clock), figure(each.most_runs)));
  return words;
}

std::string back_test_in_words(const BackTest& test) {
  return fmt::format("{} run{}: median {}, worst {}", test.runs, test.runs == 1 ? "" : "s", percent(test.median),
                     percent(test.worst));
}

std::string profile_in_words(const Result& result) {
  if (!result.back_test) return result.profile;
  return fmt::format("{} (error in back-test, {})", result.profile, back_test_in_words(*result.back_test));
}

}  // namespace sizer
