// Spark's physical planning, step by step: stages are cut where rows must move.
// The planner follows what Spark 3.5 does; docs/sources.md names the classes behind each rule.
#pragma once

#include <algorithm>
#include <forward_list>
#include <map>
#include <optional>
#include <span>

#include "engines/walk.h"

namespace sizer::spark {

/// Keys that the job, or the planner, holds: a search plans a million candidates, and copies none.
using KeyView = std::span<const Key>;

/// How the rows of a stream lie over the tasks of its stage.
struct Partitioning {
  Partitioned kind = Partitioned::unknown;
  KeyView keys{};
  KeyView alias{};  ///< the same partitioning in the other side's names, after an inner join
  double partitions = 0;
  KeyView
      unknown_to_spark{};  ///< keys by which rows lie together although no partitioning is declared (full outer joins)

  /// True when rows that agree on `wanted` are in one task: hashed by a subset of them, or all in one task.
  bool clusters(KeyView wanted) const;
  /// The same as it is, whether Spark knows it or not: partial aggregation profits either way.
  bool lies_together(KeyView wanted) const;
  /// True when a join on exactly these keys needs no exchange on this side.
  bool matches(KeyView wanted) const;
};

/// Rows on their way: which open stage makes them, how many, how they lie.
struct Stream {
  int stage = -1;
  Flow flow{};
  Partitioning partitioning{};
  int as_read = -1;             ///< the input in whose order rows still lie: no exchange has come between; -1: none
  std::optional<Bytes> told{};  ///< the size that Spark's statistics tell at plan time; a step that leaves it empty
                                ///< does not change it
};

/// Products of sizes saturate here: never broadcast.
inline constexpr Bytes unknown_size{1e30};

/// What Spark's statistics tell of a join's rows (SizeInBytesOnlyStatsPlanVisitor): it may multiply its sides.
inline Bytes told_of_pairs(const Stream& left, const Stream& right) {
  return std::min(unknown_size, Bytes{left.told->value * right.told->value});
}

/// What a number more adds to an UnsafeRow.
inline constexpr Bytes field{8};

/// Shuffle files that wait to be read.
struct Shuffled {
  int writer = -1;   ///< stage
  Flow payload{};    ///< what was written: `payload.shuffled` bytes
  Fraction hot = 0;  ///< share of the rows that have the commonest key
};

/// Spark's settings with its own defaults filled in.
struct Settings {
  double version;
  double shuffle_partitions;
  double default_parallelism;
  bool adaptive, skew_join, prefer_sort_merge, reuse_partitioning;
  Bytes advisory_partition_size, broadcast_threshold, adaptive_broadcast_threshold, max_broadcast, max_result_size,
      driver_memory, max_partition_bytes;
  Seconds broadcast_timeout;

  Settings(const SparkSettings& given, double slots);
};

class Planner : private engines::Walk {
 public:
  Planner(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory);

  Plan run();

 private:
  // plan.cpp: the walk
  void plan_step(int step);
  Stream stream_of(Source source);
  Stage& stage(int index) { return plan_.stages[static_cast<std::size_t>(root(index))]; }
  int root(int stage);
  int new_stage(double tasks);
  bool depends(int late, int early);
  int merged(int a, int b, bool add_tasks);
  int waiting_for(int stage, int before);
  int own_stage(int stage);
  Stream made_again(Stream stream, Source source);
  void act(int stage, Act act, Source of) { this->stage(stage).parts.push_back({act, of}); }
  void finish();
  bool is_in_order() const;
  void in_order();
  void note_feasibility();
  void note_room_on_disks(Bytes on_disk);
  void note_driver_metadata();
  double files_written(int step, double tasks) const;

  // Each kind of step, in the file of its subject, or in src/engines/kinds with how the other engine runs it. `in` is
  // what comes of its first source.
#define SIZER_LOWER(Kind) Stream lower(const Kind& op, int step, Stream in);
  SIZER_STEP_KINDS(SIZER_LOWER)
#undef SIZER_LOWER
  template <class Kind>
  Stream prepare(const Kind& kind, int step, Stream in);  ///< engines/kinds/prepare.cpp

