// Column widths, padding and cutting.
#include "render/table.h"

#include <algorithm>
#include <numeric>

#include "render/terminal_text.h"

namespace sizer {
namespace {

constexpr std::size_t usual_gap = 2, least_gap = 1;  // columns between two cells
constexpr std::size_t least_first = 8;               // a name cut shorter than this says nothing

void append(std::string& line, const std::string& cell, std::size_t width, Align align) {
  const std::size_t padding = width - std::min(width, columns_of(cell));
  if (align == Align::right) line.append(padding, ' ');
  line += cell;
  if (align == Align::left) line.append(padding, ' ');
}

constexpr std::size_t wide_page = 100, longest_bar = 40;

}  // namespace

/// The heading and a bar for each other row, of at most `longest` cells.
std::vector<std::string> Table::bars(std::size_t longest) const {
  std::vector<std::string> drawn = {bars_.heading};
  for (std::size_t i = 1; i < shares_.size(); ++i) {
    std::string& bar = drawn.emplace_back();
    const double length = shares_[i] * static_cast<double>(longest);
    for (std::size_t cell = 0; cell < longest && static_cast<double>(cell) + 0.5 <= length; ++cell) bar += "█";
  }
  return drawn;
}

std::vector<std::string> Table::lines(std::size_t width, bool ascii) const {
  std::vector<std::vector<std::string>> rows = rows_;
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = terminal_text(row[i], ascii);
      if (row.size() > 1) widths[i] = std::max(widths[i], columns_of(row[i]));
    }
  const std::size_t cells = std::accumulate(widths.begin(), widths.end(), std::size_t{0}), gaps = widths.size() - 1;
  const std::size_t bar = std::max(bars_.usual, columns_of(bars_.heading));
  // Before a name is cut, the gaps give way, and then the bars.
  const bool barred = bars_.usual > 0 && cells + bar + least_gap * (gaps + 1) <= width;
  const std::size_t drawn_cells = barred ? bar : 0, all_gaps = gaps + (barred ? 1 : 0);
  const std::size_t cell_gap = cells + drawn_cells + usual_gap * all_gaps <= width ? usual_gap : least_gap;
  const std::size_t others = cells - widths[0] + cell_gap * gaps;
  const std::size_t room = width - std::min(width, cells + cell_gap * all_gaps);
  std::vector<std::string> drawn;
  if (barred) drawn = bars(width < wide_page ? bars_.usual : std::clamp(room, bars_.usual, longest_bar));
  widths[0] = std::min(widths[0], std::max(least_first, width - std::min(width, others)));

  std::vector<std::string> out;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    auto& row = rows[n];
    row[0] = cut_middle(row[0], row.size() > 1 ? widths[0] : width, ascii);
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line.append(cell_gap, ' ');
      append(line, row[i], widths[i], columns_[i]);
    }
    if (!drawn.empty()) line += std::string(cell_gap, ' ') + terminal_text(drawn[n], ascii);
    line.erase(line.find_last_not_of(' ') + 1);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace sizer
