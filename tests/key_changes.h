/// \file
/// Every key of a job file, changed by itself: what it is about, and a job in which the change is seen.
#pragma once

#include <string>
#include <vector>

#include "sizer/difference.h"

namespace key_changes {

using sizer::Cause;

/// `seen`: the figures, findings or metrics change; `refused`: the key is an error in a job of that engine.
enum class Effect { seen, refused };

struct KeyChange {
  std::string key;     ///< as the schema has it: "join.strategy", "cluster.nodes", "spark.codec"
  const char* engine;  ///< spark or ray
  std::string path;    ///< that is set
  const char* from;    ///< "": not given
  const char* to;
  Cause cause = Cause::data;
  std::string step = "  - filter: {keeps: 0.5}\n";  ///< before the write
  std::string more = "";                            ///< top level of the job
  std::string cluster = "{nodes: 8, machine: m5d.4xlarge}";
  std::string inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 50 GB, rows: 200M}\n";
  Effect effect = Effect::seen;
  std::string then = "  - dedup: {all: true}\n";  ///< between the step and the write
};

inline std::string text_of(const KeyChange& change) {
  return "name: changed\nengine: " + std::string(change.engine) + "\ncluster: " + change.cluster + "\n" + change.more +
         "inputs:\n" + change.inputs + "steps:\n" + change.step + change.then + "  - write: {}\n";
}

/// Of a step: in a job of one such step, whose body is `body`.
inline KeyChange of_step(const char* kind, const char* key, const char* engine, const std::string& body,
                         const char* from, const char* to, Cause cause = Cause::data) {
  const std::string name = std::string(kind) + "." + key;
  return {.key = name,
          .engine = engine,
          .path = "steps[0]." + name,
          .from = from,
          .to = to,
          .cause = cause,
          .step = "  - " + std::string(kind) + ": " + body + "\n"};
}

inline void add_inputs(std::vector<KeyChange>& all, const char* engine) {
  const auto input = [&](const char* key, const char* path, const char* from, const char* to) {
    all.push_back({.key = key, .engine = engine, .path = path, .from = from, .to = to});
    return &all.back();
  };
  input("inputs.size", "inputs.a.size", "1 TB", "2 TB");
  input("inputs.rows", "inputs.a.rows", "5G", "9G")->step = "  - map: {rows_per_second: 1k}\n";
  input("inputs.row_width", "inputs.a.row_width", "", "900 B");
  input("inputs.files", "inputs.a.files", "2000", "90k");
  input("inputs.format", "inputs.a.format", "parquet", engine == std::string("ray") ? "raw" : "csv");
  input("inputs.columns_read", "inputs.a.columns_read", "1", "0.2");
  input("inputs.partitions_read", "inputs.a.partitions_read", "1", "0.1");
  input("inputs.columns", "inputs.a.columns", "", "{k: long, note: {type: string, length: 90}}")->cause = Cause::plan;
  input("inputs.others", "inputs.a.others", "10", "500")->inputs = "  a: {size: 1 TB, rows: 5G, columns: {k: long}}\n";
  for (const char* key : {"ordered_by", "clustered_by"}) {
    KeyChange* const change = input("", "", "", "k");
    change->key = std::string("inputs.") + key;
    change->path = std::string("inputs.a.") + key;
    change->cause = Cause::plan;
    change->step = "  - project: [k]\n";
    change->inputs = "  a: {size: 1 TB, rows: 5G, columns: {k: {type: long, distinct: 1M}, v: double}}\n";
  }
  input("inputs.infer_schema", "inputs.a.infer_schema", "false", "true")->cause = Cause::plan;
  all.back().inputs = "  a: {size: 1 TB, rows: 5G, format: json}\n";
  if (engine != std::string("spark")) all.back().effect = Effect::refused;
  if (engine != std::string("spark")) return;
  const std::string shuffles = "  - aggregate: {keys: k, reduction: 0.8}\n";
  input("inputs.shuffle_ratio", "inputs.a.shuffle_ratio", "", "3")->step = shuffles;
  input("inputs.compression", "inputs.a.compression", "", "9")->step = shuffles;
  input("inputs.bucketed_by", "inputs.a.bucketed_by", "k", "other")->step = shuffles;
  all.back().inputs = "  a: {size: 1 TB, rows: 5G, buckets: 200}\n";
  input("inputs.buckets", "inputs.a.buckets", "200", "9000")->step = shuffles;
  all.back().inputs = "  a: {size: 1 TB, rows: 5G, bucketed_by: k}\n";
}

