// Ways to run one job, side by side, under the same draws of what is unknown.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "sizer/comparison.h"
#include "uncertainty/parallel.h"

namespace sizer {
namespace {

/// A candidate and what its draws gave.
struct Tried {
  Candidate candidate{};
  Drawn drawn{};
};

Tried tried(Way way, const Constants& constants, const std::vector<ConstantValues>& drawn, const Drawing& drawing) {
  Tried made{std::move(way.shown), {}};
  Candidate& candidate = made.candidate;
  if (!candidate.possible) {
    candidate.feasible = false;
    return made;
  }
  const Job& job = way.job;
  JobReport report = make_summary(job, constants, estimate(job, job.cluster, constants));
  made.drawn = draw(job, drawn, drawing);
  candidate.engine = report.engine;
  candidate.plan = report.plan;
  candidate.cluster = report.cluster_name;
  candidate.machine = report.machine;
  candidate.nodes = report.nodes;
  candidate.feasible = report.feasible;
  candidate.reasons = std::move(report.reasons);
  candidate.bytes = report.bytes;
  candidate.wall_clock = report.wall_clock;
  // Of a bill with a line that has no price, the total is no basis for a choice.
  if (!report.cost_partial) candidate.cost = report.cost;
  candidate.percentiles = percentiles_of(made.drawn, drawing, candidate.cost.has_value());
  candidate.cannot = cannot_do(job);
  candidate.evidence = evidence_of(job);
  return made;
}

/// What is ranked by; an unknown cost comes after all known ones.
double ranked_by(const Candidate& candidate, const std::string& figure) {
  if (figure == "bytes") return candidate.bytes.processed.typical.value;
  if (figure == "cost") return candidate.cost ? candidate.cost->typical.value : 1e300;
  return candidate.wall_clock.typical.value;
}

void rank(std::vector<Tried>& all, const std::string& figure) {
  std::ranges::stable_sort(all, {}, [&](const Tried& t) {
    const int group = t.candidate.feasible ? 0 : t.candidate.possible ? 1 : 2;
    return std::pair(group, ranked_by(t.candidate, figure));
  });
}

bool beats(const Candidate& a, const Candidate& b) {
  const Seconds ta = a.wall_clock.typical, tb = b.wall_clock.typical;
  const Dollars ca = a.cost->typical, cb = b.cost->typical;
  return ta <= tb && ca <= cb && (ta < tb || ca < cb);
}

void mark_front(std::vector<Tried>& all) {
  const auto runs = [](const Tried& t) { return t.candidate.feasible && t.candidate.cost; };
  for (Tried& one : all)
    one.candidate.on_front = runs(one) && std::ranges::none_of(all, [&](const Tried& other) {
                               return runs(other) && beats(other.candidate, one.candidate);
                             });
}

// ---- What a reader should know
// ----------------------------------------------------------------------------------------

/// Ways that differ in what they are called alone: what was varied has no effect on them.
std::vector<std::string> equal_ways(const std::vector<Tried>& all) {
  using Key = std::tuple<bool, std::vector<double>, std::vector<double>, std::vector<double>>;
  std::map<Key, std::vector<std::string>> alike;
  for (const Tried& each : all)
    if (each.candidate.possible)
      alike[{each.candidate.feasible, each.drawn.seconds, each.drawn.dollars, each.drawn.processed}].push_back(
          each.candidate.name);
  constexpr std::size_t most_named = 4, most_told = 5;
  std::vector<std::string> notes;
  for (auto& [key, names] : alike) {
    if (names.size() < 2) continue;
    const std::size_t more = names.size() - std::min(names.size(), most_named);
    names.resize(names.size() - more);
    std::string words;
    for (const std::string& name : names) words += (words.empty() ? "" : "; ") + name;
    if (more > 0) words += fmt::format("; and {} more", more);
    notes.push_back("these plan the same, and all their figures are equal: " + words);
  }
  std::ranges::sort(notes);
  if (notes.size() > most_told) notes.resize(most_told);
  return notes;
}

/// A choice between engines rests on how well each is known.
std::vector<std::string> unmeasured(const std::vector<Way>& ways) {
  std::vector<std::string> notes;
  if (std::ranges::all_of(ways, [&](const Way& way) { return way.shown.engine == ways.front().shown.engine; }))
    return notes;
  for (const Way& way : ways) {
    if (!way.shown.possible) continue;
    std::string kinds;
    for (const Step& step : way.job.steps) {
      const std::string kind = kind_name(step.op);
      if (measured_runs(*way.job.engine, kind) > 0 || kinds.find(kind) != std::string::npos) continue;
      kinds += (kinds.empty() ? "" : ", ") + kind;
    }
    if (kinds.empty()) continue;
    std::string note = fmt::format(
        "{}: the model was held against no measured run with {}; what it says of them is derived, so time a part "
        "before "
        "you choose the engine by it",
        way.shown.engine, kinds);
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
  }
  return notes;
}

// ---- Pairs ----------------------------------------------------------------------------------------------------------

template <class Kind>
Quantiles<Quantity<Kind>> in_unit(const Quantiles<double>& q) {
  return {{q.p10}, {q.p50}, {q.p90}};
}

std::vector<double> differences(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> all(first.size());
  std::ranges::transform(second, first, all.begin(), [](double b, double a) { return b - a; });
  return all;
}

std::vector<double> ratios(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> all;
  for (std::size_t i = 0; i < first.size(); ++i)
    if (first[i] > 0) all.push_back(second[i] / first[i]);
  return all;
}

/// Written and read.
std::vector<double> shuffled(const Drawn& drawn) {
  std::vector<double> all(drawn.shuffle_write.size());
  std::ranges::transform(drawn.shuffle_write, drawn.shuffle_read, all.begin(), std::plus{});
  return all;
}

Pair pair_of(const std::vector<Tried>& all, std::size_t first, std::size_t second) {
  const Tried &a = all[first], &b = all[second];
  Pair pair{.first = static_cast<int>(first), .second = static_cast<int>(second)};
  pair.processed_saved = in_unit<struct BytesKind>(quantiles_of(differences(a.drawn.processed, b.drawn.processed)));
  pair.shuffle_saved = in_unit<struct BytesKind>(quantiles_of(differences(shuffled(a.drawn), shuffled(b.drawn))));
  const std::vector<double> later = differences(a.drawn.seconds, b.drawn.seconds);
  pair.time_saved = in_unit<struct SecondsKind>(quantiles_of(later));
  pair.time_ratio = quantiles_of(ratios(a.drawn.seconds, b.drawn.seconds));
  const auto faster = std::ranges::count_if(later, [](double seconds) { return seconds > 0; });
  pair.faster = static_cast<double>(faster) / static_cast<double>(later.size());
  if (a.candidate.cost && b.candidate.cost) {
    pair.cost_saved = in_unit<struct DollarsKind>(quantiles_of(differences(a.drawn.dollars, b.drawn.dollars)));
    const std::vector<double> costs = ratios(a.drawn.dollars, b.drawn.dollars);
    if (!costs.empty()) pair.cost_ratio = quantiles_of(costs);
  }
  return pair;
}

/// The faster one (typically) comes first, whether it can run or not.
Pair ordered(const std::vector<Tried>& all, std::size_t a, std::size_t b) {
  const bool swapped = all[b].candidate.wall_clock.typical < all[a].candidate.wall_clock.typical;
  return swapped ? pair_of(all, b, a) : pair_of(all, a, b);
}

std::vector<Pair> pairs_of(const std::vector<Tried>& all) {
  constexpr std::size_t few = 5;
  const auto possible = static_cast<std::size_t>(
      std::ranges::count_if(all, [](const Tried& t) { return t.candidate.possible; }));  // they come first
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < possible && (a == 0 || possible <= few); ++a)
    for (std::size_t b = a + 1; b < possible; ++b) pairs.push_back(ordered(all, a, b));
  return pairs;
}

}  // namespace

