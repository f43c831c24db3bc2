/// \file
/// A run of an application as its Spark event log tells it: what it was, what ran when, and what moved. Whole numbers
/// are those of the log, exact, with the unit in the name: bytes, ms (since 1970 where they are times) and ns. What a
/// log does not say is absent, never zero.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sizer {

using Moment = std::optional<std::int64_t>;  ///< ms since 1970, as the driver's clock had it

/// Sums over the ends of tasks. Fields that a version of Spark did not log add nothing (CPU time before 2.1, peak
/// memory before 3.0).
struct TaskTotals {
  std::int64_t input_bytes = 0;  ///< read by sources, as stored; cached blocks that are read again are counted too
  std::int64_t input_records = 0;
  std::int64_t output_bytes = 0;  ///< written by file sinks
  std::int64_t output_records = 0;
  std::int64_t shuffle_write_bytes = 0;  ///< compressed
  std::int64_t shuffle_write_records = 0;
  std::int64_t shuffle_write_time_ns = 0;
  std::int64_t shuffle_read_remote_bytes = 0;
  std::int64_t shuffle_read_local_bytes = 0;
  std::int64_t shuffle_read_bytes = 0;                 ///< remote and local, compressed
  std::int64_t shuffle_read_remote_to_disk_bytes = 0;  ///< part of the remote ones
  std::int64_t shuffle_read_records = 0;
  std::int64_t shuffle_fetch_wait_ms = 0;
  std::int64_t memory_spill_bytes = 0;  ///< what was spilled, as it lay in memory
  std::int64_t disk_spill_bytes = 0;    ///< the same, as it lay on disk
  std::int64_t executor_run_ms = 0;     ///< with garbage collection, fetch wait and shuffle write
  std::int64_t executor_cpu_ns = 0;     ///< of the JVM thread: neither Python workers nor native code
  std::int64_t deserialize_ms = 0;
  std::int64_t deserialize_cpu_ns = 0;
  std::int64_t gc_ms = 0;  ///< of the whole JVM while each task ran: concurrent tasks count it several times
  std::int64_t result_serialization_ms = 0;
  std::int64_t result_bytes = 0;      ///< sent to the driver
  std::int64_t task_duration_ms = 0;  ///< finish less launch: with scheduling delay and the fetching of results
  std::int64_t peak_execution_memory_max = 0;  ///< bytes; the greatest of one task, not a sum
  std::int64_t task_ends_with_metrics = 0;     ///< tasks that the figures above (but for the duration) come from
};

/// A field of TaskTotals by the name that it has in results.
struct TaskTotal {
  const char* name;
  std::int64_t TaskTotals::*field;
};
/// All of them, in the order of results.
std::span<const TaskTotal> task_totals();

/// How tasks ended. A resubmitted task had succeeded, and its executor was lost: its second end is no run.
struct TaskCounts {
  std::int64_t ok = 0, failed = 0, killed = 0, resubmitted = 0, speculative = 0;
};

/// Many values in bounded space: counts and sums in buckets that are 2 % wide, so that any quantile is off by 1 % at
/// most, and the mean of each bucket is exact. Negative values count as 0.
class Sketch {
 public:
  struct Bucket {
    std::int64_t count = 0, sum = 0;
    double mean() const { return static_cast<double>(sum) / static_cast<double>(count); }
  };

  /// True: it needed a new bucket.
  bool add(std::int64_t value);
  /// Values above `most` become `most`, to the width of a bucket.
  void hold(std::int64_t most);
  std::int64_t count() const { return count_; }
  std::int64_t sum() const { return sum_; }
  std::int64_t least() const { return least_; }        ///< 0 when empty
  std::int64_t greatest() const { return greatest_; }  ///< 0 when empty
  /// The value that `share` (0 to 1) of all lie below, to 1 %; 0 when empty.
  double quantile(double share) const;
  /// From the least values to the greatest; buckets hold at least one value each. `count` values of `mean()` each
  /// stand for what was added: good enough to schedule the tasks again.
  std::vector<Bucket> buckets() const;

 private:
  struct Slot {
    std::int32_t index = 0;
    Bucket bucket{};
  };
  std::vector<Slot> slots_;  ///< ascending by index
  std::int64_t count_ = 0, sum_ = 0, least_ = 0, greatest_ = 0;
};

