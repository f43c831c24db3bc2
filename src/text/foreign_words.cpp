// Words of Spark, Ray and the platforms, and where a job file says the same.
#include "text/foreign_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/utf8.h"

namespace sizer {
namespace {

struct ForeignWord {
  std::string_view word;  ///< in small letters, without what stands between them and without `spark` before it
  std::string_view here;
};

constexpr std::string_view nodes = "`cluster: {nodes: 20}` with `executors: {per_node: 3}`",
                           elastic = "`cluster: {nodes: 20}`: an estimate is of one size; `sizer size` tries others",
                           machine = "`cluster: {machine: m5d.4xlarge}`",
                           driver = "`cluster: {driver: m5.xlarge}`, a machine of the catalogue",
                           user_code =
                               "a step `map: {language: python, quality: row_at_a_time}` "
                               "(`vectorized` for pandas or Arrow)",
                           settings = "`spark: {shuffle_partitions: 400}`, by the names of docs/job-file.md",
                           dataset = "`inputs: {clicks: {size: 1 TB}}`", output = "a step `write: 120 GB`",
                           columns = "`columns_read: 0.2` of an input, or a step `project: 0.4`, both shares of bytes",
                           filter = "a step `filter: 0.2`, the share of rows that pass",
                           grouping = "a step `aggregate: {keys: customer_id}`", ordering = "a step `sort: ts`",
                           unique = "a step `dedup: event_id`", deadline = "`budget: {max_time: 30 min}`",
                           often = "`runs_per_month: 30`", spot = "`pricing: spot`", actors = "`actors: 16`",
                           broadcast = "`strategy: broadcast` of a join";

constexpr ForeignWord foreign_words[] = {
    {"executorcores", "`cluster: {executors: {cores: 4}}`"},
    {"executormemory", "`cluster: {executors: {memory: 16g}}`"},
    {"executormemoryoverhead", "`cluster: {executors: {overhead: 2g}}`"},
    {"executormemoryoverheadfactor", "`cluster: {executors: {overhead: 2g}}`"},
    {"memoryoverhead", "`cluster: {executors: {overhead: 2g}}`"},
    {"executor", "`cluster: {executors: {cores: 4, memory: 16g}}`"},
    {"executors", "`cluster: {executors: {cores: 4, memory: 16g}}`"},
    {"executorinstances", nodes},
    {"executorcount", nodes},
    {"numexecutors", nodes},
    {"instances", nodes},
    {"numworkers", "`cluster: {nodes: 20}`"},
    {"workers", "`cluster: {nodes: 20}`"},
    {"numberofworkers", "`cluster: {nodes: 20}`"},
    {"instancecount", "`cluster: {nodes: 20}`"},
    {"dynamicallocation", elastic},
    {"dynamicallocationenabled", elastic},
    {"dynamicallocationminexecutors", elastic},
    {"dynamicallocationmaxexecutors", elastic},
    {"dynamicallocationinitialexecutors", elastic},
    {"minexecutors", elastic},
    {"maxexecutors", elastic},
    {"minworkers", elastic},
    {"maxworkers", elastic},
    {"autoscale", elastic},
    {"autoscaling", elastic},
    {"instancetype", machine},
    {"machinetype", machine},
    {"nodetype", machine},
    {"nodetypeid", machine},
    {"workertype", machine},
    {"vmsize", machine},
    {"drivercores", driver},
    {"drivernodetypeid", driver},
    {"driverinstancetype", driver},
    {"master", driver},
    {"drivermemory", "`spark: {driver_memory: 4g}`"},
    {"drivermaxresultsize", "`spark: {max_result_size: 2g}`"},
    {"defaultparallelism", "`spark: {default_parallelism: 200}`"},
    {"shufflepartitions", "`spark: {shuffle_partitions: 400}`"},
    {"numpartitions", "`partitions: 400` of a step `repartition`, or `spark: {shuffle_partitions: 400}`"},
    {"adaptive", "`spark: {adaptive: true}`"},
    {"adaptiveenabled", "`spark: {adaptive: true}`"},
    {"aqe", "`spark: {adaptive: true}`"},
    {"adaptiveskewjoinenabled", "`spark: {skew_join: true}`"},
    {"adaptiveadvisorypartitionsizeinbytes", "`spark: {advisory_partition_size: 64m}`"},
    {"adaptiveautobroadcastjointhreshold", "`spark: {adaptive_broadcast_threshold: 64m}`"},
    {"autobroadcastjointhreshold", "`spark: {broadcast_threshold: 64m}`"},
    {"broadcasttimeout", "`spark: {broadcast_timeout: 5m}`"},
    {"joinprefersortmergejoin", "`spark: {prefer_sort_merge: true}`"},
    {"filesmaxpartitionbytes", "`spark: {max_partition_bytes: 128m}`"},
    {"iocompressioncodec", "`spark: {codec: zstd}`"},
    {"memoryfraction", "the constants of the model (`sizer constants`), by --constants"},
    {"conf", settings},
    {"sparkconf", settings},
    {"hadoopconf", settings},
    {"properties", settings},
    {"configuration", settings},
    {"udf", user_code},
    {"udfs", user_code},
    {"pythonudf", user_code},
    {"pandasudf", user_code},
    {"mapbatches", user_code},
    {"mappartitions", user_code},
    {"mapinpandas", user_code},
    {"flatmap", user_code},
    {"applyinpandas", user_code},
    {"partitionby", "`by` of a step `repartition` before the step `write`, and `files` of that"},
    {"partitions", "`partitions: 400` of a step `repartition`, or `spark: {shuffle_partitions: 400}`"},
    {"partitionedby", "`partitions_read: 0.1` of an input, or `by` of a step `repartition` before a `write`"},
    {"partitionfilter", "`partitions_read: 7/365` of an input"},
    {"bucketby", "`bucketed_by` and `buckets` of an input"},
    {"keep", "`filter: {keeps: 0.2}` of rows, `project: {width: 0.4}` of columns"},
    {"keeps", "`filter: {keeps: 0.2}` of rows, `project: {width: 0.4}` of columns"},
    {"select", columns},
    {"columns", columns},
    {"drop", columns},
    {"withcolumn", "nothing, where it is cheap; a function of Python is a step `map`"},
    {"where", filter},
    {"selectivity", filter},
    {"predicate", filter},
    {"condition", filter},
    {"groupby", grouping},
    {"agg", grouping},
    {"reducebykey", grouping},
    {"orderby", ordering},
    {"sortby", ordering},
    {"distinct", unique},
    {"dropduplicates", unique},
    {"deduplicate", unique},
    {"coalesce", "a step `repartition: {partitions: 400}`"},
    {"broadcast", broadcast},
    {"hint", broadcast},
    {"crossjoin", "a step `join` with `matches`, the rows out for a row of the left side"},
    {"unionall", "a step `union: {with: other}`"},
    {"cache", "`format: cached` of an input"},
    {"persist", "`format: cached` of an input"},
    {"read", dataset},
    {"source", dataset},
    {"sources", dataset},
    {"tables", dataset},
    {"input", dataset},
    {"datasets", dataset},
    {"output", output},
    {"outputs", output},
    {"sink", output},
    {"save", output},
    {"schedule", often},
    {"cron", often},
    {"frequency", often},
    {"runsperday", often},
    {"timeout", deadline},
    {"sla", deadline},
    {"deadline", deadline},
    {"maxcost", "`budget: {max_cost: $40}`"},
    {"maxtime", deadline},
    {"spot", spot},
    {"spotinstances", spot},
    {"preemptible", spot},
    {"numgpus", "`gpus: 1`"},
    {"numcpus", "`cpus: 2`"},
    {"concurrency", actors},
    {"numactors", actors},
    {"objectstorememory", "`ray: {object_store_share: 0.3}`, of a node's memory"},
    {"tags", "`labels: {team: growth}`"},
};

/// "executorcores" of "spark.executor.cores".
std::string collapsed(std::string_view key) {
  std::string word;
  for (const char c : lower(key))
    if (c != '.' && c != '_' && c != '-' && c != ' ') word += c;
  for (const std::string_view before : {"spark", "sql"})
    if (word.starts_with(before) && word.size() > before.size() && word != "sparkconf") word.erase(0, before.size());
  return word;
}

}  // namespace

std::string said_here_by(std::string_view key) {
  const auto found = std::ranges::find(foreign_words, collapsed(key), &ForeignWord::word);
  if (found == std::end(foreign_words)) return {};
  return fmt::format("`{}` is said by {}", key, found->here);
}

}  // namespace sizer
