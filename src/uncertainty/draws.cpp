// Latin hypercube draws of the unknowns, and what they say together.
#include "sizer/draws.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "uncertainty/unknowns.h"

namespace sizer {
namespace {

/// FNV-1a, then mixed with the seed: the same on every machine.
std::uint64_t hash_of(std::string_view text, int seed) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ (static_cast<std::uint64_t>(seed) * 0x9e3779b97f4a7c15u);
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix {
  std::uint64_t state;

  std::uint64_t next() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
};

/// A range of the job that is drawn: where it stands, what it was, and in which order its steps come.
struct Unknown {
  double* low_typical_high;
  Range<double> given;
  std::vector<int> steps;
};

std::vector<Unknown> unknowns_of(Job& job, const Drawing& drawing) {
  std::vector<Unknown> unknowns;
  uncertainty::each_unknown(job, [&](const std::string& name, const char*, auto& range) {
    static_assert(sizeof range == 3 * sizeof(double));
    if (range.low == range.high) return;
    unknowns.push_back({reinterpret_cast<double*>(&range), uncertainty::as_numbers(range), steps_of(name, drawing)});
  });
  return unknowns;
}

}  // namespace

std::vector<int> steps_of(std::string_view unknown, const Drawing& drawing) {
  std::vector<int> steps(static_cast<std::size_t>(drawing.count));
  std::iota(steps.begin(), steps.end(), 0);
  SplitMix random{hash_of(unknown, drawing.seed)};
  for (std::size_t i = steps.size(); i > 1; --i) std::swap(steps[i - 1], steps[random.next() % i]);
  return steps;
}

double value_at_step(const Range<double>& range, int step, int count) {
  const double at = (step + 0.5) / count;
  if (at < 0.5) return range.low + (range.typical - range.low) * 2 * at;
  return range.typical + (range.high - range.typical) * (2 * at - 1);
}

std::vector<ConstantValues> draw_constants(const Constants& constants, const Drawing& drawing) {
  std::vector<ConstantValues> drawn(static_cast<std::size_t>(drawing.count), constants.at(Case::typical));
  for (std::size_t id = 0; id < constant_count; ++id) {
    const Range<double>& range = constants.range(id);
    if (range.low == range.high) continue;
    const std::vector<int> steps = steps_of(constant_table()[id].name, drawing);
    for (std::size_t i = 0; i < drawn.size(); ++i)
      uncertainty::value_of(drawn[i], id) = value_at_step(range, steps[i], drawing.count);
  }
  return drawn;
}

Drawn draw(const Job& job, const std::vector<ConstantValues>& constants, const Drawing& drawing) {
  Job varied = job;
  const std::vector<Unknown> unknowns = unknowns_of(varied, drawing);
  Drawn drawn;
  for (std::vector<double>* series : {&drawn.seconds, &drawn.dollars, &drawn.processed, &drawn.shuffle_write,
                                      &drawn.shuffle_read, &drawn.spill_write})
    series->reserve(constants.size());
  drawn.interruptions.reserve(constants.size());
  for (std::size_t i = 0; i < constants.size(); ++i) {
    for (const Unknown& unknown : unknowns)
      std::fill_n(unknown.low_typical_high, 3, value_at_step(unknown.given, unknown.steps[i], drawing.count));
    const Estimate made = estimate(varied, varied.cluster, constants[i], Case::typical);
    StageBytes bytes;
    for (const Stage& stage : made.plan.stages) bytes += stage.bytes;
    drawn.interruptions.push_back(made.timeline.interruptions);
    drawn.seconds.push_back(made.timeline.duration.value);
    drawn.dollars.push_back(made.bill.total.value);
    drawn.processed.push_back(bytes.processed().value);
    drawn.shuffle_write.push_back(bytes.shuffle_write.value);
    drawn.shuffle_read.push_back(bytes.shuffle_read.value);
    drawn.spill_write.push_back(bytes.spill_write.value);
  }
  return drawn;
}

/// By selection, since three values do not ask for all to be sorted.
Quantiles<double> quantiles_of(std::vector<double> values) {
  const auto last = static_cast<double>(values.size() - 1);
  auto sorted_up_to = values.begin();
  const auto at = [&](double share) {
    const double position = std::clamp(share * static_cast<double>(values.size()) - 0.5, 0.0, last);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(std::floor(position));
    if (below >= sorted_up_to) std::nth_element(sorted_up_to, below, values.end());
    sorted_up_to = std::max(sorted_up_to, below);
    if (below + 1 == values.end()) return *below;
    const double above = *std::min_element(below + 1, values.end());
    return *below + (above - *below) * (position - std::floor(position));
  };
  const double p10 = at(0.1), p50 = at(0.5), p90 = at(0.9);
  return {p10, p50, p90};
}

Percentiles percentiles_of(const Drawn& drawn, const Drawing& drawing, bool priced) {
  const auto of = [](const std::vector<double>& values, auto unit) {
    using Unit = decltype(unit);
    const Quantiles<double> q = quantiles_of(values);
    return Quantiles<Unit>{{q.p10}, {q.p50}, {q.p90}};
  };
  const auto whole_bytes = [&](const std::vector<double>& values) {
    const Quantiles<Bytes> q = of(values, Bytes{});
    return Quantiles<Bytes>{{std::round(q.p10.value)}, {std::round(q.p50.value)}, {std::round(q.p90.value)}};
  };
  Percentiles made{.draws = drawing.count, .seed = drawing.seed, .wall_clock = of(drawn.seconds, Seconds{})};
  if (priced) made.cost = of(drawn.dollars, Dollars{});
  made.processed = whole_bytes(drawn.processed);
  made.shuffle_write = whole_bytes(drawn.shuffle_write);
  made.spill_write = whole_bytes(drawn.spill_write);
  return made;
}

}  // namespace sizer
