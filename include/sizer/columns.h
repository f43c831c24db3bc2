/// \file
/// Columns: what a job may say of those that a data set has, and what aggregations make of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sizer/range.h"

namespace sizer {

/// A statistic as given: nothing, a number (an exact range) or a range.
template <class T>
using Stat = std::optional<Range<T>>;

/// A column name, as its index in `Job::keys`.
using Key = int;
using Keys = std::vector<Key>;  ///< sorted, without repeats

/// The types of Spark SQL, by its names.
enum class TypeKind {
  boolean,
  byte_,
  short_,
  int_,
  long_,
  float_,
  double_,
  date,
  timestamp,
  decimal,
  string,
  binary,
  array,
  map,
  structure
};

/// The type of a column: `long`, `decimal(12,2)`, `array<struct<id:long,tag:string>>`.
struct ColumnType {
  TypeKind kind = TypeKind::long_;
  int precision = 0, scale = 0;       ///< of a decimal
  int fixed = 0;                      ///< bytes of each value of a char(36); 0: they differ
  std::vector<ColumnType> inside{};   ///< an array's element, a map's key and value, a struct's fields
  std::vector<std::string> fields{};  ///< names of a struct's

  bool operator==(const ColumnType&) const = default;
};

/// Why a text is no type, as a message, and the nearest type that there is.
struct TypeError {
  std::string message, nearest;
};

/// Takes other tools' names too: bigint, str, int64, varchar(20), list<...>.
std::variant<ColumnType, TypeError> read_type(std::string_view text);
/// As `read_type` reads it back.
std::string to_text(const ColumnType& type);

/// A share of a column's values, those that come most often, and the share of the rows that have them.
struct TopShare {
  Fraction values = 0, rows = 0;

  constexpr bool operator==(const TopShare&) const = default;
};

/// What is said of a column of a data set, or of one that a step adds.
struct Column {
  Key name = 0;
  ColumnType type{};
  Stat<Rows> distinct{};          ///< values that differ
  Stat<double> zipf{};            ///< exponent: the k-th commonest value comes k^-zipf as often as the commonest
  std::optional<TopShare> top{};  ///< in place of `zipf`
  Stat<Fraction> nulls{};         ///< share of the rows
  Stat<Bytes> length{};           ///< of a string or binary value
  Stat<double> elements{};        ///< of an array or map, a row

  bool operator==(const Column&) const = default;
};

enum class AggregateFunction {
  sum,
  avg,
  min,
  max,
  count,
  count_distinct,
  first,
  last,
  stddev,
  variance,
  collect_list,
  collect_set,
  approx_count_distinct
};

/// A column that an aggregation makes: `revenue: sum(price)`.
struct AggregateValue {
  Key name = 0;
  AggregateFunction function{};
  Keys of{};  ///< the columns that it reads: none of count(*), several of an expression

  bool operator==(const AggregateValue&) const = default;
};

}  // namespace sizer
