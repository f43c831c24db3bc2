/// \file
/// Two states of a job, and why their figures differ.
#pragma once

#include "sizer/report.h"

namespace sizer {

/// Why a figure changed, in the order in which the base is turned into the head.
enum class Cause { data, plan, cluster, price, model };
inline constexpr int cause_count = 5;
const char* name_of(Cause cause);

/// One figure before and after. The parts sum to `head.typical - base.typical`.
struct FigureChange {
  std::string figure;  ///< wall_clock_seconds, cost_usd, processed_bytes, shuffle_write_bytes, ...
  std::string unit;    ///< seconds | usd | bytes
  std::optional<Range<double>> base{}, head{};
  std::optional<double> change{};
  std::array<std::optional<double>, cause_count> parts{};  ///< in the order of Cause
  std::optional<Quantiles<Ratio>> ratio{};                 ///< head / base under the same draws
};

struct JobDifference {
  std::string name, base_file, head_file;
  std::string status;  ///< changed | unchanged | added | removed
  bool base_feasible = true, head_feasible = true;
  std::vector<FigureChange> figures{};
  std::vector<std::string> changes{};             ///< "inputs.clicks.size: 1 TB -> 2 TB"
  std::vector<Reason> appeared{}, disappeared{};  ///< warnings and errors
};

/// One side of a difference.
struct State {
  const Job* job = nullptr;              ///< null: what it was made from is not known, so causes cannot be told
  const Constants* constants = nullptr;  ///< it was estimated with
  JobReport shown{};                     ///< its figures, as saved or as estimated now
  std::optional<JobReport> estimated{};  ///< as estimated now, where `shown` was saved
};

/// Turns the base into the head cause by cause (data, plan, cluster, price, then model), estimating at each turn.
JobDifference differ(const State& base, const State& head, const Drawing& drawing);

struct Difference {
  std::string base, head;  ///< as named on the command line
  std::vector<JobDifference> jobs{};
};

}  // namespace sizer
