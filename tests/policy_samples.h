/// \file
/// For each policy a job that it finds something in, and a small change after which it does not.
#pragma once

#include <string>
#include <vector>

namespace sizer::samples {

struct PolicySample {
  std::string code;
  std::string job;
  std::string at;             ///< stands in the line that the reason points at; empty: it points nowhere
  std::string changed, into;  ///< of the job's text: after this the policy finds nothing
  std::string remedy{};  ///< the path of an override that the gain's value can be given to; empty: no gain, or none
                         ///< that one value makes
};

/// A job of an engine; each line of `rest` as written.
inline std::string job_on(const std::string& engine, const std::string& cluster, const std::string& inputs,
                          const std::string& steps, const std::string& settings = "") {
  return "engine: " + engine + "\ncluster: " + cluster + "\n" + settings + "inputs:\n" + inputs + "steps:\n" + steps;
}
inline std::string on_spark(const std::string& inputs, const std::string& steps, const std::string& settings = "") {
  return job_on("spark", "spark-baseline", inputs, steps, settings);
}
inline std::string on_ray(const std::string& inputs, const std::string& steps, const std::string& settings = "") {
  return job_on("ray", "ray-cpu-baseline", inputs, steps, settings);
}

/// A broadcast of `small`, with settings.
inline std::string broadcast_of(const std::string& small, const std::string& settings = "") {
  return on_spark("  a: {size: 1 TB, rows: 5G}\n  b: " + small + "\n",
                  "  - join: {with: b, on: k, strategy: broadcast}\n  - write: 1 GB\n", settings);
}

inline std::vector<PolicySample> policy_samples() {
  const std::string one = "  a: {size: 1 TB, rows: 5G}\n";
  const std::string two = one + "  b: {size: 50 GB, rows: 200M}\n";
  const std::string write = "  - write: 1 GB\n";
  const std::string gpus = "ray-gpu-baseline";
  std::string maps;  // each has two remedies
  for (int i = 0; i < 600; ++i) maps += "  - map: *python\n";
  return {
      // Broadcasts
      {"SZ101", broadcast_of("{size: 50 GB, rows: 200M}"), "strategy", "50 GB, rows: 200M", "1 GB, rows: 5M",
       "steps[0].join.strategy"},
      {"SZ102", broadcast_of("{size: 3 GB, rows: 400M}"), "strategy", "400M", "300M", "steps[0].join.strategy"},
      {"SZ103", broadcast_of("{size: 2 GB, rows: 10M}", "spark: {driver_memory: 30 GiB, max_result_size: 1 GiB}\n"),
       "strategy", "max_result_size: 1 GiB", "max_result_size: 4 GiB"},
      {"SZ104", broadcast_of("{size: 400 MB, rows: 10M}", "spark: {driver_memory: 30 GiB, broadcast_timeout: 1 s}\n"),
       "strategy", "timeout: 1 s", "timeout: 100 s"},
      {"SZ105", broadcast_of("{size: 400 MB, rows: 10M}", "spark: {driver_memory: 1 GiB}\n"), "strategy",
       "driver_memory: 1 GiB", "driver_memory: 20 GiB"},
      {"SZ106", broadcast_of("{size: 3 GB, rows: 10M}"), "strategy", "3 GB", "100 MB", "steps[0].join.strategy"},
      {"SZ107", on_ray(two, "  - join: {with: b, on: k, strategy: broadcast}\n" + write), "strategy",
       "strategy: broadcast", "strategy: auto"},
      {"SZ126",
       on_spark("  a: {size: 1 TB}\n  b: {size: 100 MB}\n",
                "  - filter: 0.01\n    name: few\n    from: b\n"
                "  - join: {on: k, strategy: auto}\n    from: [a, few]\n" +
                    write),
       "strategy", "filter: 0.01", "filter: 1", "steps[1].join.strategy"},
      {"SZ138",
       on_spark("  a: {size: 1 TB, rows: 5G}\n  b: {size: 100 MB, rows: 1M}\n",
                "  - join: {with: b, on: k, strategy: sort_merge}\n" + write),
       "strategy", "size: 100 MB", "size: 10 GB", "steps[0].join.strategy"},

      {"SZ155",
       on_spark("  a: {size: 2 GB, rows: 10M}\n  b: {size: 1.2 GB, rows: 12M}\n",
                "  - join: {with: b, on: k, strategy: broadcast}\n" + write,
                "spark: {driver_memory: 30 GiB, max_result_size: 10 GiB}\n"),
       "strategy", "1.2 GB, rows: 12M", "5 MB, rows: 50k", "steps[0].join.strategy"},

      // What does not fit
      {"SZ108",
       job_on("spark", "{nodes: 10, machine: m5d.4xlarge, executors: {per_node: 5, cores: 3, memory: 20 GiB}}", one,
              "  - aggregate: {keys: k}\n" + write),
       "executors", "20 GiB", "8 GiB"},
      {"SZ109",
       on_spark(two, "  - join: {with: b, on: k, strategy: shuffle_hash}\n" + write,
                "spark: {shuffle_partitions: 20}\n"),
       "shuffle_hash", "partitions: 20", "partitions: 400", "spark.shuffle_partitions"},
      {"SZ110", on_ray(one, "  - lookup: {size: 60 GB}\n" + write), "lookup", "60 GB", "1 GB"},
      {"SZ111", job_on("ray", gpus, one, "  - inference: {device: gpu, model_size: 60 GB}\n" + write), "model_size",
       "60 GB", "1 GB"},
      {"SZ170",
       job_on("ray", "1 x p4d.24xlarge", one,
              "  - inference: {device: gpu, model: llama-3.1-70b, tokens_in: 600, tokens_out: 150}\n" + write),
       "model", "llama-3.1-70b", "llama-3.1-8b"},
      {"SZ171", job_on("ray", "1 x p4d.24xlarge", one, "  - inference: {device: gpu, model_size: 16 GB}\n" + write),
       "model_size", "16 GB", "1 GB"},
      {"SZ172",
       job_on(
           "ray", gpus, one,
           "  - inference: {device: gpu, model: bge-large-en-v1.5, tokens_in: 400, rows_per_second: 9000}\n" + write),
       "rows_per_second", "9000", "90"},
      {"SZ173",
       job_on("ray", "1 x p4d.24xlarge", one,
              "  - inference: {device: gpu, model: bge-large-en-v1.5, tokens_in: 400, precision: fp8}\n" + write),
       "precision", "fp8", "fp16"},
      {"SZ174", job_on("ray", gpus, one, "  - inference: {device: gpu, model: resnet50}\n" + write), "model",
       "model: resnet50", "model_size: 1 GB"},
      {"SZ112", on_ray(one, "  - inference: {device: gpu}\n" + write), "device", "device: gpu", "device: cpu"},
      {"SZ113", job_on("spark", "2 x m5d.4xlarge", "  a: {size: 10 TB}\n", "  - dedup: k\n" + write), "", "10 TB",
       "10 GB"},
      {"SZ151", job_on("spark", "4 x m6i.4xlarge", "  a: {size: 2 TB}\n", "  - dedup: k\n" + write), "m6i", "2 TB",
       "10 GB"},
      {"SZ128", on_ray(one, "  - map: {actors: 1000}\n" + write), "actors", "1000", "10"},
      {"SZ153", on_ray(one, "  - map: {actors: 300}\n  - filter: 0.5\n  - map: {actors: 20}\n" + write), "actors",
       "300", "10"},
      {"SZ129", on_ray(one, "  - keyed_state: {keys: k, state: 10 TB}\n" + write), "state", "10 TB", "10 GB"},
      {"SZ132", on_ray(one, "  - map: {cpus: 100}\n" + write), "cpus", "100", "4"},
      {"SZ133",
       job_on("spark", "{nodes: 10, machine: m5d.4xlarge, executors: {per_node: 5, cores: 3, memory: 400 MiB}}", one,
              "  - filter: 0.1\n" + write),
       "executors", "400 MiB", "8 GiB"},

      // Partitions and files
      {"SZ149", on_spark("  a: {size: 1 TB, files: 2M}\n", "  - filter: 0.1\n" + write), "", "2M", "8000"},
      {"SZ116",
       on_spark("  a: {size: 2 TB, rows: 10G}\n", "  - aggregate: {keys: k, groups: 4G, width: 0.5}\n" + write,
                "spark: {shuffle_partitions: 200}\n"),
       "spark:", "partitions: 200", "partitions: 4000", "spark.shuffle_partitions"},
      {"SZ117",
       on_spark("  a: {size: 2 TB, rows: 10G}\n", "  - aggregate: {keys: k, groups: 4G, width: 0.5}\n" + write,
                "spark: {shuffle_partitions: 200}\n"),
       "spark:", "partitions: 200", "partitions: 4000", "spark.shuffle_partitions"},
      {"SZ127", on_spark(one, "  - repartition: {partitions: 20}\n  - filter: 0.5\n" + write), "repartition", "20}",
       "600}", "steps[0].repartition.partitions"},
      {"SZ156",
       on_spark("  a: {size: 300 GB, rows: 1500M}\n", "  - repartition: {partitions: 320}\n  - filter: 0.5\n" + write),
       "repartition", "320}", "600}", "steps[0].repartition.partitions"},
      {"SZ135",
       on_spark("  a: {size: 20 GB}\n", "  - aggregate: {keys: k, reduction: 0.5}\n" + write,
                "spark: {shuffle_partitions: 100000, adaptive: false}\n"),
       "spark:", "adaptive: false", "adaptive: true", "spark.shuffle_partitions"},
      {"SZ136", on_spark("  a: {size: 1 TB, files: 2M}\n", "  - filter: 0.1\n" + write), "files", "2M", "8000",
       "inputs.a.files"},
      {"SZ137", on_spark(one, "  - write: {size: 10 GB, files: 50k}\n"), "files", "50k", "200", "steps[0].write.files"},
      {"SZ142", on_ray("  a: {size: 225 GB}\n", "  - sort: {by: k}\n" + write, "ray: {object_store_share: 0.3}\n"),
       "object_store_share", "0.3", "0.5"},
      {"SZ145",
       on_spark(two, "  - join: {with: b, on: k, strategy: sort_merge, hot_key_share: 0.02}\n" + write,
                "spark: {adaptive: false}\n"),
       "adaptive", "adaptive: false", "adaptive: true", "spark.adaptive"},
      {"SZ148", on_spark("  a: {size: 1 TB, format: csv}\n", "  - filter: 0.1\n" + write), "format", "csv", "parquet"},

      // Shuffles
      {"SZ118",
       on_spark(two,
                "  - join: {with: b, on: k, strategy: sort_merge, hot_key_share: 0.02}\n"
                "  - aggregate: {keys: k, groups: 200M}\n" +
                    write),
       "hot_key_share", "0.02", "0.0001", "steps[0].join.hot_key_share"},
      {"SZ119", on_spark(two, "  - join: {with: b, on: k, strategy: sort_merge, hot_key_share: 0.02}\n" + write),
       "hot_key_share", "0.02", "0.0001"},
      {"SZ123", on_spark(one, "  - window: {order_by: t}\n" + write), "window", "{order_by: t}",
       "{order_by: t, partition_by: k}"},
      {"SZ124", on_spark(one, "  - sort: {by: t, scope: global}\n" + write), "scope", "scope: global", "limit: 100",
       "steps[0].sort.scope"},
      {"SZ139", on_spark(one, "  - repartition: {by: t}\n  - aggregate: {keys: k, reduction: 0.1}\n" + write),
       "repartition", "by: t", "by: k"},
      {"SZ144", on_spark(one, "  - aggregate: {keys: k, reduction: 0.95}\n" + write), "reduction", "0.95", "0.1"},
      {"SZ146", on_ray(one, "  - sort: {by: t, scope: within_partitions}\n  - aggregate: {keys: k}\n" + write), "sort",
       "aggregate: {keys: k}", "filter: 0.5"},
      {"SZ147",
       on_spark(one,
                "  - dedup: k\n    name: once\n  - write: 1 GB\n    from: once\n  - filter: 0.1\n    from: once\n"),
       "dedup", "- filter: 0.1\n    from: once", "- filter: 0.1\n    from: a"},

      // User code
      {"SZ120", on_spark(one, "  - map: {quality: row_at_a_time}\n" + write), "quality", "row_at_a_time", "typical",
       "steps[0].map.quality"},
      {"SZ121", on_ray(one, "  - inference: {quality: vectorized, batch_size: 2}\n" + write), "batch_size", "size: 2",
       "size: 1000", "steps[0].inference.batch_size"},
      {"SZ122",
       job_on("ray", gpus, one,
              "  - map: {quality: typical}\n  - inference: {device: gpu, rows_per_second: 100k rows/s}\n" + write),
       "inference", "100k rows/s", "1k rows/s", "steps[0].map.quality"},
      {"SZ125",
       on_ray(one, "  - external_call: {requests_per_second: 500 requests/s, rows_per_request: 100}\n" + write),
       "requests_per_second", "500 requests/s", "10M requests/s"},
      {"SZ140", on_spark(one, "  - map: {language: python}\n" + write), "language", "python", "jvm"},
      {"SZ141", job_on("ray", gpus, "  a: {size: 1 GB}\n", "  - inference: {device: gpu, load_time: 10 min}\n" + write),
       "load_time", "10 min", "1 s"},

      // The job as a whole
      {"SZ130", on_spark("  a: {size: 1 TB}\n  b: {size: 1..100 MB}\n", "  - join: {with: b, on: k}\n" + write), "",
       "1..100 MB", "1..2 MB"},
      {"SZ131", job_on("spark", "{nodes: 10, vcpus: 16, memory: 64 GiB}", one, "  - filter: 0.1\n" + write), "cluster",
       "64 GiB", "64 GiB, price: $1/h"},
      {"SZ134", on_spark(two, "  - filter: 0.1\n" + write), "b:", "- filter: 0.1", "- union: {with: b}"},
      {"SZ143", on_ray(one, "  - map: {quality: vectorized}\n" + write, "keep_cluster: true\nruns_per_month: 30\n"),
       "keep_cluster", "keep_cluster: true", "keep_cluster: false"},
      {"SZ152", on_ray(one, "  - filter: 0.1\n" + write, "ray: {version: 2.0}\n"), "version", "2.0", "2.54"},
      {"SZ150", on_spark(one, "  - map: &python {language: python}\n" + maps + write), "", "language: python",
       "language: jvm"},
  };
}

}  // namespace sizer::samples
