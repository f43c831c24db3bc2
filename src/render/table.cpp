// Column widths, padding and cutting.
#include "render/table.h"

#include <algorithm>
#include <numeric>

#include "render/terminal_text.h"

namespace sizer {
namespace {

constexpr std::size_t cell_gap = 2;     // columns between two cells
constexpr std::size_t least_first = 8;  // a name cut shorter than this says nothing

void append(std::string& line, const std::string& cell, std::size_t width, Align align) {
  const std::size_t padding = width - std::min(width, columns_of(cell));
  if (align == Align::right) line.append(padding, ' ');
  line += cell;
  if (align == Align::left) line.append(padding, ' ');
}

}  // namespace

std::vector<std::string> Table::lines(std::size_t width, bool ascii) const {
  std::vector<std::vector<std::string>> rows = rows_;
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = terminal_text(row[i], ascii);
      if (row.size() > 1) widths[i] = std::max(widths[i], columns_of(row[i]));
    }
  const std::size_t others = std::accumulate(widths.begin() + 1, widths.end(), cell_gap * (widths.size() - 1));
  widths[0] = std::min(widths[0], std::max(least_first, width - std::min(width, others)));

  std::vector<std::string> out;
  for (auto& row : rows) {
    row[0] = cut_middle(row[0], row.size() > 1 ? widths[0] : width, ascii);
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line.append(cell_gap, ' ');
      append(line, row[i], widths[i], columns_[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace sizer
