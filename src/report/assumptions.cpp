// The unknowns that a result rests on, and what each does to the time when all else stays typical.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/parts.h"
#include "study/unknowns.h"

namespace sizer::report {
namespace {

/// What an assumption may move: typical seconds and bytes.
struct Result {
  Seconds time{};
  Bytes processed{};

  bool operator==(const Result&) const = default;
};

Result result_of(const Job& job, const ConstantValues& k) {
  const Estimate made = estimate(job, job.cluster, k, Case::typical);
  StageBytes bytes;
  for (const Stage& stage : made.plan.stages) bytes += stage.bytes;
  return {made.timeline.duration, bytes.processed()};
}

double spread(Seconds a, Seconds b, Seconds c) {
  return (std::max({a, b, c}) - std::min({a, b, c})).value;
}

Assumption of_constant(const Job& job, const Constants& constants, std::size_t id, const Result& typical,
                       bool& matters) {
  const ConstantInfo& info = constant_table()[id];
  const Range<double>& range = constants.range(id);
  ConstantValues varied = constants.at(Case::typical);
  study::value_of(varied, id) = range.low;
  const Result low = result_of(job, varied);
  study::value_of(varied, id) = range.high;
  const Result high = result_of(job, varied);
  const double influence = spread(low.time, typical.time, high.time);
  matters = low != typical || high != typical;
  return {info.name,
          info.unit,
          range,
          constants.overridden(id) ? "calibrated" : "default",
          constants.overridden(id) ? constants.profile : info.source,
          influence};
}

}  // namespace

std::vector<Assumption> assumptions(const Job& job, const Constants& constants) {
  const ConstantValues& k = constants.at(Case::typical);
  const Result typical = result_of(job, k);
  std::vector<Assumption> found;

  Job varied = job;
  study::each_unknown(varied, [&](const std::string& name, const char* unit, auto& range) {
    if (range.low == range.high) return;
    const auto whole = range;
    range = exactly(whole.low);
    const Result low = result_of(varied, k);
    range = exactly(whole.high);
    const Result high = result_of(varied, k);
    range = whole;
    const double influence = spread(low.time, typical.time, high.time);
    found.push_back({name, unit, study::as_numbers(whole), "given", where_text(place_of(job, name)), influence});
  });
  for (std::size_t id = 0; id < constant_count; ++id) {
    bool matters = false;
    Assumption assumption = of_constant(job, constants, id, typical, matters);
    if (matters) found.push_back(std::move(assumption));
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, &Assumption::influence);
  return found;
}

}  // namespace sizer::report
