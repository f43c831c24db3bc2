/// \file
/// Ways to run one job, side by side: plans, clusters, engines, variations.
#pragma once

#include "sizer/report.h"

namespace sizer {

/// One way to run the job.
struct Candidate {
  std::string name;  ///< what sets it apart: "broadcast, ray-cpu-baseline"
  std::string engine, plan, cluster, machine;
  int nodes = 0;
  std::vector<std::pair<std::string, std::string>> varied{};  ///< path and value of --vary
  bool possible = true;  ///< false: it cannot even be planned; there are no figures
  bool feasible = true;
  std::vector<Reason> reasons{};
  ByteRows bytes{};
  Range<Seconds> wall_clock{};
  std::optional<Range<Dollars>> cost{};
  Percentiles percentiles{};
  std::vector<std::string> cannot{};  ///< what this engine does not do of what the job asks
  std::string evidence{};             ///< how many measured runs the model was held against that do what this one does
  bool on_front = false;              ///< no other feasible candidate is both faster and cheaper
};

/// What `first` saves against `second`, both under the same draws of what is unknown: p10, p50 and p90 of the
/// differences and ratios draw by draw.
struct Pair {
  int first = 0, second = 0;                            ///< in Comparison::candidates
  Quantiles<Bytes> processed_saved{}, shuffle_saved{};  ///< of shuffles: written and read
  Quantiles<Seconds> time_saved{};
  std::optional<Quantiles<Dollars>> cost_saved{};
  Quantiles<Ratio> time_ratio{};                 ///< second / first
  std::optional<Quantiles<Ratio>> cost_ratio{};  ///< second / first
  Fraction faster = 0;                           ///< share of the draws in which `first` is faster
};

/// A way to run the job that is to be compared.
struct Way {
  Job job{};
  Candidate shown{};  ///< its name, what sets it apart; `possible` false: `job` says nothing
};

struct Comparison {
  std::string job, file;
  std::string sorted_by;                           ///< time | cost | bytes
  std::vector<Candidate> candidates{};             ///< best first, infeasible ones last
  std::vector<Pair> pairs{};                       ///< all pairs of a few candidates, else the first with each other
  std::optional<BroadcastLimits> broadcast{};      ///< of the first join that could broadcast
  std::vector<BroadcastLimits> more_broadcasts{};  ///< of the others
  std::vector<std::string> notes{};                ///< what else a reader should know
};

/// Estimates every way under the same draws, ranks them, and says what each saves against others. `sorted_by`: time,
/// cost or bytes. Job, file and broadcast limits are left empty.
Comparison compare(std::vector<Way> ways, const Constants& constants, const Drawing& drawing,
                   const std::string& sorted_by);

/// Measured runs of an engine, with such a step, that the model was held against (docs/accuracy.md).
int measured_runs(const Engine& engine, std::string_view kind);

/// How many there are for each kind of step that a job has, in words.
std::string evidence_of(const Job& job);

/// What the job's engine does not do of what the job asks for, in sentences.
std::vector<std::string> cannot_do(const Job& job);

}  // namespace sizer