inline void add_relational_steps(std::vector<KeyChange>& all, const char* engine) {
  const bool spark = engine == std::string("spark");
  const auto step = [&](const char* kind, const char* key, const std::string& body, const char* from, const char* to,
                        Cause cause = Cause::data) {
    all.push_back(of_step(kind, key, engine, body, from, to, cause));
  };
  step("filter", "keeps", "{}", "0.1", "0.9");
  step("project", "width", "{}", "0.1", "0.9");
  step("join", "with", "{keys: k}", "b", "c", Cause::plan);
  all.back().inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 50 GB, rows: 200M}\n  c: {size: 400 GB, rows: 2G}\n";
  step("join", "type", "{with: b, keys: k}", "inner", "full", Cause::plan);
  if (!spark) all.back() = of_step("join", "type", engine, "{with: b, keys: k}", "inner", "semi", Cause::plan);
  step("join", "strategy", "{with: b, keys: k}", spark ? "shuffle_hash" : "auto", "sort_merge", Cause::plan);
  step("join", "matches", "{with: b, keys: k}", "1", "3");
  step("join", "hot_key_share", "{with: b, keys: k, strategy: auto}", "0", "0.3");
  for (const char* key : {"with", "type", "strategy", "matches"})
    if (!spark) {
      all.push_back(of_step("nested_loop_join", key, engine, "{with: b}", "", "", Cause::plan));
      all.back().effect = Effect::refused;
    }
  if (spark) {
    step("nested_loop_join", "with", "{}", "b", "c", Cause::plan);
    all.back().inputs = "  a: {size: 1 GB, rows: 5M}\n  b: {size: 5 MB, rows: 20k}\n  c: {size: 9 MB, rows: 90k}\n";
    step("nested_loop_join", "type", "{with: b, matches: 1}", "inner", "full", Cause::plan);
    step("nested_loop_join", "strategy", "{with: b, matches: 1}", "broadcast", "cartesian", Cause::plan);
    step("nested_loop_join", "matches", "{with: b}", "1", "90");
    for (std::size_t i = all.size() - 3; i < all.size(); ++i)
      all[i].inputs = "  a: {size: 1 GB, rows: 5M}\n  b: {size: 5 MB, rows: 20k}\n";
  }
  for (const char* key : {"sets", "rollup", "cube", "width"})
    if (!spark) {
      all.push_back(of_step("expand", key, engine, "{sets: 3}", "", "", Cause::plan));
      all.back().effect = Effect::refused;
    }
  if (spark) {
    step("expand", "sets", "{}", "2", "9", Cause::plan);
    step("expand", "rollup", "{}", "k", "[k, d, e]", Cause::plan);
    step("expand", "cube", "{}", "k", "[k, d, e]", Cause::plan);
    step("expand", "width", "{sets: 3}", "0.5", "0.9");
  }
  step("generate", "rows_out", "{}", "2", "9");
  step("generate", "outer", "{rows_out: 0.5}", "false", "true", Cause::plan);
  step("generate", "width", "{}", "0.1", "0.9");
  step("aggregate", "keys", "{}", "", "k", Cause::plan);
  step("aggregate", "groups", "{keys: k}", "1M", "4G");
  step("aggregate", "reduction", "{keys: k}", "0.01", "0.9");
  step("aggregate", "width", "{keys: k, reduction: 0.5}", "0.1", "0.9");
  step("aggregate", "distinct", "{keys: k, groups: 1M}", "", "c", Cause::plan);
  if (spark) step("aggregate", "distinct_pairs", "{keys: k, groups: 1M, distinct: c}", "2M", "4G");
  if (spark) step("aggregate", "hot_key_share", "{keys: k, groups: 4G}", "0", "0.5");
  step("dedup", "keeps", "{keys: k}", "0.1", "0.9");
  if (!spark) step("dedup", "hot_key_share", "{keys: k}", "0", "0.3");
  step("sort", "scope", "{by: k}", "global", "within_partitions", Cause::plan);
  step("sort", "limit", "{by: k}", "1000", "1G");
  step("limit", "rows", "{}", "1000", "1G");
  step("coalesce", "partitions", "{}", "1", "20", Cause::plan);
  step("zip", "with", "{}", "b", "c", Cause::plan);
  if (spark) all.back().effect = Effect::refused;
  if (!spark)
    all.back().inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 50 GB, rows: 5G}\n  c: {size: 400 GB, rows: 5G}\n";
  step("window", "partition_by", "{}", "", "k", Cause::plan);
  step("window", "limit", "{partition_by: k, groups: 1M}", "1", "900");
  step("window", "groups", "{partition_by: k, limit: 1}", "1M", "900M");
  step("window", "hot_key_share", "{partition_by: k}", "0", "0.3");
  step("repartition", "partitions", "{by: k}", "20", "5000", Cause::plan);
  step("repartition", "by", "{partitions: 300}", "", "k", Cause::plan);
  step("union", "with", "{}", "b", "c", Cause::plan);
  all.back().inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 50 GB, rows: 200M}\n  c: {size: 400 GB, rows: 2G}\n";
  step("exchange", "bytes", "{by: k}", "100 GB", "900 GB");
  step("exchange", "partitions", "{by: k, bytes: 900 GB}", "20", "5000", Cause::plan);
  all.push_back({.key = "shuffle",
                 .engine = engine,
                 .path = "steps[0].shuffle",
                 .from = "100 GB",
                 .to = "900 GB",
                 .cause = Cause::data,
                 .step = "  - dedup: {keys: k}\n"});
}

