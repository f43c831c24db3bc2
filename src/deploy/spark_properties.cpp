// Spark's properties: what each says in a cluster file, and how Spark writes it.
#include "deploy/spark_properties.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <variant>

#include <fmt/format.h>

#include "deploy/origin.h"
#include "sizer/engine_defaults.h"
#include "text/exact_text.h"

namespace sizer::deploy {
namespace {

using SettingField = std::variant<std::optional<int> SparkSettings::*, std::optional<bool> SparkSettings::*,
                                  std::optional<Bytes> SparkSettings::*, std::optional<Seconds> SparkSettings::*,
                                  std::optional<Codec> SparkSettings::*>;

struct Setting {
  std::string_view key, path;
  SettingField field;
  double unit = 1;  ///< of a size without one, in bytes
};

const Setting settings[] = {
    {"spark.driver.memory", "spark.driver_memory", &SparkSettings::driver_memory, mebi},
    {"spark.driver.maxResultSize", "spark.max_result_size", &SparkSettings::max_result_size},
    {"spark.default.parallelism", "spark.default_parallelism", &SparkSettings::default_parallelism},
    {"spark.sql.shuffle.partitions", "spark.shuffle_partitions", &SparkSettings::shuffle_partitions},
    {"spark.sql.files.maxPartitionBytes", "spark.max_partition_bytes", &SparkSettings::max_partition_bytes},
    {"spark.sql.autoBroadcastJoinThreshold", "spark.broadcast_threshold", &SparkSettings::broadcast_threshold},
    {"spark.sql.broadcastTimeout", "spark.broadcast_timeout", &SparkSettings::broadcast_timeout},
    {"spark.sql.join.preferSortMergeJoin", "spark.prefer_sort_merge", &SparkSettings::prefer_sort_merge},
    {"spark.sql.adaptive.enabled", "spark.adaptive", &SparkSettings::adaptive},
    {"spark.sql.adaptive.advisoryPartitionSizeInBytes", "spark.advisory_partition_size",
     &SparkSettings::advisory_partition_size},
    {"spark.sql.adaptive.autoBroadcastJoinThreshold", "spark.adaptive_broadcast_threshold",
     &SparkSettings::adaptive_broadcast_threshold},
    {"spark.sql.adaptive.skewJoin.enabled", "spark.skew_join", &SparkSettings::skew_join},
    {"spark.io.compression.codec", "spark.codec", &SparkSettings::codec},
};

/// Of the shape of executors: not in SparkSettings.
struct Shape {
  std::string_view key, path;
  double unit;
};
constexpr Shape shapes[] = {{"spark.executor.cores", "executors.cores", 0},
                            {"spark.executor.memory", "executors.memory", mebi},
                            {"spark.executor.memoryOverhead", "executors.overhead", mebi}};

const Setting* find_setting(std::string_view key) {
  const auto found = std::ranges::find(settings, key, &Setting::key);
  return found == std::end(settings) ? nullptr : &*found;
}
const Shape* find_shape(std::string_view key) {
  const auto found = std::ranges::find(shapes, key, &Shape::key);
  return found == std::end(shapes) ? nullptr : &*found;
}

/// A size as Spark writes it: "64m"; what is no whole number of kibibytes, in bytes.
std::string spark_size_text(Bytes bytes) {
  const double whole = std::floor(bytes.value);
  for (const auto& [unit, letter] : {std::pair(mebi * 1024, 'g'), std::pair(mebi, 'm'), std::pair(1024.0, 'k')})
    if (whole > 0 && std::fmod(whole, unit) == 0) return fmt::format("{:.0f}{}", whole / unit, letter);
  return fmt::format("{:.0f}b", whole);
}

std::string value_text(const Setting&, int value) {
  return fmt::format("{}", value);
}
std::string value_text(const Setting&, bool value) {
  return value ? "true" : "false";
}
std::string value_text(const Setting&, Seconds value) {
  return fmt::format("{:.0f}", std::ceil(value.value));
}
std::string value_text(const Setting&, Codec value) {
  return value == Codec::zstd ? "zstd" : "lz4";
}
std::string value_text(const Setting& setting, Bytes value) {
  if (setting.unit == mebi) return mebibytes(value);
  if (value == Bytes{}) return setting.path.ends_with("threshold") ? "-1" : "0";  // switched off; no limit
  return spark_size_text(value);
}

/// The value in one layer of settings; empty where it says nothing.
std::string given_in(const SparkSettings& layer, const Setting& setting) {
  return std::visit([&](auto field) { return layer.*field ? value_text(setting, *(layer.*field)) : std::string(); },
                    setting.field);
}

SparkProperty setting_property(const Setting& setting, const Job& job, const std::string& cluster_origin) {
  const std::string key(setting.key);
  if (const std::string own = given_in(job.own_spark, setting); !own.empty())
    return {key, own, origin_in_file(job, std::string(setting.path))};
  if (const std::string given = given_in(job.spark, setting); !given.empty()) return {key, given, cluster_origin};
  if (setting.path == "spark.default_parallelism")
    return {key, fmt::format("{:.0f}", std::max(1.0, engines::spark.slots(job.cluster))),
            "Spark's default: the cores of all executors"};
  if (setting.path == "spark.adaptive_broadcast_threshold")
    return {key, value_text(setting, job.spark.broadcast_threshold.value_or(*spark_defaults.broadcast_threshold)),
            "Spark's default: as spark.sql.autoBroadcastJoinThreshold"};
  return {key, given_in(spark_defaults, setting), "Spark's default"};
}

bool is_off(std::string_view value) {
  return value.starts_with('-');
}

}  // namespace

std::vector<SparkProperty> spark_properties(const Job& job, const std::string& cluster_origin) {
  const Cluster& cluster = job.cluster;
  const Executors& each = cluster.executors;
  const auto of = [&](const char* path) { return cluster_origin_of(job, path, cluster_origin); };
  std::vector<SparkProperty> all = {
      {"spark.executor.instances", fmt::format("{}", cluster.nodes * each.per_node),
       fmt::format("{} nodes x {} executors: {}", cluster.nodes, each.per_node, of("nodes"))},
      {"spark.executor.cores", fmt::format("{}", each.cores), of("executors.cores")},
      {"spark.executor.memory", mebibytes(each.memory),
       fmt::format("heap of {}, in whole MiB: {}", exact_text(each.memory), of("executors.memory"))},
      {"spark.executor.memoryOverhead", mebibytes(each.overhead),
       fmt::format("{}, in whole MiB: {}", exact_text(each.overhead), of("executors.overhead"))},
      {"spark.dynamicAllocation.enabled", "false",
       "constant: the estimate holds, and pays, all executors from start to end"},
  };
  for (const Setting& setting : settings) all.push_back(setting_property(setting, job, cluster_origin));
  return all;
}

std::string_view cluster_path_of(std::string_view key) {
  if (const Setting* setting = find_setting(key)) return setting->path;
  if (const Shape* shape = find_shape(key)) return shape->path;
  return {};
}

bool has_property(std::string_view path) {
  return std::ranges::find(settings, path, &Setting::path) != std::end(settings) ||
         std::ranges::find(shapes, path, &Shape::path) != std::end(shapes);
}

std::string cluster_text_of(std::string_view key, std::string_view value) {
  const Setting* const setting = find_setting(key);
  const Shape* const shape = find_shape(key);
  const double unit = setting ? setting->unit : shape ? shape->unit : 0;
  const bool size = setting ? std::holds_alternative<std::optional<Bytes> SparkSettings::*>(setting->field) : unit > 0;
  if (size && setting && is_off(value)) return "0 B";
  if (size)
    if (const auto bytes = spark_size(value, unit)) return exact_text(*bytes);
  if (setting && std::holds_alternative<std::optional<Seconds> SparkSettings::*>(setting->field) &&
      value.find_first_not_of("0123456789") == std::string_view::npos)
    return fmt::format("{} s", value);
  return std::string(value);
}

std::optional<Bytes> spark_size(std::string_view text, double unit) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (rest.empty()) return Bytes{number * unit};
  constexpr std::string_view letters = "bkmgtp";
  const std::size_t power = letters.find(static_cast<char>(rest.front() | 0x20));
  if (power == std::string_view::npos) return std::nullopt;
  rest.remove_prefix(1);
  if (!rest.empty() && (power == 0 || (rest != "b" && rest != "B"))) return std::nullopt;
  return Bytes{number * std::pow(1024.0, static_cast<double>(power))};
}

std::string mebibytes(Bytes bytes) {
  return fmt::format("{:.0f}m", std::floor(bytes.value / mebi));
}

std::vector<SparkProperty> without(const std::vector<SparkProperty>& all,
                                   std::initializer_list<std::string_view> keys) {
  std::vector<SparkProperty> kept;
  for (const SparkProperty& each : all)
    if (std::ranges::find(keys, each.key) == keys.end()) kept.push_back(each);
  return kept;
}

const SparkProperty& property(const std::vector<SparkProperty>& all, std::string_view key) {
  return *std::ranges::find(all, key, [](const SparkProperty& each) { return std::string_view(each.key); });
}

}  // namespace sizer::deploy