Comparison compare(std::vector<Way> ways, const Constants& constants, const Drawing& drawing,
                   const std::string& sorted_by) {
  const std::vector<ConstantValues> drawn = draw_constants(constants, drawing);
  std::vector<std::string> notes = unmeasured(ways);
  std::vector<Tried> all(ways.size());
  uncertainty::in_parallel(ways.size(),
                           [&](std::size_t i) { all[i] = tried(std::move(ways[i]), constants, drawn, drawing); });
  rank(all, sorted_by);
  mark_front(all);
  Comparison comparison;
  comparison.sorted_by = sorted_by;
  comparison.pairs = pairs_of(all);
  std::ranges::move(equal_ways(all), std::back_inserter(notes));
  comparison.notes = std::move(notes);
  for (Tried& each : all) comparison.candidates.push_back(std::move(each.candidate));
  return comparison;
}

std::vector<std::string> cannot_do(const Job& job) {
  std::vector<std::string> sentences;
  const auto add = [&](std::string_view sentence) {
    if (!sentence.empty() && std::ranges::find(sentences, sentence) == sentences.end())
      sentences.emplace_back(sentence);
  };
  for (const Step& step : job.steps) {
    add(lacking(step.op, *job.engine));
    if (job.engine->cannot_do == nullptr) continue;
    for (const std::string& sentence : job.engine->cannot_do(step)) add(sentence);
  }
  return sentences;
}

}  // namespace sizer