/// Of steps that name columns, in jobs whose inputs say theirs.
inline void add_columns(std::vector<KeyChange>& all, const char* engine) {
  const auto step = [&](const char* kind, const char* key, const std::string& body, const char* from, const char* to) {
    all.push_back(of_step(kind, key, engine, body, from, to, Cause::plan));
    all.back().inputs =
        "  a: {size: 1 TB, rows: 5G, columns: {k: {type: long, distinct: 1M}, v: double, tags: {type: array<string>, "
        "elements: 9}}}\n";
    return &all.back();
  };
  const std::string of_key = "  - project: [k]\n  - dedup: {all: true}\n";
  step("filter", "reads", "{keeps: 0.5}", "", "v")->then = of_key;
  step("map", "reads", "{}", "", "v")->then = of_key;
  step("map", "adds", "{}", "", "{s: string}");
  step("project", "columns", "{}", "k", "[k, v]");
  step("project", "adds", "{columns: k}", "", "{s: string}");
  step("generate", "column", "{}", "", "tags");
  step("aggregate", "values", "{keys: k, groups: 1M}", "", "{n: count(*)}");
  step("window", "values", "{partition_by: k}", "", "{n: sum(v)}");
}

inline void add_user_steps(std::vector<KeyChange>& all, const char* engine) {
  const bool spark = engine == std::string("spark");
  const auto step = [&](const char* kind, const char* key, const std::string& body, const char* from, const char* to,
                        Cause cause = Cause::data) {
    all.push_back(of_step(kind, key, engine, body, from, to, cause));
  };
  step("map", "language", "{}", "python", "jvm", Cause::plan);
  step("map", "quality", "{}", "vectorized", "row_at_a_time", Cause::plan);
  step("map", "rows_per_second", "{}", "1k", "9k");
  step("map", "batch_size", "{}", "2", "9k");
  step("map", "actors", "{}", "4", "40", Cause::plan);
  if (spark) all.back().effect = Effect::refused;
  step("map", "cpus", "{}", "1", "8", Cause::plan);
  if (spark) all.back().effect = Effect::refused;
  step("map", "arguments", "{}", "0.1", "0.9");
  if (!spark) all.back().effect = Effect::refused;
  step("map", "matches", "{}", "1", "5");
  step("map", "width", "{}", "1", "5");
  step("lookup", "size", "{}", "1 MB", "300 MB");
  step("lookup", "rows", "{}", "1k", "900k");
  step("lookup", "quality", "{size: 1 MB}", "vectorized", "row_at_a_time", Cause::plan);
  for (const char* key : {"keys", "shards", "state", "checkpoint_every", "quality", "hot_key_share", "width"})
    if (spark) {
      all.push_back(of_step("keyed_state", key, engine, "{keys: k}", "", "", Cause::plan));
      all.back().effect = Effect::refused;
    }
  if (!spark) {
    const std::string big = "{keys: k, state: 100 GB}";
    step("keyed_state", "shards", big, "10", "100", Cause::plan);
    step("keyed_state", "state", "{keys: k, checkpoint_every: 60 s}", "100 GB", "900 TB");
    step("keyed_state", "checkpoint_every", big, "60 s", "2 h");
    step("keyed_state", "quality", big, "vectorized", "row_at_a_time", Cause::plan);
    step("keyed_state", "hot_key_share", big, "0", "0.3");
    step("keyed_state", "width", big, "0.1", "3");
  }
  const std::string calls = "{requests_per_second: 900, actors: 20, rows_per_request: 5000}";
  step("external_call", "requests_per_second", "{rows_per_request: 5000}", "100", "900");
  step("external_call", "rows_per_request", "{requests_per_second: 900}", "10", "900");
  step("external_call", "latency", calls, "10 ms", "30 s");
  step("external_call", "actors", "{requests_per_second: 9000, rows_per_request: 5000, latency: 30 s}", "2", "60",
       Cause::plan);
  step("inference", "device", "{}", "cpu", "gpu", Cause::plan);
  all.back().cluster = "{nodes: 8, machine: g5.4xlarge}";
  step("inference", "rows_per_second", "{}", "100", "900");
  step("inference", "quality", "{}", "vectorized", "row_at_a_time", Cause::plan);
  step("inference", "batch_size", "{}", "2", "900");
  step("inference", "model_size", "{}", "100 MB", "900 GB");
  step("inference", "load_time", "{}", "1 s", "900 s");
  step("inference", "actors", "{}", "2", "60", Cause::plan);
  step("inference", "gpus", "{device: gpu}", "1", "0.5", Cause::plan);
  all.back().cluster = "{nodes: 8, machine: g5.4xlarge, executors: {per_node: 1, cores: 15, memory: 40 GB}}";
  step("inference", "cpus", "{actors: 4}", "1", "8", Cause::plan);
  const auto on_gpus = [&](const char* key, const std::string& body, const char* from, const char* to,
                           Cause cause = Cause::data) {
    step("inference", key, "{device: gpu, " + body + "}", from, to, cause);
    all.back().cluster = "{nodes: 8, machine: p4d.24xlarge}";
  };
  const std::string writes = "model: llama-3.1-8b, tokens_in: 600, tokens_out: 150";
  on_gpus("model", "tokens_in: 600, tokens_out: 150", "llama-3.1-8b", "llama-3.2-1b", Cause::plan);
  on_gpus("precision", writes, "fp16", "int8", Cause::plan);
  on_gpus("tokens_in", "model: llama-3.1-8b, tokens_out: 150", "600", "6000");
  on_gpus("tokens_out", "model: llama-3.1-8b, tokens_in: 600", "50", "600");
  on_gpus("pixels", "model: resnet50", "50k", "5M");
  on_gpus("audio", "model: whisper-small", "30 s", "300 s");
  on_gpus("tensor_parallel", writes, "1", "8", Cause::plan);
  on_gpus("in_flight", writes, "4", "400", Cause::plan);
  step("decode", "media", "{}", "jpeg", "video", Cause::plan);
  step("decode", "rate", "{}", "1 MB/s", "9 MB/s");
  step("decode", "width", "{}", "2", "90");
  step("resize", "output_width", "{}", "150 kB", "900 kB");
  step("resize", "rate", "{output_width: 1 kB}", "10 kB/s", "9 MB/s");
  step("tokenize", "rate", "{}", "1 MB/s", "9 MB/s");
  step("tokenize", "width", "{}", "0.5", "3");
  step("inference", "output_width", "{}", "10 B", "900 B");
  step("write", "size", "{}", "100 GB", "900 GB");
  step("write", "ratio", "{}", "0.1", "0.9");
  step("write", "format", "{size: 900 GB}", "parquet", engine == std::string("ray") ? "raw" : "csv", Cause::plan);
  step("write", "files", "{size: 900 GB}", "10", "90k");
}

