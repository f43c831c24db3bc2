// Escaping, elements and tables.
#include "render/html/markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/terminal_text.h"

namespace sizer::html {
namespace {

std::string escaped(std::string_view printable) {
  std::string out;
  out.reserve(printable.size());
  for (const char c : printable) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string opening(const char* tag, Attributes attributes) {
  std::string out = fmt::format("<{}", tag);
  for (const auto& [key, value] : attributes)
    out +=
        value.empty() ? fmt::format(" {}", key) : fmt::format(" {}=\"{}\"", key, escaped(terminal_text(value, false)));
  return out;
}

}  // namespace

Markup text(std::string_view any) {
  return {escaped(terminal_text(any, false))};
}

Markup preformatted(std::string_view lines) {
  Markup out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    out += text(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (!lines.empty()) out.html += '\n';
  }
  return out;
}

std::string short_name(std::string_view any, std::size_t columns) {
  return cut_middle(terminal_text(any, false), columns, false);
}

Markup name(std::string_view any, std::size_t columns) {
  const std::string whole = terminal_text(any, false);
  if (columns_of(whole) <= columns) return {escaped(whole)};
  return element("span", {{"title", whole}}, {escaped(cut_middle(whole, columns, false))});
}

Markup element(const char* tag, Attributes attributes, const Markup& content) {
  return {fmt::format("{}>{}</{}>", opening(tag, attributes), content.html, tag)};
}
Markup element(const char* tag, const Markup& content) {
  return element(tag, {}, content);
}
Markup shape(const char* tag, Attributes attributes) {
  return {opening(tag, attributes) + "/>"};
}
Markup classed(const char* tag, const char* kind, const Markup& content) {
  return element(tag, {{"class", kind}}, content);
}

Markup section(int level, std::string_view heading, const Markup& content) {
  if (content.empty()) return {};
  const std::string tag = fmt::format("h{}", std::min(level, 6));
  return {"\n<section>" + element(tag.c_str(), text(heading)).html + content.html + "</section>"};
}

Markup folded(std::string_view summary, const Markup& content) {
  if (content.empty()) return {};
  return element("details", element("summary", text(summary)) + content);
}

Markup paragraph(const char* kind, std::string_view any) {
  return any.empty() ? Markup{} : classed("p", kind, text(any));
}

void Table::add(const std::vector<Markup>& cells, const char* kind) {
  rows_.push_back({cells, kind});
  rows_.back().cells.resize(columns_.size());
}

Markup Table::markup() const {
  if (rows_.empty()) return {};
  const auto used = [&](std::size_t column) {
    return column == 0 || std::ranges::any_of(rows_, [&](const Row& row) { return !row.cells[column].empty(); });
  };
  const auto kind = [&](std::size_t column) { return columns_[column].number ? "number" : "words"; };

  Markup head, body;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (used(i)) head += element("th", {{"scope", "col"}, {"class", kind(i)}}, text(columns_[i].heading));
  for (const Row& row : rows_) {
    Markup cells;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i == 0)
        cells += element("th", {{"scope", "row"}}, row.cells[i]);
      else if (used(i))  // the heading again, for screens on which a row is a block of lines
        cells += element("td", {{"class", kind(i)}, {"data-label", columns_[i].heading}}, row.cells[i]);
    }
    body += Markup{"\n"} + (row.kind.empty() ? element("tr", cells) : classed("tr", row.kind.c_str(), cells));
  }
  return scrolling(label_, element("table", element("thead", element("tr", head)) + element("tbody", body)));
}

Markup scrolling(const std::string& label, const Markup& content) {
  return element("div",
                 {{"class", "scroll"}, {"role", "group"}, {"aria-label", short_name(label, 120)}, {"tabindex", "0"}},
                 content);
}

}  // namespace sizer::html
