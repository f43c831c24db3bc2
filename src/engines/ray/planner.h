// Ray Data's physical planning: operators are fused where Ray fuses them, stream into each other through the object
// store, and stop only at barriers (shuffles, sorts, joins). The planner follows Ray 2.54; docs/sources.md names the
// rules' places.
#pragma once

#include <optional>

#include "engines/walk.h"

namespace sizer::ray {

enum class Pool { tasks, actors };

/// Blocks on their way: which operator makes them.
struct Stream {
  int stage = -1;
  Flow flow{};
  Pool pool = Pool::tasks;
  double gpus = 0, cpus = 1;   ///< that each worker of the operator holds
  bool fusable = true;         ///< false after a barrier, a split or a union
  bool batches = false;        ///< the operator ends in a map: the next explicit batch size fuses with it
  double blocks = 0;           ///< cut after a read of too few files; 0: one a task
  std::size_t read_parts = 0;  ///< parts of the operator that read and filter, ahead of its maps; 0: it reads nothing
  Flow read_flow{};            ///< what leaves those parts
};

struct Settings {
  double version;
  Fraction object_store_share;
  double max_aggregators;
  double partitions;   ///< 0: as many as there are blocks
  double read_blocks;  ///< 0: as many as the size asks for

  explicit Settings(const RaySettings& given);
};

class Planner : private engines::Walk {
 public:
  Planner(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory);

  Plan run();

 private:
  /// What an operator needs of its workers; two that differ are not fused.
  struct Worker {
    Pool pool = Pool::tasks;
    double gpus = 0, cpus = 1;
    bool explicit_batch = false;
  };

  // plan.cpp
  void plan_step(int step);
  Stream stream_of(Source source);
  Stage& stage(int index) { return plan_.stages[static_cast<std::size_t>(index)]; }
  int new_stage(double tasks, int group);
  int new_group(const std::vector<Stream>& after);
  int whole_group(int group);
  void join_groups(int group, int other);
  int level(int group) const { return levels_[static_cast<std::size_t>(group)]; }
  void act(int stage, Act act, Source of) { this->stage(stage).parts.push_back({act, of}); }
  double blocks_of(const Flow& flow) const;
  Stream place(const Stream& in, Worker worker);
  int split_after_read(const Stream& in);
  Stream relational_step(int step, const Stream& in, Act act);
  void cross_edge(int from, const Flow& flow, int to);
  void note_feasibility();
  void note_waiting_gpus();
  void note_waiting_pools();
  void finish();

  double nodes() const { return cluster_.nodes; }
  double remote() const { return 1 - 1 / nodes(); }
  Bytes store_room() const { return cluster_.machine.memory * settings_.object_store_share * nodes(); }
  Bytes heap_a_node() const { return cluster_.machine.memory * (1 - settings_.object_store_share); }

  // Each kind of step, in the file of its subject, or in src/engines/kinds with how the other engine runs it. `in` is
  // what comes of its first source.
#define SIZER_LOWER(Kind) Stream lower(const Kind& op, int step, Stream in);
  SIZER_STEP_KINDS(SIZER_LOWER)
#undef SIZER_LOWER
  template <class Kind>
  Stream prepare(const Kind& kind, int step, const Stream& in);  ///< engines/kinds/prepare.cpp

  // operators.cpp: what streams
  Stream read(int input);

  // shuffle.cpp: barriers
  struct Sent {
    int stage = -1;
    Flow payload{};
  };
  Sent send(const Stream& in, Flow payload, Partitioned kind, int step, int side = 0);
  int receive(std::initializer_list<Sent> sent, Act act, int step, bool actors, Fraction hot, bool single = false,
              double partitions = 0);
  void spill(int sender, int receiver, Bytes live);
  static Stream after_barrier(int stage, const Flow& flow);
  Stream hash_shuffle(const Stream& in, Flow payload, const Keys& keys, int step, Act then, Fraction hot = 0,
                      double partitions = 0);

  const Settings settings_;
  /// Actors that a step asks for, of an operator.
  struct Pooled {
    int stage = -1, step = -1;
    double cpus = 0;  ///< of all of them
  };
  std::vector<Pooled> pools_;
  std::vector<int> levels_;   ///< of each group: how many barriers lie before it
  std::vector<int> part_of_;  ///< of each group: the one that a union made it part of; -1: itself
  std::vector<std::optional<Stream>> streams_;
};

Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory);

}  // namespace sizer::ray