  // rows.cpp: scans, and steps that move nothing
  double scan_tasks(double files, Bytes on_storage) const;
  Stream scan(int input);
  int inferred(int input, double tasks, Bytes on_storage, double files);

  // exchange.cpp: shuffles and adaptive coalescing
  Shuffled write_shuffle(const Stream& in, Flow payload, Partitioned kind, int step, int side = 0, Fraction hot = 0,
                         bool may_be_given = true, double partitions = 0);
  Bytes with_segments(const Flow& payload, double segments) const;
  Ratio codec_work() const;
  double coalesced(Bytes total, double partitions) const;
  void coalesce_again(int stage, double planned);
  int read_shuffles(std::initializer_list<Shuffled> shuffles, double partitions, bool coalesce);
  void add_shuffle_read(int into, const Shuffled& shuffled, bool local = false);
  Stream exchange(const Stream& in, Flow payload, Partitioned kind, KeyView keys, int step, double partitions = 0,
                  Fraction hot = 0, bool may_be_given = true);
  void note_reused(const Stream& in, int step, int side, Bytes saved, Bytes raw);
  bool needed_later(int step, KeyView keys);

  // memory.cpp: what tasks hold, and what they spill
  void sort_in(int stage, const Flow& flow, int step);
  void hold_in_memory(int stage, Bytes need, Ratio written_per_memory, int step);
  Bytes execution_memory_per_task(double tasks) const;
  Bytes storage_memory() const;

  // join.cpp
  struct Choice {
    JoinStrategy strategy{};
    bool build_left = false;
    bool at_runtime = false;  ///< adaptive execution turns a planned shuffle join into a broadcast
  };
  Stream join(const Join&, int step, const Stream& left, const Stream& right);
  Choice choose(const Join&, const Stream& left, const Stream& right) const;
  Stream broadcast_join(const Join&, int step, const Choice& choice, Stream left, Stream right);
  Stream shuffled_join(const Join&, int step, const Choice& choice, const Stream& left, const Stream& right);
  void split_skew(const Join&, int step, int stage);

  // broadcast.cpp
  Bytes hash_table(const Flow& relation) const;
  int broadcast(int from, const Flow& relation, int step, std::optional<int> side);
  void note_broadcast_limits(const Flow& relation, Seconds time, int step);

  // aggregate.cpp: aggregate, dedup
  Stream aggregate(const Aggregate&, int step, Stream in);
  Stream distinct_aggregate(const Aggregate&, int step, Stream in);
  Flow partial(const Stream& in, int step, Rows groups, Ratio width, bool clustered, Fraction hot = 0);
  Rows seen_by_tasks(const Stream& in, int step, Rows groups, double limit = 1, Fraction hot = 0);
  Flow pairs_passed_on(const Stream& in, int step, Rows pairs, Ratio width, bool clustered);
  Bytes as_planned(Bytes told, int step) const;

  // order.cpp: sort, window, repartition, exchange
  Stream sorted(const Sort&, int step, Stream in);
  Stream top_k(const Sort&, int step, Stream in);
  void sample(int stage, int step);

  double executors() const {
    return static_cast<double>(cluster_.nodes) * cluster_.executors.per_node;
  }

  Settings settings_;
  Bytes broadcast_held_{};                      ///< in each executor
  Bytes cached_{};                              ///< the same, of cached rows
  double files_read_ = 0;                       ///< of all inputs
  std::vector<std::optional<Stream>> streams_;  ///< of the steps planned so far
  /// What a reader of a step but the first runs: the stage as it was when the step was planned, so that exchanges
  /// before it are reused, or the reading of a cache.
  struct MadeAgain {
    Stage stage{};
    int reads = 0;
  };
  std::map<int, MadeAgain> made_again_;  ///< by step, of those that several read
  std::forward_list<Keys> made_keys_;    ///< those that are in no step of the job
  std::vector<int> merged_into_;         ///< per stage; -1: itself
  std::vector<int> visited_;             ///< per stage: the last search that came by
  int searches_ = 0;
  std::vector<char> closed_;  ///< per stage: some later stage reads what it writes
};

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory);

}  // namespace sizer::spark