inline void add_clusters(std::vector<KeyChange>& all, const char* engine) {
  const bool spark = engine == std::string("spark");
  const std::string own = "{nodes: 8, vcpus: 16, memory: 64 GB, network: 10 Gbps, price: $1/h, ";
  const std::string shuffles = "  - dedup: {keys: k}\n";
  const std::string scores = "  - inference: {device: gpu}\n";
  const auto set = [&](const char* key, const char* from, const char* to, Cause cause = Cause::cluster,
                       const std::string& cluster = "{nodes: 8, machine: m5d.4xlarge}") {
    all.push_back({.key = key,
                   .engine = engine,
                   .path = key,
                   .from = from,
                   .to = to,
                   .cause = cause,
                   .step = shuffles,
                   .cluster = cluster});
    return &all.back();
  };
  set("cluster.nodes", "8", "20");
  set("cluster.machine", "m5d.4xlarge", "m5d.8xlarge");
  set("cluster.vcpus", "16", "32", Cause::cluster, own + "gpus: 0}");
  set("cluster.memory", "64 GB", "16 GB", Cause::cluster, own + "gpus: 0}");
  set("cluster.vcpu_speed", "0.8", "1.6", Cause::cluster, own + "gpus: 0}")->step =
      "  - map: {quality: row_at_a_time}\n";
  set("cluster.network", "10 Gbps", "1 Mbps", Cause::cluster, own + "gpus: 0}");
  set("cluster.price", "$1/h", "$2/h", Cause::price, own + "gpus: 0}");
  set("cluster.spot", "$0.2/h", "$0.4/h", Cause::price, own + "pricing: spot}");
  set("cluster.reserved_discount", "10 %", "40 %", Cause::price, own + "pricing: reserved}");
  set("cluster.provider", "", "azure", Cause::price, own + "data_location: internet}");
  set("cluster.local_disk.count", "1", "4", Cause::cluster, own + "local_disk: {size: 300 GB}}");
  set("cluster.local_disk.size", "300 GB", "1 GB", Cause::cluster, own + "local_disk: {count: 1}}");
  set("cluster.local_disk.read", "1 GB/s", "10 MB/s", Cause::cluster, own + "local_disk: {size: 300 GB}}");
  set("cluster.local_disk.write", "1 GB/s", "10 MB/s", Cause::cluster, own + "local_disk: {size: 300 GB}}");
  set("cluster.root_volume", "900 GB", "1 GB", Cause::cluster, own + "gpus: 0}");
  if (!spark) all.back().step = "  - sort: {by: k}\n";
  set("cluster.gpus", "1", "4", Cause::cluster, own + "gpu: A10G}")->step = scores;
  set("cluster.gpu", "T4", "A100", Cause::cluster, own + "gpus: 1}")->step = scores;
  set("cluster.gpu_memory", "16 GiB", "1 MB", Cause::cluster, own + "gpus: 1}")->step = scores;
  set("cluster.storage", "object_store", "hdfs");
  set("cluster.tuning", "tuned", "untuned");
  set("cluster.driver", "m5.xlarge", "m5.2xlarge");
  set("cluster.pricing", "on_demand", "spot", Cause::price);
  set("cluster.platform", "", "emr", Cause::price);
  set("cluster.zones", "1", "3");
  set("cluster.data_location", "same_region", "internet");
  set("cluster.idle_tail", "0 s", "1 h");
  set("pricing", "on_demand", "spot", Cause::price);
  set("platform", "", "emr", Cause::price);
  set("session", "new", "running", Cause::plan);
  set("runs_per_month", "1", "30", Cause::plan);
  if (!spark) {
    set("keep_cluster", "false", "true", Cause::plan);
    set("cluster.usable_cpus", "15", "4");
    return;
  }
  set("keep_cluster", "", "true", Cause::plan)->effect = Effect::refused;
  set("cluster.executors.per_node", "1", "4");
  set("cluster.executors.cores", "5", "1");
  set("cluster.executors.memory", "9 GiB", "1 GiB");
  set("cluster.executors.overhead", "1 GiB", "60 GiB");
}

