/// \file
/// Reads columns: those of a data set or that a step adds, and those that an aggregation makes.
#pragma once

#include <string_view>
#include <vector>

#include "input/keys.h"
#include "sizer/columns.h"

namespace sizer {

/// `name: long`, or `name: {type: long, distinct: 400k}`, under `key`. Where a data set says so, a number beside the
/// name `others` is no column, and left to the caller.
std::vector<Column> read_columns(Mapping& from, std::string_view key, KeyTable& keys);

/// `revenue: sum(price)`, under `key`.
std::vector<AggregateValue> read_values(Mapping& from, std::string_view key, KeyTable& keys);

ColumnType read_column_type(Mapping& from, std::string_view key);

/// `{1 %: 40 %}`.
std::optional<TopShare> read_top_share(Mapping& from, std::string_view key);

}  // namespace sizer
