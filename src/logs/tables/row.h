/// \file
/// One measured run as its owner wrote it down, asked for by column: of a row of a table, or of the lines above a text
/// of Ray's statistics.
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "job/job_draft.h"
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
  /// One of the words; an error where the cell has another.
  template <class V, std::size_t n>
  std::optional<V> word(Column column, const Word<V> (&words)[n]) const {
    const std::string said = text(column);
    std::vector<std::string_view> known;
    for (const Word<V>& each : words) {
      if (each.word == said) return each.value;
      known.push_back(each.word);
    }
    if (!said.empty()) refuse(column, known);
    return std::nullopt;
  }
  /// The word stands somewhere in the cell, in small or large letters.
  bool says(Column column, std::string_view word) const;
  const Spot& spot() const { return cells_.front().spot; }

 private:
  void refuse(Column column, const std::vector<std::string_view>& known) const;

  const Columns& columns_;
  const std::vector<Cell>& cells_;
  Problems& problems_;
};

/// The cluster, by a machine of the catalogue or in its own figures.
WrittenCluster cluster_of(const Row& row, Problems& problems);
/// Empty where the row does not say.
std::optional<Storage> storage_of(const Row& row);

/// Whole bytes.
inline Range<Bytes> whole_bytes(double bytes) {
  return exactly(Bytes{std::round(bytes)});
}

/// Takes over the job of a draft; what is wrong with it is told at `spot`, and then there is none.
std::optional<Job> finished(const JobDraft& draft, const std::string& file, const Spot& spot, Problems& problems);

}  // namespace sizer::logs
