/// \file
/// The physical plan: stages, what each asks of the cluster, and what was noticed while planning.
#pragma once

#include <array>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/ledger.h"

namespace sizer {

/// What can be busy. `external` is a service outside the cluster with a cap on requests.
enum class Resource { cpu, object_store, disk, network, gpu, external };
inline constexpr std::size_t resource_count = 6;
const char* name_of(Resource resource);

/// The bytes of a stage, by kind, as the report shows them. `broadcast` counts the relation once;
/// its replication is in Demand::network_in. `object_store_put` is all that enters Ray's object store, `object_store`
/// what of it moves to another node.
struct StageBytes {
  Bytes input_read{}, shuffle_write{}, shuffle_read{}, spill_write{}, spill_read{}, broadcast{}, object_store{},
      output_write{}, object_store_put{};

  StageBytes& operator+=(const StageBytes& other);
  StageBytes& operator*=(double times);
  /// What the contract calls processed: broadcast and spill are shown beside it, not in it.
  Bytes processed() const { return input_read + shuffle_write + shuffle_read + object_store + output_write; }
};

/// Rounded to whole bytes, so that sums of what is shown are exact.
StageBytes whole(const StageBytes& bytes);

/// What a stage asks of the cluster, summed over its tasks (memory: of one task).
struct Demand {
  CoreSeconds cpu{};            ///< the engine's own computing, on a tuned cluster
  CoreSeconds user{};           ///< the user's code: not touched by tuning
  CoreSeconds wait_store{};     ///< slots held while waiting for storage
  CoreSeconds wait_network{};   ///< slots held while waiting for shuffle blocks
  CoreSeconds wait_external{};  ///< slots held while waiting for a service
  CoreSeconds task_overhead{};  ///< launching and finishing tasks
  Bytes store_read{}, store_write{};
  double store_gets = 0, store_puts = 0;  ///< requests
  Bytes disk_read{}, disk_write{};
  Bytes network_in{}, network_out{};  ///< what the nodes receive and send; links carry both at once
  Seconds gpu{};                      ///< GPU-seconds
  Seconds external{};                 ///< seconds that the service's cap needs
  Bytes task_memory{};                ///< what one task must hold to avoid spilling (not summed)

  Demand& operator+=(const Demand& other);
  Demand& operator*=(double times);  ///< so many times over; what one task must hold stays as it is
};

/// What a stage does; the words of Spark's and Ray's own plans. An open set: whoever plans a kind of step alone may
/// have an act of its own, and those that others ask for have names below. Equal when the words are.
class Act {
 public:
  constexpr Act() = default;
  /// `name` must outlive all plans: a literal.
  constexpr explicit Act(std::string_view name) : name_(name) {}

  constexpr std::string_view name() const { return name_; }
  constexpr bool operator==(const Act&) const = default;

  static const Act scan, sample, filter, project, partial_aggregate, final_aggregate, merge_distinct, sort, top_k,
      sort_merge_join, shuffled_hash_join, broadcast_hash_join, window, map, lookup, keyed_state, external_call,
      inference, exchange_write, exchange_read, broadcast, collect, union_all, write;

