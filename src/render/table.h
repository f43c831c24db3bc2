/// \file
/// Aligned columns of text, nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace sizer {

enum class Align { left, right };

/// Bars behind the last column: of `usual` cells, of more on a wide page, and left out where names would be cut.
struct Bars {
  std::string heading{};
  std::size_t usual = 0;  ///< 0: there are none
};

/// Rows of cells. Where the whole is too wide, the gaps give way, then the first column: its cells lose their middles.
class Table {
 public:
  explicit Table(std::vector<Align> columns, Bars bars = {}) : columns_(std::move(columns)), bars_(std::move(bars)) {}

  /// Cells are made terminal text; those left out at the end of a row are empty. A row of one cell spans all columns.
  /// `share` (0 to 1) is the length of its bar.
  void add(std::vector<std::string> cells, double share = 0) {
    rows_.push_back(std::move(cells));
    shares_.push_back(share);
  }

  std::size_t size() const { return rows_.size(); }

  /// One line a row, without indentation and without spaces at its end.
  std::vector<std::string> lines(std::size_t width, bool ascii) const;

 private:
  std::vector<std::string> bars(std::size_t longest) const;

  std::vector<Align> columns_;
  Bars bars_;
  std::vector<std::vector<std::string>> rows_{};
  std::vector<double> shares_{};
};

}  // namespace sizer
