// Diagnostics as compilers show them: place, code and message, the line, a caret under what is meant, what would be
// right.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sizer/render.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr int tab_width = 4;
constexpr int least_width = 40;

/// One character of a source line, and how wide it is shown.
struct Cell {
  std::size_t begin = 0, bytes = 1;
  int width = 1;
};

/// Of a line that may be long: a file of JSON is often one line.
std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  cells.reserve(line.size());
  for (std::size_t i = 0; i < line.size();) {
    const Character c = character_at(line, i);
    const bool hidden = is_control(c.code) || (c.code == 0xFFFD && c.bytes == 1);
    cells.push_back({i, c.bytes, c.code == '\t' ? tab_width : hidden ? 1 : display_width(c.code)});
    i += c.bytes;
  }
  return cells;
}

std::string text_of(std::string_view line, const Cell& cell) {
  const Character c = character_at(line, cell.begin);
  if (c.code == '\t') return std::string(tab_width, ' ');
  if (is_control(c.code) || (c.code == 0xFFFD && c.bytes == 1)) return "?";
  return std::string(line.substr(cell.begin, cell.bytes));
}

int width_of(const std::vector<Cell>& cells, std::size_t from, std::size_t to) {
  int width = 0;
  for (std::size_t i = from; i < std::min(to, cells.size()); ++i) width += cells[i].width;
  return width;
}

/// The part of a line that is shown, and where in it the marked part stands, in terminal columns.
struct Window {
  std::string text;
  int caret = 0;
  int length = 1;
};

Window window(const std::string& line, int column, int length, int width) {
  const std::vector<Cell> cells = cells_of(line);
  const auto mark = std::min(static_cast<std::size_t>(std::max(column - 1, 0)), cells.size());
  const auto mark_end =
      std::min(mark + static_cast<std::size_t>(std::max(length, 1)), std::max(cells.size(), mark + 1));
  std::size_t first = 0;
  int before = width_of(cells, 0, mark);
  if (width_of(cells, 0, cells.size()) > width)  // a long line: keep what is marked, with something to its left
    while (first < mark && before > width / 3) before -= cells[first++].width;
  Window shown;
  shown.text = first > 0 ? "..." : "";
  shown.caret = (first > 0 ? 3 : 0) + before;
  int used = static_cast<int>(shown.text.size());
  std::size_t last = first;
  for (; last < cells.size() && used + cells[last].width <= width - 3; ++last) {
    shown.text += text_of(line, cells[last]);
    used += cells[last].width;
  }
  if (last < cells.size()) shown.text += "...";
  shown.length = std::max(1, width_of(cells, mark, std::min(mark_end, std::max(last, mark + 1))));
  return shown;
}

struct Paint {
  bool colour;
  std::string operator()(const char* code, std::string_view text) const {
    return colour ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }
};

const char* colour_of(const Diagnostic& d) {
  return d.severity == Severity::error ? "31" : d.severity == Severity::warning ? "33" : "36";
}

void render_one(const Diagnostic& d, const Style& style, std::string& out) {
  const Paint paint{style.colour};
  const std::string place = d.place.line > 0
                                ? fmt::format("{}:{}:{}", printable(d.place.file), d.place.line, d.place.column)
                                : printable(d.place.file);
  if (!place.empty()) out += paint("1", place) + ": ";
  out += paint(colour_of(d), fmt::format("{}[{}]", name_of(d.severity), d.code)) + ": " + printable(d.message) + "\n";
  const std::string suggestion = printable(d.suggestion);
  if (d.source_line.empty() || d.place.line < 1) {
    if (!suggestion.empty()) out += "   = help: " + suggestion + "\n";
  } else {
    const Window shown = window(d.source_line, d.place.column, d.place.length, std::max(style.width, least_width) - 8);
    const std::string caret = "^" + std::string(static_cast<std::size_t>(shown.length - 1), '~');
    out += fmt::format("{:>5} | {}\n", d.place.line, shown.text);
    out += fmt::format("      | {:{}}{}{}\n", "", shown.caret, paint(colour_of(d), caret),
                       suggestion.empty() ? "" : " " + suggestion);
  }
  if (!d.note.empty()) out += "   = note: " + printable(d.note) + "\n";
}

std::string counted(std::ptrdiff_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Style& style) {
  std::string out;
  for (const Diagnostic& d : diagnostics) render_one(d, style, out);
  if (diagnostics.size() > 1) {
    const auto warnings = std::ranges::count(diagnostics, Severity::warning, &Diagnostic::severity);
    const auto errors = std::ranges::count(diagnostics, Severity::error, &Diagnostic::severity);
    if (errors > 0) out += counted(errors, "error");
    if (errors > 0 && warnings > 0) out += ", ";
    if (warnings > 0) out += counted(warnings, "warning");
    if (errors + warnings > 0) out += "\n";
  }
  return out;
}

}  // namespace sizer