 private:
  std::string_view name_{};
};
inline constexpr Act Act::scan{"Scan"};
inline constexpr Act Act::sample{"Sample for range partitioning"};
inline constexpr Act Act::filter{"Filter"};
inline constexpr Act Act::project{"Project"};
inline constexpr Act Act::partial_aggregate{"Partial aggregate"};
inline constexpr Act Act::final_aggregate{"Final aggregate"};
inline constexpr Act Act::merge_distinct{"Merge distinct"};
inline constexpr Act Act::sort{"Sort"};
inline constexpr Act Act::top_k{"TakeOrdered"};
inline constexpr Act Act::sort_merge_join{"SortMergeJoin"};
inline constexpr Act Act::shuffled_hash_join{"ShuffledHashJoin"};
inline constexpr Act Act::broadcast_hash_join{"BroadcastHashJoin"};
inline constexpr Act Act::window{"Window"};
inline constexpr Act Act::map{"Map"};
inline constexpr Act Act::lookup{"Lookup"};
inline constexpr Act Act::keyed_state{"Keyed state"};
inline constexpr Act Act::external_call{"External call"};
inline constexpr Act Act::inference{"Inference"};
inline constexpr Act Act::exchange_write{"Exchange write"};
inline constexpr Act Act::exchange_read{"Exchange read"};
inline constexpr Act Act::broadcast{"Broadcast"};
inline constexpr Act Act::collect{"Collect"};
inline constexpr Act Act::union_all{"Union"};
inline constexpr Act Act::write{"Write"};

struct Part {
  Act act{};
  Source of{};
};

enum class Partitioned { unknown, hash, range, single, round_robin, broadcast };
const char* name_of(Partitioned kind);

/// An exchange that was planned, elided, or replaced: the report's answer to "which shuffles, and why".
struct ExchangeNote {
  enum class What { planned, reused, bucketed, given } what{};
  Partitioned kind{};
  int step = -1;   ///< the step that needs it
  int side = 0;    ///< of a join: 0 left, 1 right
  int stage = -1;  ///< the stage that writes it; -1: none
  Bytes bytes{};   ///< written (reused: that would have been written)
  Bytes raw{};     ///< before the codec
  Rows rows{};     ///< that cross it; 0: not known
};

/// Everything that the plan has to say in words, as numbers; the policies write the sentences. Behind each code its
/// amount; what it was held against; what else is known.
enum class NoteCode : int {
  broadcast_too_large,        ///< bytes in memory; the most that Spark accepts
  broadcast_too_many_rows,    ///< rows; the most that Spark accepts
  broadcast_result_size,      ///< bytes that the driver collects; spark.driver.maxResultSize
  broadcast_timeout,          ///< seconds to collect and build; spark.sql.broadcastTimeout
  broadcast_driver_memory,    ///< bytes that the driver needs; that it has
  broadcast_executor_memory,  ///< bytes of all broadcasts; of an executor's heap
  join_not_broadcastable,
  executor_does_not_fit,  ///< bytes that the executors of a node take; that it has
  task_memory_exceeded,   ///< bytes that a task or aggregator must hold; that it has
  actor_memory,           ///< bytes that the workers of a node need for models or tables; that they have
  gpu_memory,             ///< bytes that the models on a GPU need; that it has
  model_memory,           ///< bytes of weights and a row's cache; that its GPUs have for them; GPUs that would do
  precision_lacking,      ///< none: the GPU does not compute with it
  rate_beyond_ceiling,    ///< rows/s of a GPU that are given; the most that it can do
  rate_unknown,           ///< rows/s of a GPU at most; bytes of the model
  model_throughput,       ///< rows/s of a GPU; the most that it could do; rows in flight
  no_gpu,
  local_disk_full,     ///< bytes of shuffle and spill files; that the disks hold
  root_volume_full,    ///< the same of the volumes
  driver_metadata,     ///< bytes that the driver keeps; that it has; files
  spill,               ///< bytes spilled; that a task (Ray: the object store) has; that it would hold (is asked for)
  partitions_too_big,  ///< bytes of each
  skew,                ///< work of the largest task, as a multiple of the mean
  skew_split,          ///< the same; -; parts that it is cut into
  udf_row_at_a_time,
  tiny_batches,         ///< rows of a batch
  gpu_starved,          ///< seconds that reading and preparing take; that scoring takes
  single_task,          ///< bytes that go through it
  sampled_twice,        ///< bytes that are read again
  runtime_broadcast,    ///< bytes of the small side
  actors_do_not_fit,    ///< actors that are asked for; that there is room for
  pools_wait,           ///< CPUs that actors of streaming steps hold; that there are
  keyed_state_memory,   ///< bytes of the state; that its nodes have
  worker_does_not_fit,  ///< CPUs that a worker asks for; -; GPUs
  heap_too_small        ///< bytes of an executor's heap; the least that Spark starts with
};
struct Note {
  NoteCode code{};
  bool infeasible = false;
  int step = -1;  ///< -1: of the job as a whole
  double amount = 0, limit = 0, beside = 0;
};

struct Stage {
  std::string_view name{};  ///< of recorded stages, whose parts are not known; lives in FixedTimes::run
  std::pmr::vector<Part> parts{};
  std::pmr::vector<int> after{};  ///< stages that must end first
  double tasks = 1;               ///< as the engine would launch them
  double slots = 0;               ///< most slots it may hold; 0: all of the cluster's
  double gpus = 0;                ///< GPUs that it holds; 0: all of the cluster's
  int memory_step = -1;           ///< the step whose tasks hold the most memory: the one that spills
  Demand demand{};
  StageBytes bytes{};
  Rows rows_out{};
  Seconds overhead{};  ///< before or after the tasks: listing, commit, broadcast, actor start
  Seconds driver{};    ///< what the driver needs to launch and track the tasks; the stage lasts at least that long
  Bytes hot_bytes{};   ///< of its shuffle reads, those of the commonest key
  double hottest = 1;  ///< the largest task's work, as a multiple of the mean
  int group = -1;      ///< Ray: stages of one group stream into each other and run at once
};

/// How a join is done.
struct PlannedJoin {
  int step = -1;
  JoinStrategy strategy{};

