// The unknowns that a result rests on, and what each does to the time when all else stays typical.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "report/parts.h"
#include "report/unknowns.h"

namespace sizer::report {
namespace {

/// Typical seconds with one set of constants.
Seconds time_of(const Job& job, const ConstantValues& k) {
  return estimate(job, job.cluster, k, Case::typical).timeline.duration;
}

/// Constants are quantities over doubles, in the order of the table.
double& value_at(ConstantValues& values, std::size_t id) {
  return reinterpret_cast<double*>(&values)[id];
}

Assumption of_constant(const Job& job, const Constants& constants, std::size_t id, Seconds typical) {
  const ConstantInfo& info = constant_table()[id];
  const Range<double>& range = constants.range(id);
  ConstantValues varied = constants.at(Case::typical);
  value_at(varied, id) = range.low;
  const Seconds low = time_of(job, varied);
  value_at(varied, id) = range.high;
  const Seconds high = time_of(job, varied);
  const double influence = std::max({low, typical, high}).value - std::min({low, typical, high}).value;
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
  const Seconds typical = time_of(job, k);
  std::vector<Assumption> found;

  Job varied = job;
  each_unknown(varied, [&](const std::string& name, const char* unit, auto& range) {
    if (range.low == range.high) return;
    const auto whole = range;
    range = exactly(whole.low);
    const Seconds low = time_of(varied, k);
    range = exactly(whole.high);
    const Seconds high = time_of(varied, k);
    range = whole;
    const double influence = std::max({low, typical, high}).value - std::min({low, typical, high}).value;
    found.push_back({name, unit, as_numbers(whole), "given", job.file, influence});
  });
  for (std::size_t id = 0; id < constant_count; ++id) {
    Assumption assumption = of_constant(job, constants, id, typical);
    if (assumption.influence > 0) found.push_back(std::move(assumption));
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, &Assumption::influence);
  return found;
}

}  // namespace sizer::report