inline void add_settings(std::vector<KeyChange>& all) {
  const std::string shuffles = "  - dedup: {keys: k}\n";
  const std::string join = "  - join: {with: b, keys: k, strategy: auto}\n";
  const auto spark = [&](const char* key, const char* from, const char* to, const std::string& step,
                         const std::string& more = "") {
    all.push_back({.key = key,
                   .engine = "spark",
                   .path = key,
                   .from = from,
                   .to = to,
                   .cause = Cause::plan,
                   .step = step,
                   .more = more});
  };
  const std::string one = "  - filter: {keeps: 1}\n";
  const std::string hint = "  - join: {with: b, keys: k, strategy: broadcast}\n";
  spark("spark.version", "3.5", "3.4", "  - window: {partition_by: k, groups: 1M, limit: 1}\n");
  spark("spark.shuffle_partitions", "20", "5000", shuffles);
  spark("spark.default_parallelism", "20", "90000", one);
  all.back().inputs = "  a: {size: 10 GB, rows: 50M}\n";
  spark("spark.adaptive", "true", "false", join);
  all.back().inputs = "  a: {size: 10 GB, rows: 50M}\n  b: {size: 1 GB, rows: 5M}\n";
  spark("spark.skew_join", "true", "false", "  - join: {with: b, keys: k, strategy: sort_merge, hot_key_share: 0.3}\n");
  spark("spark.advisory_partition_size", "1 MiB", "900 MiB", shuffles, "spark: {shuffle_partitions: 9000}\n");
  spark("spark.broadcast_threshold", "10 MiB", "200 GiB", join);
  spark("spark.adaptive_broadcast_threshold", "10 MiB", "900 GiB",
        "  - filter: {keeps: 0.001}\n    name: few\n    from: b\n"
        "  - join: {keys: k, strategy: auto}\n    from: [a, few]\n");
  spark("spark.max_broadcast", "1 MiB", "900 GiB", hint);
  spark("spark.broadcast_timeout", "1 s", "9 h", hint);
  spark("spark.max_result_size", "1 MiB", "0 B", hint);
  spark("spark.driver_memory", "1 GiB", "40 GiB", hint);
  spark("spark.max_partition_bytes", "16 MiB", "900 MiB", one);
  spark("spark.prefer_sort_merge", "true", "false", join,
        "spark: {broadcast_threshold: 1 MiB, shuffle_partitions: 9000, adaptive: false}\n");
  all.back().inputs = "  a: {size: 1 TB, rows: 5G}\n  b: {size: 1 GB, rows: 5M}\n";
  spark("spark.codec", "lz4", "zstd", shuffles);
  spark("spark.reuse_partitioning", "auto", "never",
        "  - aggregate: {keys: k, reduction: 0.9}\n  - dedup: {keys: k}\n");
  const auto ray = [&](const char* key, const char* from, const char* to, const std::string& step) {
    all.push_back(
        {.key = key, .engine = "ray", .path = key, .from = from, .to = to, .cause = Cause::plan, .step = step});
  };
  ray("ray.version", "2.54", "2.9", one);
  ray("ray.object_store_share", "0.1", "0.5", shuffles);
  ray("ray.max_aggregators", "8", "100", shuffles);
  ray("ray.partitions", "20", "5000", shuffles);
  ray("ray.read_blocks", "200", "90000", one);
  ray("ray.partitions", "20", "5000", "  - sort: {by: k}\n");
  all.back().effect = Effect::refused;
  all.back().then.clear();
  ray("ray.max_aggregators", "8", "100", "  - sort: {by: k}\n");
  all.back().effect = Effect::refused;
  all.back().then.clear();
}

