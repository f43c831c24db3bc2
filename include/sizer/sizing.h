/// \file
/// The best cluster for a job: what is asked, among which clusters, and the answer.
///
/// Every cluster of the space is estimated by the same model as `estimate` uses, in one case; nothing is guessed from
/// others. Times are wall clocks of a run, costs those of its whole bill.
#pragma once

#include <cstdint>

#include "sizer/report.h"
#include "sizer/room.h"

namespace sizer {

/// The root volume of candidates without local disks: the largest that is sold. The answer names what is needed of it.
inline constexpr Bytes search_volume{16e12};

/// What the best has least of. `balanced`: time x cost, so that a percent of either counts the same.
enum class Objective { cost, time, balanced };
const char* name_of(Objective objective);

/// Which figure of an estimate must keep the limits: the typical one, the p90 of draws, or the high end (the worst
/// case).
enum class Confidence { typical, p90, high };
const char* name_of(Confidence confidence);

/// What is asked for.
struct Goal {
  std::optional<Seconds> deadline{};
  std::optional<Dollars> max_cost{};
  Objective objective = Objective::cost;
  Confidence confidence = Confidence::typical;
};

/// Rows a second that one GPU of a type scores.
struct GpuRate {
  std::string gpu;
  Range<RowRate> rows_per_second{};
  bool given = false;  ///< by the user for this type; else scaled from that of the job's own
};

/// What is searched: every cluster of `clusters` (each with its prices; its nodes and executors do not count) at every
/// number of nodes, in every shape of executors, under every plan.
struct Space {
  std::vector<Cluster> clusters{};
  int least_nodes = 2, most_nodes = 200;
  Manager manager = Manager::yarn;
  std::vector<GpuRate> gpu_rates{};  ///< that are known; those of other types are scaled by `gpus`
  std::vector<GpuModel> gpus{};
};

/// A cluster of the space, and how the job runs on it. Figures of all three cases; `seconds` and `dollars` are those
/// that limits are held against.
struct SizedRun {
  std::string name;  ///< "14 x m6i.4xlarge"
  std::string cloud, machine, driver, pricing, plan;
  int nodes = 0;
  Executors executors{};            ///< Spark
  double usable_cpus = 0;           ///< Ray: CPUs of a node
  Fraction object_store_share = 0;  ///< Ray
  int shuffle_partitions = 0;       ///< Spark: 0: as the job or the engine has it
  std::string gpu{};
  std::optional<double> usd_per_million_rows{};  ///< read
  double slots = 0, gpus = 0;                    ///< of the whole cluster
  Seconds seconds{};                             ///< at the confidence that is asked for
  Dollars dollars{};                             ///< the same
  Range<Seconds> wall_clock{};
  Range<Dollars> cost{};
  std::optional<Bound> bound_by{};                              ///< what bounds the longest stage
  std::string cluster;                                          ///< as `cluster:` of a job file takes it
  std::vector<std::pair<std::string, std::string>> settings{};  ///< what else to set, as --set takes it
};

/// A point of the front: nothing in the space is both faster and cheaper.
struct FrontPoint {
  SizedRun run{};
  bool knee = false;  ///< the least time x cost: beyond it a percent of money buys less of time
  bool told = false;  ///< one of the few that tell the front: its ends, its knee, the winner, some between
  std::optional<Dollars> minute_price{};  ///< of each minute saved against the next cheaper point that is told
};

/// What another limit would bring.
struct Relaxation {
  std::string limit;              ///< deadline | max_cost
  double factor = 1;              ///< of the limit as it is
  double value = 0;               ///< the limit then, in seconds or dollars
  std::optional<SizedRun> run{};  ///< the best then; empty: still none
  Seconds time{};                 ///< that it takes more than the best now; below 0: less
  Dollars cost{};                 ///< that it costs more
};

/// The best, with another number of nodes.
struct ScalePoint {
  int nodes = 0;
  bool feasible = true;
  Seconds seconds{};
  Dollars dollars{};
};

struct Scaling {
  std::vector<ScalePoint> points{};  ///< fewest nodes first
  int cheapest = 0;                  ///< nodes; more cost more than the node-time they save. 0: none is feasible
  int knee = 0;  ///< nodes; beyond, a percent of money buys less than a percent of time. 0: not within the search
};

/// The best, with workers that come and go.
struct Autoscaling {
  int least_nodes = 0;              ///< that are always up
  Seconds lag{};                    ///< that the run waits for workers that boot
  Seconds wall_clock{};             ///< with the lag
  double node_hours_fixed = 0;      ///< of workers, when all are there from start to end
  double node_hours = 0;            ///< when they come and go
  double node_hours_for_files = 0;  ///< of these, only because shuffle files on them may be read
  Dollars saved{};                  ///< against the fixed cluster; below 0: it costs more
};

/// A cluster that is always up, against one for each run.
struct AlwaysOn {
  Dollars a_day{};
  Dollars a_run{};                          ///< of the cluster that is made for a run: machines and their charges
  Seconds wall_clock{};                     ///< of a run on a cluster that is up
  std::optional<double> break_even_runs{};  ///< a day: with more, the cluster that is always up is cheaper
  double most_runs = 0;                     ///< a day, one after the other
};

/// Why clusters were left out.
struct LeftOut {
  std::string code, message;  ///< the finding that makes them infeasible, or why they are not searched
  double clusters = 0;
};

/// The answer.
struct Sizing {
  std::string job, file, engine;
  Goal goal{};
  int least_nodes = 0, most_nodes = 0;
  std::string manager;
  double machines = 0, candidates = 0, feasible = 0;
  double within = 0;  ///< that keep the limits at the confidence that is asked for; of `drawn`, where it is p90
  double drawn = 0;   ///< p90: candidates that were drawn, those of the typical front; else 0
  std::optional<SizedRun> winner{};
  std::vector<std::string> why{};          ///< why this one, and what binds it, in sentences
  std::vector<SizedRun> best{};            ///< the best of each machine type that keeps the limits, best first
  std::optional<SizedRun> nearest_miss{};  ///< where nothing keeps the limits: what comes nearest
  std::vector<FrontPoint> front{};         ///< cheapest first
  bool all_of_front = false;               ///< all of them are told
  std::vector<Relaxation> relaxed{};
  std::optional<Scaling> scaling{};  ///< of the winner, or of the nearest miss
  std::optional<Autoscaling> autoscaling{};
  std::optional<AlwaysOn> always_on{};
  std::vector<GpuRate> gpu_rates{};  ///< that were used, where the job needs GPUs
  std::vector<LeftOut> left_out{};
  std::vector<std::string> notes{};
};

/// True when a step needs GPUs: elsewhere machines with them are paid for in vain.
bool uses_gpus(const Job& job);

/// Told while a search runs: candidates done, of how many. May be called from several threads, never at once.
using Progress = void (*)(void* told, std::int64_t done, std::int64_t of);

struct SearchOptions {
  std::size_t most_best = 5;  ///< of Sizing::best
  bool whole_front = false;   ///< tell every point of it
  Drawing drawing{};          ///< for p90
  unsigned threads = 0;       ///< 0: one a core
  Progress progress = nullptr;
  void* told = nullptr;
};

/// Searches the whole space. The same arguments give the same answer, whatever the number of threads.
/// Under Confidence::p90 the runs on and near the typical front are drawn, and the best of these is chosen.
Sizing size(const Job& job, const Space& space, const Goal& goal, const Constants& constants,
            const SearchOptions& options = {});

}  // namespace sizer