  constexpr bool operator==(const PlannedJoin&) const = default;
};

/// When a stage runs, where that is known.
struct FixedTime {
  Seconds start{}, end{};
  Seconds alone{};  ///< that its parts last, one by one
  Seconds cpu{};    ///< that it needs of all slots
};

/// Times that no schedule has to find: those of a recorded run.
struct FixedTimes {
  Seconds duration{};
  std::shared_ptr<const Recording> run{};  ///< that they are of; it holds the names of the stages
  std::vector<FixedTime> stages{};         ///< same index as Plan::stages
};

struct Plan {
  std::pmr::vector<Stage> stages{};  ///< in an order in which `after` comes first
  std::pmr::vector<ExchangeNote> exchanges{};
  std::pmr::vector<Note> notes{};
  Seconds startup{};                  ///< session, executors or actors, planning
  std::optional<FixedTimes> fixed{};  ///< empty: the stages are scheduled
  std::vector<PlannedJoin> joins{};   ///< in the order of the steps
};

/// "sort_merge" when all joins are done so, "mixed" when some are not; empty: there is none.
const char* joins_in_words(const Plan& plan);

/// What the cluster offers to a job of one engine.
struct Capacity {
  double slots = 0;  ///< cores of all executors, or CPUs of all Ray workers
  double gpus = 0;
  RowRate store{};  ///< requests that the object store answers
  Rate disk_read{}, disk_write{};
  Rate network{};         ///< in each direction
  double nodes = 1;       ///< that work for the job: a driver on a worker takes one away
  double vcpu_speed = 1;  ///< of a vCPU against one of m5d: all computing is divided by it
  double crowding = 1;    ///< slots that share a vCPU: all computing is multiplied by it
  double tuning = 1;      ///< the engine's CPU time is multiplied by it: 1 on a tuned cluster
  double collection = 1;  ///< the same for collecting garbage, which costs more the less heap a core has

  double cpu_factor() const { return tuning * collection; }
};
Capacity capacity(const Cluster& cluster, const Engine& engine, const ConstantValues& k);

/// The constant that Capacity::tuning is taken from.
ConstantId constant_of(Tuning tuning);

/// Plans a job for its engine. `ledger` must come from the same job, constants and case. The plan's lists lie in
/// `memory`, which must outlive it: a search that plans a million candidates takes and frees none of its own for them.
Plan plan(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c,
          std::pmr::memory_resource& memory = *std::pmr::get_default_resource());

/// What user code is taken to do in a second on a core (or GPU) where the job does not say: by its language and
/// quality.
Rate map_rate(const Map& map, const ConstantValues& k);
RowRate inference_rate(const Inference& inference, const ConstantValues& k);

}  // namespace sizer
