// Executors, hosts and settings of a run as a cluster.
#include "logs/jobs/cluster_of_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "text/job_bounds.h"

namespace sizer::logs {
namespace {

/// "4g", "512m", "1024": bytes as Spark reads them, where a number alone counts `unit` bytes.
std::optional<double> spark_bytes(const std::optional<std::string>& text, double unit) {
  if (!text) return std::nullopt;
  std::size_t end = 0;
  double value = 0;
  try {
    value = std::stod(*text, &end);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  const std::string rest = text->substr(end);
  const char letter = rest.empty() ? '\0' : static_cast<char>(rest.front() | 0x20);
  const double scale = letter == 'k'   ? 1024.0
                       : letter == 'm' ? 1048576.0
                       : letter == 'g' ? 1073741824.0
                       : letter == 't' ? 1099511627776.0
                       : letter == 'b' ? 1.0
                                       : unit;
  value *= scale;
  return std::isfinite(value) && value > 0 && value < 1e16 ? std::optional(value) : std::nullopt;
}

constexpr double mebibyte = 1048576.0;

Bytes in_mebibyte(double bytes) {
  return Bytes{std::max(1.0, std::floor(bytes / mebibyte)) * mebibyte};
}

/// How executors lie on nodes.
struct Layout {
  int nodes = 1, per_node = 1, cores = 1;
  std::string note{};
};

Layout layout_of(const Run& run, double slots) {
  const int all = std::clamp(static_cast<int>(slots), 1, 1000000);
  std::set<std::string> hosts;
  std::set<std::int64_t> cores;
  for (const RunExecutor& each : run.executors)
    if (each.cores > 0) {
      hosts.insert(each.host);
      cores.insert(each.cores);
    }
  Layout made;
  if (cores.size() != 1 || all % static_cast<int>(*cores.begin()) != 0) {
    made.nodes = (all + bounds::most_vcpus - 1) / bounds::most_vcpus;
    made.cores = std::min(all, bounds::most_vcpus);
    made.note = cores.empty() ? "assumed: no executor is told of" : "assumed: executors of several sizes, as one";
    return made;
  }
  made.cores = static_cast<int>(*cores.begin());
  const int executors = all / made.cores;
  made.nodes = static_cast<int>(std::min<std::size_t>(hosts.size(), static_cast<std::size_t>(executors)));
  if (executors % made.nodes != 0) {
    made.nodes = executors;
    made.note = "assumed: a node for each executor, since they lie unevenly";
  }
  made.per_node = executors / made.nodes;
  if (made.per_node * made.cores > bounds::most_vcpus) {
    made.nodes = executors;
    made.per_node = 1;
    made.note = "assumed: a node for each executor, since so many lie on none";
  }
  return made;
}

/// Where the driver was, as a cluster of one node says it.
enum class DriverAt { elsewhere, same_host, same_process };

DriverAt driver_of(const Run& run, const Layout& layout) {
  const std::string master = setting_of(run, "spark.master").value_or("");
  if (layout.nodes > 1) return DriverAt::elsewhere;
  if (master.starts_with("local-cluster")) return DriverAt::same_host;
  const auto is_driver = [](const RunExecutor& each) { return each.id == "driver" || each.id == "<driver>"; };
  if (layout.per_node == 1 && (master.starts_with("local") || std::ranges::any_of(run.executors, is_driver)))
    return DriverAt::same_process;
  const auto host = setting_of(run, "spark.driver.host");
  const bool shared = host && std::ranges::any_of(run.executors, [&](const RunExecutor& each) {
                        return each.cores > 0 && each.host == *host;
                      });
  return shared ? DriverAt::same_host : DriverAt::elsewhere;
}

/// What a process has, and whether the log tells of it.
struct Memory {
  double heap = 1024 * mebibyte, overhead = 0;
  bool known = false;

  double all() const { return heap + overhead; }
};

Memory given_or_default(std::optional<double> heap, std::optional<double> overhead) {
  Memory made;
  made.known = heap.has_value();
  made.heap = heap.value_or(made.heap);
  made.overhead = overhead.value_or(std::max(384 * mebibyte, made.heap * 0.1));
  return made;
}

Memory memory_of_driver(const Run& run) {
  return given_or_default(spark_bytes(setting_of(run, "spark.driver.memory"), 1),
                          spark_bytes(setting_of(run, "spark.driver.memoryOverhead"), mebibyte));
}

Memory memory_of_executor(const Run& run) {
  const RunResourceProfile none;
  const RunResourceProfile& profile = run.profiles.empty() ? none : run.profiles.front();
  const auto in_bytes = [](std::optional<std::int64_t> mib) {
    return mib ? std::optional(static_cast<double>(*mib) * mebibyte) : std::nullopt;
  };
  return given_or_default(
      profile.memory_mib ? in_bytes(profile.memory_mib) : spark_bytes(setting_of(run, "spark.executor.memory"), 1),
      profile.overhead_mib ? in_bytes(profile.overhead_mib)
                           : spark_bytes(setting_of(run, "spark.executor.memoryOverhead"), mebibyte));
}

}  // namespace

void add_cluster(const Run& run, const RunMachines& machines, double slots, JobDraft& draft) {
  const Layout layout = layout_of(run, slots);
  // A machine that is too small for what ran on it is not the one that it ran on.
  const bool named = !machines.worker.empty() && machines.worker_cores >= layout.per_node * layout.cores;
  const DriverAt driver = driver_of(run, layout);
  const bool local = driver == DriverAt::same_process;
  const bool beside = driver == DriverAt::same_host && !named && machines.platform.empty();
  const Memory memory = local ? memory_of_driver(run) : memory_of_executor(run);
  const double node =
      (memory.all() * layout.per_node + (beside ? memory_of_driver(run).all() : 0)) * 1.1 + 1024 * mebibyte;
  const auto remark = [&](const char* key, std::string text) {
    if (!text.empty()) draft.remarks[std::string("cluster.") + key] = std::move(text);
  };
  const auto place = [&](DriverPlace where) { draft.cluster.driver = word_of(words::driver_places, where); };

  WrittenCluster& made = draft.cluster;
  made.nodes = layout.nodes;
  remark("nodes", layout.note);
  if (local)
    place(DriverPlace::local);
  else if (beside)
    place(DriverPlace::on_worker);
  else if (layout.nodes == 1 && machines.driver.empty())
    place(DriverPlace::own_node);  // the executors that ran are known to fit, wherever the driver was
  if (named) {
    made.machine = machines.worker;
    remark("machine", "as the log names it");
    if (!machines.driver.empty() && !local) {
      made.driver = machines.driver;
      remark("driver", "as the log names it");
    }
    if (machines.spot) made.pricing = Pricing::spot;
  } else {
    made.vcpus = layout.per_node * layout.cores;
    remark("vcpus",
           "assumed: the cores of its executors" +
               (machines.worker.empty() ? "" : fmt::format("; {}, which the log names, has fewer", machines.worker)));
    made.memory = in_mebibyte(node);
    remark("memory", "assumed: room for its executors");
    constexpr Rate usual_network{10e9 / 8};
    made.network = usual_network;
    remark("network", "assumed");
  }
  if (!machines.platform.empty()) made.platform = machines.platform;
  made.executors = {layout.per_node, layout.cores, in_mebibyte(memory.heap)};
  if (!local) made.executors->overhead = in_mebibyte(memory.overhead);
  if (!memory.known) remark("executors", "memory assumed: Spark's default");
}

SparkSettings settings_of(const Run& run) {
  const auto number = [&](const char* key) -> std::optional<int> {
    const auto value = setting_of(run, key);
    if (!value || value->empty() || value->size() > 7 ||
        !std::ranges::all_of(*value, [](char c) { return c >= '0' && c <= '9'; }) || std::stoi(*value) == 0)
      return std::nullopt;
    return std::stoi(*value);
  };
  const auto truth = [&](const char* key) -> std::optional<bool> {
    const auto value = setting_of(run, key);
    if (!value || (*value != "true" && *value != "false")) return std::nullopt;
    return *value == "true";
  };
  const auto size = [&](const char* key) -> std::optional<Bytes> {
    const auto bytes = spark_bytes(setting_of(run, key), 1);
    return bytes ? std::optional(Bytes{std::round(*bytes)}) : std::nullopt;
  };
  SparkSettings made;
  made.shuffle_partitions = number("spark.sql.shuffle.partitions");
  made.adaptive = truth("spark.sql.adaptive.enabled");
  made.skew_join = truth("spark.sql.adaptive.skewJoin.enabled");
  made.advisory_partition_size = size("spark.sql.adaptive.advisoryPartitionSizeInBytes");
  made.broadcast_threshold = size("spark.sql.autoBroadcastJoinThreshold");
  made.max_partition_bytes = size("spark.sql.files.maxPartitionBytes");
  return made;
}

}  // namespace sizer::logs
