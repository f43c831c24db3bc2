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

}  // namespace

std::vector<Assumption> assumptions(const Job& job, const Constants& constants) {
  const Result typical = result_of(job, constants.at(Case::typical));
  std::vector<Assumption> found;
  study::each_at_its_ends(
      job, constants, result_of, [&](study::Unknown unknown, const Result& low, const Result& high) {
        if (unknown.origin != "given" && low == typical && high == typical) return;  // a constant that plays no part
        found.push_back({std::move(unknown.name), std::move(unknown.unit), unknown.value, std::move(unknown.origin),
                         std::move(unknown.source), spread(low.time, typical.time, high.time)});
      });
  std::ranges::stable_sort(found, std::ranges::greater{}, &Assumption::influence);
  return found;
}

}  // namespace sizer::report
