// Engine settings, as a job or a cluster gives them.
#include "input/settings.h"

#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "sizer/words.h"
#include "text/utf8.h"

namespace sizer {
namespace {

/// "3.5", "3.5.1", "2.54.0" as major + minor / `minors`: the patch number changes nothing here.
std::optional<double> version(Mapping& settings, int minors) {
  const std::optional<std::string> text = settings.text("version");
  if (!text) return std::nullopt;
  const char* const end = text->data() + text->size();
  int major = 0, minor = 0;
  auto [stop, status] = std::from_chars(text->data(), end, major);
  bool good = status == std::errc{} && major > 0 && major < 1000;
  if (good && stop != end) {
    const auto rest = std::from_chars(stop + (*stop == '.' ? 1 : 0), end, minor);
    good =
        *stop == '.' && rest.ec == std::errc{} && minor >= 0 && minor < minors && (rest.ptr == end || *rest.ptr == '.');
  }
  if (good) return static_cast<double>(major * minors + minor) / minors;
  settings.wrong("version", codes::not_a_number, fmt::format("{} is not a version", in_quotes(*text)),
                 "a version is written 3.5");
  return std::nullopt;
}

constexpr auto spark_fields =
    std::tuple(&SparkSettings::version, &SparkSettings::shuffle_partitions, &SparkSettings::default_parallelism,
               &SparkSettings::adaptive, &SparkSettings::skew_join, &SparkSettings::advisory_partition_size,
               &SparkSettings::broadcast_threshold, &SparkSettings::adaptive_broadcast_threshold,
               &SparkSettings::max_broadcast, &SparkSettings::broadcast_timeout, &SparkSettings::max_result_size,
               &SparkSettings::driver_memory, &SparkSettings::max_partition_bytes, &SparkSettings::prefer_sort_merge,
               &SparkSettings::codec, &SparkSettings::reuse_partitioning);
constexpr auto ray_fields =
    std::tuple(&RaySettings::version, &RaySettings::object_store_share, &RaySettings::max_aggregators,
               &RaySettings::partitions, &RaySettings::read_blocks);

template <class Settings, class Fields>
Settings overlaid(Settings base, const Settings& over, const Fields& fields) {
  const auto overlay = [&](auto field) {
    if (over.*field) base.*field = over.*field;
  };
  std::apply([&](auto... field) { (overlay(field), ...); }, fields);
  return base;
}

}  // namespace

SparkSettings read_spark_settings(Mapping settings) {
  SparkSettings s;
  s.version = version(settings, 10);
  s.shuffle_partitions = settings.integer("shuffle_partitions", 1, most_partitions);
  s.default_parallelism = settings.integer("default_parallelism", 1, most_partitions);
  s.adaptive = settings.boolean("adaptive");
  s.skew_join = settings.boolean("skew_join");
  s.advisory_partition_size = settings.exact("advisory_partition_size", measure::partition);
  s.broadcast_threshold = settings.exact("broadcast_threshold", measure::bytes_or_none);
  s.adaptive_broadcast_threshold = settings.exact("adaptive_broadcast_threshold", measure::bytes_or_none);
  s.max_broadcast = settings.exact("max_broadcast", measure::memory);
  s.broadcast_timeout = settings.exact("broadcast_timeout", measure::seconds);
  s.max_result_size = settings.exact("max_result_size", measure::bytes_or_none);
  s.driver_memory = settings.exact("driver_memory", measure::memory);
  s.max_partition_bytes = settings.exact("max_partition_bytes", measure::partition);
  s.prefer_sort_merge = settings.boolean("prefer_sort_merge");
  s.codec = settings.choice("codec", words::codecs);
  s.reuse_partitioning = settings.choice("reuse_partitioning", words::reuses);
  settings.close();
  return s;
}

RaySettings read_ray_settings(Mapping settings) {
  RaySettings s;
  s.version = version(settings, 100);
  s.object_store_share = settings.exact("object_store_share", measure::share);
  s.max_aggregators = settings.integer("max_aggregators", 1, most_partitions);
  s.partitions = settings.integer("partitions", 1, most_partitions);
  s.read_blocks = settings.integer("read_blocks", 1, most_partitions);
  settings.close();
  return s;
}

SparkSettings overlaid(SparkSettings base, const SparkSettings& over) {
  return overlaid(base, over, spark_fields);
}
RaySettings overlaid(RaySettings base, const RaySettings& over) {
  return overlaid(base, over, ray_fields);
}

}  // namespace sizer