inline std::vector<KeyChange> all() {
  std::vector<KeyChange> made;
  for (const char* engine : {"spark", "ray"}) {
    add_inputs(made, engine);
    add_relational_steps(made, engine);
    add_columns(made, engine);
    add_user_steps(made, engine);
    add_clusters(made, engine);
  }
  add_settings(made);
  return made;
}

/// Keys that change no figure, each for a reason that docs/job-file.md gives under "Keys that change no figure".
struct Silent {
  const char* key;
  const char* engine;  ///< "": either
};

inline const std::vector<Silent>& silent_keys() {
  static const std::vector<Silent> keys = {
      // Who it is, and what is done with the answer.
      {"name", ""},
      {"labels", ""},
      {"budget", ""},
      {"measured", ""},
      // What a job is, whose every part is a key of its own here.
      {"engine", ""},
      {"cluster", ""},
      {"inputs", ""},
      {"steps", ""},
      {"spark", ""},
      {"ray", ""},
      {"step.name", ""},
      {"step.from", ""},
      {"cluster.local_disk", ""},
      {"cluster.executors", ""},
      {"cluster.spark", ""},
      {"cluster.ray", ""},
      // Names of columns: they say which rows lie together, in steps after each other.
      {"dedup.keys", ""},
      {"dedup.all", ""},
      {"join.keys", ""},
      {"join.on", ""},
      {"join.right_on", ""},
      {"exchange.by", ""},
      {"sort.by", ""},
      {"window.order_by", ""},
      {"keyed_state.keys", "ray"},
      // Facts about the data that one engine's way of moving them does not depend on.
      {"inputs.shuffle_ratio", "ray"},
      {"inputs.compression", "ray"},
      {"inputs.bucketed_by", "ray"},
      {"inputs.buckets", "ray"},
      {"dedup.hot_key_share", "spark"},
      {"aggregate.distinct_pairs", "ray"},
      {"aggregate.hot_key_share", "ray"},
      // Of the other engine: a file may hold both, to be compared.
      {"cluster.executors.per_node", "ray"},
      {"cluster.executors.cores", "ray"},
      {"cluster.executors.memory", "ray"},
      {"cluster.executors.overhead", "ray"},
      {"cluster.usable_cpus", "spark"},
      {"spark.*", "ray"},
      {"ray.*", "spark"},
  };
  return keys;
}

}  // namespace key_changes
