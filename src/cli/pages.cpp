// Pages of the documentation as plain text: what `sizer help SZ014` prints.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "cli/help.h"
#include "embedded.h"
#include "render/terminal_text.h"

namespace sizer {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool is_heading(const std::string& line) {
  return line.starts_with("#");
}

/// Without the marks of Markdown: "`a` and [b](c.md)" becomes "a and b".
std::string unmarked(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') continue;
    if (text.substr(i, 2) == "**") {
      ++i;
    } else if (const std::size_t end = text.find("](", i); text[i] == '[' && end < text.find(']', i) + 1) {
      out += unmarked(text.substr(i + 1, end - i - 1));
      i = std::min(text.find(')', end), text.size());
    } else {
      out += text[i];
    }
  }
  return out;
}

/// The cells of a table's row: "| a | b |".
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream stream(row.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) {
    const std::size_t first = std::min(cell.find_first_not_of(' '), cell.size());
    cells.push_back(unmarked(cell.substr(first, cell.find_last_not_of(' ') + 1 - first)));
  }
  return cells;
}

class Sheet {
 public:
  explicit Sheet(int width) : width_(static_cast<std::size_t>(width)) {}

  /// A line of a page; those of one paragraph are put together and broken anew.
  void add(const std::string& line) {
    const bool fence = line.starts_with("```");
    if (fence) in_code_ = !in_code_;
    const bool item = line.starts_with("- ") || line.starts_with("* ");
    if (fence || in_code_ || line.empty() || item || line.starts_with("|")) end_paragraph();
    if (fence) return;
    if (in_code_ || line.empty() || line.starts_with("|"))
      text_ += in_code_ ? "    " + line + "\n" : line + "\n";
    else
      paragraph_ += (paragraph_.empty() ? "" : " ") + line;
  }

  std::string text() {
    end_paragraph();
    const std::size_t last = text_.find_last_not_of('\n');
    return last == std::string::npos ? "" : text_.substr(0, last + 1) + "\n";
  }

 private:
  void end_paragraph() {
    if (!paragraph_.empty())
      for (const std::string& line : wrap(unmarked(paragraph_), width_, false)) text_ += line + "\n";
    paragraph_.clear();
  }

  std::size_t width_;
  bool in_code_ = false;
  std::string paragraph_, text_;
};

/// From the heading that names the code to the next heading.
std::string section_of(const std::vector<std::string>& lines, const std::string& code, int width) {
  const auto names_code = [&](const std::string& line) {
    return is_heading(line) && line.find(code) != std::string::npos;
  };
  const auto heading = std::ranges::find_if(lines, names_code);
  if (heading == lines.end()) return {};
  Sheet sheet(width);
  sheet.add(unmarked(heading->substr(heading->find(code))));
  sheet.add("");
  bool in_code = false;
  for (auto line = heading + 1; line != lines.end() && (in_code || !is_heading(*line)); ++line) {
    in_code = line->starts_with("```") ? !in_code : in_code;
    if (line != heading + 1 || !line->empty()) sheet.add(*line);
  }
  return sheet.text();
}

/// The row of a table that starts with the code: what it means, and what to do.
std::string row_of(const std::vector<std::string>& lines, const std::string& code, int width) {
  const auto row = std::ranges::find_if(lines, [&](const std::string& line) { return line.starts_with("| " + code); });
  if (row == lines.end()) return {};
  const std::vector<std::string> cells = cells_of(*row);
  Sheet sheet(width);
  sheet.add(fmt::format("{}: {}", code, cells.size() > 1 ? cells[1] : ""));
  for (std::size_t i = 2; i < cells.size(); ++i) {
    sheet.add("");
    sheet.add(cells[i]);
  }
  return sheet.text();
}

}  // namespace

std::string page_of(const std::string& code, int width) {
  for (const embedded::File& page : embedded::pages()) {
    const std::vector<std::string> lines = lines_of(page.text);
    for (const auto find : {section_of, row_of})
      if (std::string found = find(lines, code, width); !found.empty()) return found;
  }
  return {};
}

}  // namespace sizer
