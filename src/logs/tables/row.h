/// \file
/// One measured run as its owner wrote it down, asked for by column: of a row of a table, or of the lines above a text
/// of Ray's statistics.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "logs/tables/table.h"

namespace sizer::logs {

enum class Column {
  name,
  application,
  engine,
  work,
  machine,
  nodes,
  vcpus,
  memory,
  usable,
  network,
  disk,
  storage,
  tuning,
  session,
  format,
  input,
  rows,
  shuffle,
  output,
  cpu,
  seconds,
  count
};
constexpr std::size_t column_count = static_cast<std::size_t>(Column::count);

/// Which cell each column is in, and by which of its names: cell << 8 | name; -1: none.
using Columns = std::array<int, column_count>;

/// Of cells that hold names. Other columns are the user's own; what says a thing twice is told.
Columns columns_of(const std::vector<Cell>& head, Problems& problems);

class Row {
 public:
  /// All three must outlive it.
  Row(const Columns& columns, const std::vector<Cell>& cells, Problems& problems)
      : columns_(columns), cells_(cells), problems_(problems) {}

  /// Null where there is none, or nothing in it.
  const Cell* cell(Column column) const;
  std::string text(Column column) const;
  /// A number in base units; empty where the cell is, or wrong.
  std::optional<double> number(Column column) const;
  /// The same; an error where there is none.
  double needed(Column column, const char* name) const;
  /// The word stands somewhere in the cell, in small or large letters.
  bool says(Column column, std::string_view word) const;
  const Spot& spot() const { return cells_.front().spot; }

 private:
  const Columns& columns_;
  const std::vector<Cell>& cells_;
  Problems& problems_;
};

/// The members of the cluster of a job file, in its catalogue's words or in its own figures.
std::string cluster_of(const Row& row, Problems& problems);
/// "object_store", "hdfs", ...; empty where the row does not say.
std::string storage_of(const Row& row);

/// A text as JSON.
std::string json_text(std::string_view text);
/// Bytes as a quantity of a job file, in quotes.
std::string byte_text(double bytes);

}  // namespace sizer::logs
