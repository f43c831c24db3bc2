// Comma-separated text as rows of cells.
#include "logs/tables/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace sizer::logs {
namespace {

/// Walks the text once, cell by cell.
class Reader {
 public:
  Reader(const SourceText& source, Problems& problems) : source_(source), problems_(problems) {
    if (source_.text.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  bool done() const { return at_ >= source_.text.size(); }

  std::vector<Cell> row() {
    std::vector<Cell> cells;
    do cells.push_back(cell());
    while (take(','));
    take('\r');
    if (take('\n')) {
      ++line_;
      column_ = 1;
    } else if (!done()) {
      problems_.add(codes::syntax, here(), "a comma or the end of the line must follow a cell in quotes");
      at_ = source_.text.size();
    }
    return cells;
  }

 private:
  Spot here() const { return {&source_, line_, column_}; }

  bool take(char c) {
    if (done() || source_.text[at_] != c) return false;
    ++at_;
    ++column_;
    return true;
  }

  Cell cell() {
    Cell found{{}, here()};
    if (take('"')) {
      quoted(found);
    } else {
      const std::size_t end = std::min(source_.text.find_first_of(",\r\n", at_), source_.text.size());
      found.text = source_.text.substr(at_, end - at_);
      at_ = end;
    }
    // Columns count characters: bytes that continue one are not counted.
    const auto characters = std::ranges::count_if(found.text, [](char c) { return (c & 0xC0) != 0x80; });
    found.spot.length = std::max(1, static_cast<int>(characters));
    column_ += static_cast<int>(characters);
    return found;
  }

  void quoted(Cell& found) {
    while (!done()) {
      const char c = source_.text[at_++];
      if (c == '"' && (done() || source_.text[at_] != '"')) {
        ++column_;
        return;
      }
      if (c == '"') ++at_;
      if (c == '\n') ++line_;
      found.text += c;
    }
    problems_.add(codes::syntax, found.spot, "the quote that starts here is never closed");
  }

  const SourceText& source_;
  Problems& problems_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
};

bool is_blank(const std::vector<Cell>& row) {
  return std::ranges::all_of(row, [](const Cell& cell) { return cell.text.empty(); });
}

}  // namespace

Table read_table(const SourceText& source, Problems& problems) {
  Table table;
  Reader reader(source, problems);
  while (!reader.done()) {
    std::vector<Cell> row = reader.row();
    if (is_blank(row)) continue;
    if (table.head.empty()) {
      table.head = std::move(row);
    } else if (row.size() != table.head.size()) {
      problems.add(codes::wrong_type, row.front().spot,
                   fmt::format("this row has {} cells, and the head {}", row.size(), table.head.size()), {},
                   "a comma within a cell needs quotes around the cell");
    } else {
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace sizer::logs
