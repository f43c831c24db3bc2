// The parts of a report, each made in a file of its own.
#pragma once

#include "sizer/draws.h"
#include "sizer/report.h"

namespace sizer::report {

/// exchanges.cpp: which shuffles were planned, which were saved and why.
std::vector<PlannedExchange> planned_exchanges(const Job& job, const Plan& plan);
std::vector<std::string> sentences_of(const std::vector<PlannedExchange>& exchanges);

/// assumptions.cpp: the unknowns and what each does to the time. Of very many that the job gives, those are tried that
/// are widest and concern most bytes.
struct Assumptions {
  std::vector<Assumption> tried;
  std::size_t untried = 0;
};
Assumptions assumptions(const Job& job, const Constants& constants);

/// broadcast_limits.cpp: how large the small side of each join may be.
std::vector<BroadcastLimits> broadcast_limits(const Job& job, const Constants& constants);

/// costs.cpp: the lines of the bill, with what each is for and whose price it is.
std::vector<CostRow> cost_rows(const Cluster& cluster, const ByCase<Estimate>& by_case);

/// spot.cpp: what it means that workers may be taken away. `deadline`: else that of the job's budget.
SpotRisk spot_risk(const Job& job, const Constants& constants, const ByCase<Estimate>& by_case, const Drawn& drawn,
                   std::optional<Seconds> deadline);

/// "the time is that of 9074 measured tasks of ..., scheduled on 80 slots ...".
std::string rests_on(const Recording& run, double slots);

}  // namespace sizer::report
