// The unknowns that a result rests on, and what each does to the time when all else stays typical.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "policies/trials.h"
#include "report/parts.h"
#include "uncertainty/unknowns.h"

namespace sizer::report {
namespace {

/// What an assumption may move: typical seconds and bytes.
struct Result {
  Seconds time{};
  Bytes processed{};

  bool operator==(const Result&) const = default;
};

Result result_of(const Job& job, const ConstantValues& k) {
  const Plan made = plan(job, job.cluster, account(job, k, Case::typical), k, Case::typical);
  StageBytes bytes;
  for (const Stage& stage : made.stages) bytes += stage.bytes;
  return {timeline_of(made, job, job.cluster, k).duration, bytes.processed()};
}

double spread(Seconds a, Seconds b, Seconds c) {
  return (std::max({a, b, c}) - std::min({a, b, c})).value;
}

using Names = std::unordered_set<std::string>;

/// Of more given ranges than are tried, the names of those that can move most: the width of the range against its
/// middle, times the bytes that it is about. Nothing where all are tried.
std::optional<Names> widest(const Job& job, const ConstantValues& k) {
  const auto most = static_cast<std::size_t>(policies::most_tries(job, 500));
  struct Width {
    std::string name;
    double bytes;
  };
  std::unordered_map<std::string, double> bytes;
  const Ledger ledger = account(job, k, Case::typical);
  for (std::size_t i = 0; i < job.inputs.size(); ++i) bytes[path_of(job.inputs[i])] = ledger.inputs[i].memory.value;
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    bytes[path_of(job.steps[i])] = ledger.of(job.steps[i].from[0]).memory.value;
  std::vector<Width> widths;
  Job read = job;
  uncertainty::each_unknown(read, [&](const std::string& name, const char*, const auto& range) {
    const Range<double> given = uncertainty::as_numbers(range);
    if (given.low == given.high) return;
    const double width = given.typical > 0 ? (given.high - given.low) / given.typical : 0;
    widths.push_back({name, width * bytes[name.substr(0, name.rfind('.'))]});
  });
  if (widths.size() <= most) return std::nullopt;
  std::ranges::stable_sort(widths, std::ranges::greater{}, &Width::bytes);
  Names names;
  for (std::size_t i = 0; i < most; ++i) names.insert(widths[i].name);
  return names;
}

}  // namespace

Assumptions assumptions(const Job& job, const Constants& constants) {
  const Result typical = result_of(job, constants.at(Case::typical));
  const std::optional<Names> chosen = widest(job, constants.at(Case::typical));
  Assumptions all;
  uncertainty::each_at_its_ends(
      job, constants, result_of,
      [&](const std::string& name) {
        const bool tried = !chosen || chosen->contains(name);
        if (!tried) ++all.untried;
        return tried;
      },
      [&](uncertainty::Unknown unknown, const Result& low, const Result& high) {
        if (unknown.origin != "given" && low == typical && high == typical) return;  // a constant that plays no part
        all.tried.push_back({std::move(unknown.name), std::move(unknown.unit), unknown.value, std::move(unknown.origin),
                             std::move(unknown.source), spread(low.time, typical.time, high.time)});
      });
  std::ranges::stable_sort(all.tried, std::ranges::greater{}, &Assumption::influence);
  return all;
}

}  // namespace sizer::report
