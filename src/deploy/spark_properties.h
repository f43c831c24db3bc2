/// \file
/// Spark's settings as properties of spark-submit and back: one table for both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/deploy.h"

namespace sizer::deploy {

/// Of sizer's own, for what Spark has no property for: "spark.sizer." and a path of a cluster file. Spark carries
/// properties that it does not know along, as long as they start with "spark.".
inline constexpr std::string_view own_property = "spark.sizer.";

/// Executors, driver memory and every setting that Spark has a property for; defaults written out.
std::vector<SparkProperty> spark_properties(const Job& job, const std::string& cluster_origin);

/// "spark.shuffle_partitions" where spark.sql.shuffle.partitions says the same. Empty: sizer has no such setting.
std::string_view cluster_path_of(std::string_view key);
/// True for a path of a cluster file that a property says.
bool has_property(std::string_view path);

/// A property's value in a cluster file's writing: "9536m" as "9536 MiB". What is no such value stays as it is.
std::string cluster_text_of(std::string_view key, std::string_view value);

/// "9536m" as bytes; a bare number counts `unit` bytes. Empty: not a size.
std::optional<Bytes> spark_size(std::string_view text, double unit);
/// Whole MiB, rounded down as Spark does: "9536m".
std::string mebibytes(Bytes bytes);

/// The properties without those of the keys.
std::vector<SparkProperty> without(const std::vector<SparkProperty>& all, std::initializer_list<std::string_view> keys);
/// The one of that key.
const SparkProperty& property(const std::vector<SparkProperty>& all, std::string_view key);

}  // namespace sizer::deploy
