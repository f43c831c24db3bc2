/// \file
/// An engine, as all rooms but its own see it: what differs from one engine to the next, as a record. Each defines its
/// own in its folder, src/engines/<name>/engine.cpp, and has a line in engines.inc. Whoever asks what an engine does
/// reads a member; what none is known to do has a default that promises nothing.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/constants.h"

namespace sizer {

struct Cluster;
struct Job;
struct Ledger;
struct Plan;
struct Step;

/// Whose settings an engine reads, of those that jobs and clusters hold: `spark:`, `ray:`.
enum class SettingsOf { none, spark, ray };

/// How a node is shared out: to executors of so many cores, or to tasks and actors by CPUs.
enum class WorkerShape { executors, cpus };

/// Rows as an engine holds them: in columns of Arrow, or one by one as Spark's UnsafeRow.
enum class RowForm { arrow, unsafe_row };

/// What an engine does that others do not.
struct Abilities {
  bool chooses_joins = false;     ///< a join may be asked to be broadcast, hashed or sorted
  bool existence_joins = false;   ///< joins that add whether a partner exists
  bool actors = false;            ///< user code may run in workers of its own, which keep state
  bool jvm = false;               ///< it runs on the JVM: rows go to Python and back
  bool local_mode = false;        ///< driver and tasks may be one process
  bool infers_schemas = false;    ///< it may be asked to read text once more to find its types
  bool make_again = false;        ///< rows that several steps read are made for each, from the last exchange on
  bool shuffles_to_disk = false;  ///< what a shuffle writes lies on the nodes' disks
  bool cluster_stays = false;     ///< the cluster may stay when the job has ended
};

/// The words of the engine's users, where sentences differ.
struct EngineWords {
  const char* driver = "driver";     ///< the node that leads
  const char* holder = "worker";     ///< the process that holds a broadcast
  const char* no_joins = "no_join";  ///< what a plan without joins is called
  const char* joins = "this engine joins in one way alone";
  // Remedies
  const char* fewer_files = "repartition to about {:.0f} partitions before the write";  ///< with the number of files
  const char* keep_result = "write it out, and read that";
  const char* hot_key = "salt the hot key, or aggregate before";
  const char* existence = "a left join and a map over what it finds do this";
  const char* keyed_state = "an aggregate or a window by the same keys does this";
};

/// What the loss of a worker costs beside its share of the work before.
struct Losses {
  double blocks_waiting = 0;                   ///< output that waits for the next operator, in tasks for each slot
  Seconds ConstantValues::*restart = nullptr;  ///< until what was lost runs again; null: no time
  int attempts = 0;  ///< of a stage, after which the job gives up if all fail; 0: it never does
};

/// The versions whose plans are known.
struct Versions {
  const char* path = "";  ///< where a job gives it: "spark.version"
  std::optional<double> (*given)(const Job&) = nullptr;
  double first = 0, last = 0;
  const char* before = "";  ///< how those before `first` differ
};

/// Into how many partitions a shuffle cuts, unless a step says so.
struct PartitionSetting {
  const char* path = "";             ///< "spark.shuffle_partitions"
  void (*set)(Job&, int) = nullptr;  ///< null: there is no such setting
};

struct Engine {
  std::string_view name{};   ///< in job files and results: "spark"; a literal
  std::string_view title{};  ///< in sentences: "Spark"
  SettingsOf settings = SettingsOf::none;
  Abilities can{};
  EngineWords words{};

  /// The physical plan of a job; its lists lie in the memory that is given.
  Plan (*plan)(const Job&, const Cluster&, const Ledger&, const ConstantValues&, Case,
               std::pmr::memory_resource&) = nullptr;
  /// What a step asks for that the engine does otherwise, or not at all, as sentences, beside what it lacks for the
  /// whole kind (`Lack` of the kind's lines); null: nothing is known.
  std::vector<std::string> (*cannot_do)(const Step&) = nullptr;

  // ---- On a cluster

  WorkerShape shape = WorkerShape::cpus;
  double (*slots)(const Cluster&) = nullptr;    ///< tasks that run at once
  double (*holders)(const Cluster&) = nullptr;  ///< processes that each take a broadcast
  /// Collecting garbage makes the engine's computing so many times as long; null: there is none to collect.
  Ratio (*collection)(const Cluster&, const ConstantValues&) = nullptr;
  RowForm rows = RowForm::arrow;
  Ratio ConstantValues::*memory_per_stored = nullptr;  ///< of columns as rows in memory; null: as stored
  Owner constants = Owner::cluster;                    ///< of those that are the engine's own
  Losses losses{};

  PartitionSetting partitions{};
  Versions versions{};

  // ---- Runs that were recorded

  const Engine* replays = nullptr;  ///< the engine whose plans are its recorded runs; null: it cannot be recorded
  const Engine* of = nullptr;       ///< of an engine of recorded runs: the one that ran them

  /// The engine that job files name: of recorded runs, the one that ran them.
  const Engine& named() const { return of != nullptr ? *of : *this; }
};

namespace engines {
#define ENGINE(name) extern const Engine name;
#include "sizer/engines.inc"
#undef ENGINE
/// Runs of Spark that were recorded: no word of a job file, but what answers where one has `measured:`.
extern const Engine recorded;
}  // namespace engines

}  // namespace sizer