enum class StageStatus { submitted, completed, failed };

/// One attempt of a stage.
struct RunStage {
  std::int64_t id = 0, attempt = 0;
  std::string name{};  ///< the call site, cut at 200 bytes
  std::int64_t tasks_planned = 0;
  Moment submitted_ms{}, completed_ms{};
  StageStatus status = StageStatus::submitted;
  std::optional<std::string> failure{};  ///< first line of the reason
  std::vector<std::int64_t> parents{};   ///< stages whose shuffle output it reads
  std::optional<std::int64_t> query{};   ///< the SQL execution that it ran for
  std::int64_t cached_rdds = 0;          ///< RDDs of this stage that are kept: what it reads may come from the cache
  TaskCounts tasks{};
  TaskTotals ok{}, all{};  ///< of tasks that succeeded; of every end of a task (what was paid)
  Moment first_launch_ms{}, last_finish_ms{};
  Sketch durations_ms{};  ///< of successful tasks
  Sketch read_bytes{};    ///< input and shuffle bytes that each successful task read: its partition
  Sketch write_bytes{};   ///< shuffle and output bytes that each successful task wrote
};

struct RunJob {
  std::int64_t id = 0;
  Moment submitted_ms{}, completed_ms{};
  std::optional<bool> succeeded{};     ///< absent: it had not ended
  std::vector<std::int64_t> stages{};  ///< all that it lists; those without an attempt were skipped
  std::optional<std::int64_t> query{};
};

/// A process that holds cores, from when it was added to when it was removed.
struct RunExecutor {
  std::string id{}, host{};
  std::int64_t cores = 0;  ///< task slots
  Moment added_ms{}, removed_ms{};
  std::optional<std::string> removed_reason{};
  std::map<std::string, std::int64_t> resources{};     ///< "gpu": 1
  std::optional<std::int64_t> storage_memory_bytes{};  ///< unified memory for storage and execution
};

/// A counter of a plan node. Nodes that stand for the same subtree (a reused exchange) share the accumulator: sum by
/// accumulator, not by node.
struct PlanMetric {
  std::string name{};  ///< "data size", "number of files read"
  std::string type{};  ///< "sum" (a count), "size" (bytes), "timing" (ms), "nsTiming" (ns), "average" (ten times it)
  std::int64_t accumulator = 0;
  std::optional<std::int64_t> value{};  ///< over successful tasks and the driver; absent: nothing was reported
};

/// A node of the last plan of a query.
struct PlanNode {
  std::string name{};                             ///< "Exchange", "Scan parquet "
  std::string detail{};                           ///< the simple string, cut at 400 bytes
  int parent = -1;                                ///< index among the nodes; -1: the root
  std::map<std::string, std::string> metadata{};  ///< of scans: Format, Location, ReadSchema..., cut at 400 bytes each
  std::vector<PlanMetric> metrics{};
};

/// A SQL execution.
struct RunQuery {
  std::int64_t id = 0;
  std::optional<std::int64_t> root{};  ///< the execution that it is part of
  std::string description{};
  Moment start_ms{}, end_ms{};
  bool failed = false;  ///< by its error message or, before 3.4, by one of its jobs
  std::int64_t aqe_updates = 0;
  std::vector<PlanNode> nodes{};  ///< parents before children; children in order
  bool plan_kept = true;          ///< false: the plan was too large to keep, or one of too many
};

/// What executors were asked for.
struct RunResourceProfile {
  std::int64_t id = 0;
  std::optional<std::int64_t> cores{}, memory_mib{}, overhead_mib{}, off_heap_mib{}, pyspark_mib{};
};

/// What a log is worth, from best to worst.
enum class LogStatus {
  complete,
  incomplete,   ///< the application's end is not in it: killed, or a platform that logs none
  in_progress,  ///< its name says that the application was running
  truncated,    ///< the bytes end inside a line or a compressed block
  partial,      ///< parts are missing or were compacted: finished jobs are gone
  dropped,      ///< events were lost: fewer tasks ended than completed stages had
  damaged,      ///< lines or blocks could not be read
  unreadable,   ///< no event log, or no such file
};
const char* name_of(LogStatus status);

