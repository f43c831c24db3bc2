/// \file
/// Bytes of a column's values in each of the forms that data takes.
#pragma once

#include <cmath>

#include "columns/shares.h"
#include "sizer/columns.h"
#include "sizer/constants.h"
#include "sizer/settings.h"

namespace sizer {

/// Of an UnsafeRow: each column has one, its null bits fill whole ones.
inline constexpr double word = 8;

/// Null bits of an UnsafeRow of so many fields.
inline double null_bits(double fields) {
  return word * std::ceil(fields / 64);
}

/// Of one value in the mean, nulls with it.
struct ColumnBytes {
  double unsafe = 0;       ///< behind the field of 8 B that each column has in Spark's UnsafeRow
  double arrow = 0;        ///< in a column of Arrow: offsets and validity with it
  double stored = 0;       ///< in Parquet: a dictionary or plain, compressed by Snappy
  double text = 0;         ///< in CSV, with its comma
  double shuffled = 0;     ///< in a row of a shuffle file, compressed
  bool uncertain = false;  ///< `stored` is of texts that a codec may know well or not at all
  double planned = 0;      ///< that Spark's planner takes a value for (DataType.defaultSize)
};

/// What the bytes of a column depend on beside its type.
struct ColumnState {
  double distinct = 0;          ///< values
  double row_group = 0;         ///< rows of a file, or of a part of it that has its own dictionaries; 0: not known
  double run = 0;               ///< rows of a value that come together: an ordered column; 0: values come by chance
  bool unknown_spread = false;  ///< it is a number that hardly repeats: how far its values lie apart is not known
  bool in_order = false;        ///< neighbours have values near each other
};

ColumnBytes bytes_of(const Column& column, const ColumnState& state, Rows rows, Codec codec, const ConstantValues& k,
                     Case c);

/// Spark's default size of a type, by which its planner scales what it knows of tables (DataType.defaultSize).
double planned_size(const ColumnType& type);

/// True where a value has bytes behind the fixed field of an UnsafeRow.
bool has_variable_part(const ColumnType& type);

}  // namespace sizer
