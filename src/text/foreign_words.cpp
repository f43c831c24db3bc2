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

constexpr std::string_view by_nodes = "`cluster: {nodes: 20}` with `executors: {per_node: 3}`",
                           by_elastic = "`cluster: {nodes: 20}`: an estimate is of one size; `sizer size` tries others",
                           by_machine = "`cluster: {machine: m5d.4xlarge}`",
                           by_driver = "`cluster: {driver: m5.xlarge}`, a machine of the catalogue",
                           by_user_code =
                               "a step `map: {language: python, quality: row_at_a_time}` "
                               "(`vectorized` for pandas or Arrow)",
                           by_settings = "`spark: {shuffle_partitions: 400}`, by the names of docs/job-file.md",
                           by_dataset = "`inputs: {clicks: {size: 1 TB}}`", by_output = "a step `write: 120 GB`",
                           by_columns =
                               "`columns_read: 0.2` of an input, or a step `project: 0.4`, both shares of bytes",
                           by_filter = "a step `filter: 0.2`, the share of rows that pass",
                           by_grouping = "a step `aggregate: {keys: customer_id}`", by_ordering = "a step `sort: ts`",
                           by_unique = "a step `dedup: event_id`", by_deadline = "`budget: {max_time: 30 min}`",
                           by_often = "`runs_per_month: 30`", by_spot = "`pricing: spot`", by_actors = "`actors: 16`",
                           by_broadcast = "`strategy: broadcast` of a join";
constexpr std::string_view by_limit = "a step `limit: 1000`, or `limit` of a `sort`",
                           by_cache = "a step `cache: {}`, or `format: cached` of an input that lies in memory already",
                           by_loops = "a step `nested_loop_join: {with: customers}`",
                           by_explode = "a step `generate: 3.5`, the rows out for a row in",
                           by_sets = "a step `expand: {rollup: [country, city]}` before an `aggregate`";

constexpr ForeignWord foreign_words[] = {
    {"executorcores", "`cluster: {executors: {cores: 4}}`"},
    {"executormemory", "`cluster: {executors: {memory: 16g}}`"},
    {"executormemoryoverhead", "`cluster: {executors: {overhead: 2g}}`"},
    {"executormemoryoverheadfactor", "`cluster: {executors: {overhead: 2g}}`"},
    {"memoryoverhead", "`cluster: {executors: {overhead: 2g}}`"},
    {"executor", "`cluster: {executors: {cores: 4, memory: 16g}}`"},
    {"executors", "`cluster: {executors: {cores: 4, memory: 16g}}`"},
    {"executorinstances", by_nodes},
    {"executorcount", by_nodes},
    {"numexecutors", by_nodes},
    {"instances", by_nodes},
    {"numworkers", "`cluster: {nodes: 20}`"},
    {"workers", "`cluster: {nodes: 20}`"},
    {"numberofworkers", "`cluster: {nodes: 20}`"},
    {"instancecount", "`cluster: {nodes: 20}`"},
    {"dynamicallocation", by_elastic},
    {"dynamicallocationenabled", by_elastic},
    {"dynamicallocationminexecutors", by_elastic},
    {"dynamicallocationmaxexecutors", by_elastic},
    {"dynamicallocationinitialexecutors", by_elastic},
    {"minexecutors", by_elastic},
    {"maxexecutors", by_elastic},
    {"minworkers", by_elastic},
    {"maxworkers", by_elastic},
    {"autoscale", by_elastic},
    {"autoscaling", by_elastic},
    {"instancetype", by_machine},
    {"machinetype", by_machine},
    {"nodetype", by_machine},
    {"nodetypeid", by_machine},
    {"workertype", by_machine},
    {"vmsize", by_machine},
    {"drivercores", by_driver},
    {"drivernodetypeid", by_driver},
    {"driverinstancetype", by_driver},
    {"master", by_driver},
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
    {"conf", by_settings},
    {"sparkconf", by_settings},
    {"hadoopconf", by_settings},
    {"properties", by_settings},
    {"configuration", by_settings},
    {"udf", by_user_code},
    {"udfs", by_user_code},
    {"pythonudf", by_user_code},
    {"pandasudf", by_user_code},
    {"mapbatches", by_user_code},
    {"mappartitions", by_user_code},
    {"mapinpandas", by_user_code},
    {"flatmap", by_user_code},
    {"applyinpandas", by_user_code},
    {"partitionby", "`by` of a step `repartition` before the step `write`, and `files` of that"},
    {"partitions", "`partitions: 400` of a step `repartition`, or `spark: {shuffle_partitions: 400}`"},
    {"partitionedby", "`partitions_read: 0.1` of an input, or `by` of a step `repartition` before a `write`"},
    {"partitionfilter", "`partitions_read: 7/365` of an input"},
    {"bucketby", "`bucketed_by` and `buckets` of an input"},
    {"keep", "`filter: {keeps: 0.2}` of rows, `project: {width: 0.4}` of columns"},
    {"keeps", "`filter: {keeps: 0.2}` of rows, `project: {width: 0.4}` of columns"},
    {"select", by_columns},
    {"columns", by_columns},
    {"drop", by_columns},
    {"withcolumn", "nothing, where it is cheap; a function of Python is a step `map`"},
    {"where", by_filter},
    {"selectivity", by_filter},
    {"predicate", by_filter},
    {"condition", by_filter},
    {"groupby", by_grouping},
    {"agg", by_grouping},
    {"reducebykey", by_grouping},
    {"orderby", by_ordering},
    {"sortby", by_ordering},
    {"distinct", by_unique},
    {"dropduplicates", by_unique},
    {"deduplicate", by_unique},
    {"coalesce", "a step `coalesce: 40`, which needs no exchange, or `repartition: 400`"},
    {"broadcast", by_broadcast},
    {"hint", by_broadcast},
    {"crossjoin", by_loops},
    {"cartesianproduct", by_loops},
    {"broadcastnestedloopjoin", by_loops},
    {"rangejoin", by_loops},
    {"explode", by_explode},
    {"explodeouter", by_explode},
    {"posexplode", by_explode},
    {"lateralview", by_explode},
    {"unnest", by_explode},
    {"rollup", by_sets},
    {"cube", by_sets},
    {"groupingsets", by_sets},
    {"unionall", "a step `union: {with: other}`"},
    {"cache", by_cache},
    {"persist", by_cache},
    {"materialize", "a step `cache: {}`"},
    {"take", by_limit},
    {"head", by_limit},
    {"orderbyrand", "a step `random_shuffle: {}`"},
    {"pivot", "two steps `aggregate`: by the keys and the pivoted column, then by the keys"},
    {"read", by_dataset},
    {"source", by_dataset},
    {"sources", by_dataset},
    {"tables", by_dataset},
    {"input", by_dataset},
    {"datasets", by_dataset},
    {"output", by_output},
    {"outputs", by_output},
    {"sink", by_output},
    {"save", by_output},
    {"schedule", by_often},
    {"cron", by_often},
    {"frequency", by_often},
    {"runsperday", by_often},
    {"timeout", by_deadline},
    {"sla", by_deadline},
    {"deadline", by_deadline},
    {"maxcost", "`budget: {max_cost: $40}`"},
    {"maxtime", by_deadline},
    {"spot", by_spot},
    {"spotinstances", by_spot},
    {"preemptible", by_spot},
    {"numgpus", "`gpus: 1`"},
    {"numcpus", "`cpus: 2`"},
    {"concurrency", by_actors},
    {"numactors", by_actors},
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
