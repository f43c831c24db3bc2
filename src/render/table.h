/// \file
/// Aligned columns of text, nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sizer {

enum class Align { left, right };

/// Rows of cells. Where the whole is too wide, the first column gives way: its cells lose their middles.
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}

  /// Cells are made terminal text; those left out at the end of a row are empty. A row of one cell spans all columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  std::size_t size() const { return rows_.size(); }

  /// One line a row, without indentation and without spaces at its end.
  std::vector<std::string> lines(std::size_t width, bool ascii) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sizer