struct LogPart {
  std::string file{}, codec{};  ///< "none", "zstd", "lz4", "lz4-frame", "snappy", "lzf", "gzip", "zip"
  std::int64_t bytes = 0, bytes_plain = 0;
  bool cut = false;
};

/// Where the run was read from, and how that went.
struct LogSource {
  std::string file{};    ///< "<stdin>" for standard input
  std::string layout{};  ///< "single", "rolling", "databricks", "legacy" (a folder of before 1.3)
  std::vector<LogPart> parts{};
  std::int64_t lines = 0, malformed_lines = 0;
  bool truncated = false;
  LogStatus status = LogStatus::complete;
  std::vector<std::string> notes{};              ///< what is wrong or missing, in sentences; empty: nothing is
  int failure_code = 0;                          ///< of an unreadable one: 2 (no event log) or 3 (cannot be opened)
  std::map<std::string, std::int64_t> events{};  ///< how often each kind occurs
};

struct RunCounts {
  std::int64_t jobs = 0, jobs_succeeded = 0, jobs_failed = 0, jobs_unfinished = 0;
  std::int64_t stage_attempts = 0, stages_completed = 0, stages_failed = 0, stages_running = 0, stages_skipped = 0;
  std::int64_t tasks_started = 0, tasks_ended = 0, duplicate_ends = 0;
  TaskCounts tasks{};
  std::map<std::string, std::int64_t> task_end_reasons{};
  std::int64_t executors = 0, executors_max_alive = 0, cores_max_alive = 0, executors_removed = 0;
  std::int64_t executor_core_ms = 0;  ///< cores held, from added to removed or the last event
  std::int64_t sql_executions = 0, sql_failed = 0, sql_unfinished = 0, aqe_updates = 0, environment_updates = 0;
};

struct Run {
  LogSource log{};
  struct Application {
    std::optional<std::string> id{}, name{}, attempt{}, user{}, spark_version{};
    Moment start_ms{}, end_ms{}, last_event_ms{};
    /// From when to when it can have run, as most moments of the log have it; of a log without an end, to its last
    /// event. Absent: no moment is told.
    Moment wall_start_ms{}, wall_end_ms{};
  } app{};
  RunCounts counts{};
  TaskTotals ok{}, all{};
  std::vector<RunExecutor> executors{};  ///< in order of id
  std::vector<RunResourceProfile> profiles{};
  std::map<std::string, std::string> settings{};  ///< at the start: spark.* that bear on time, bytes or cost
  std::map<std::string, std::string> session{};   ///< the same, set or changed later (the last value counts)
  std::vector<RunJob> jobs{};                     ///< in order of id
  std::vector<RunStage> stages{};                 ///< in order of id and attempt
  std::vector<RunQuery> queries{};                ///< in order of id
  std::int64_t not_kept = 0;          ///< jobs, stages and queries that are counted but not listed, to bound the memory
  std::int64_t mended_durations = 0;  ///< of tasks whose launch and finish contradict their metrics, which count then
  std::int64_t finer_times = 0;       ///< that were told in microseconds or nanoseconds
};

/// The same run with each moment that cannot be true held within the wall clock: of tasks within their stage, of
/// executors at its start or end; of jobs and queries it is left out. What the log said is then no longer in it.
Run with_true_times(Run run);

/// Bytes done of bytes there are, over all logs; `total` 0: unknown (standard input).
struct LogProgress {
  std::int64_t done = 0, total = 0;
  std::size_t logs_done = 0, logs = 0;
};

struct ReadLogs {
  std::istream* in = nullptr;                          ///< for the path "-"
  unsigned threads = 0;                                ///< 0: one a core
  std::function<void(const LogProgress&)> progress{};  ///< called from one thread, now and then
};

/// Reads every log at the paths (files, rolling folders, folders of logs, "-") in one pass each and in bounded memory,
/// and hands each to `each`, in the order of the paths and of the names below them. Never throws for what a log is
/// like: one that cannot be read has the status `unreadable`.
void read_logs(const std::vector<std::string>& paths, const ReadLogs& how, const std::function<void(Run&&)>& each);

/// The same for a few logs, as a list.
std::vector<Run> read_logs(const std::vector<std::string>& paths, const ReadLogs& how = {});

}  // namespace sizer
