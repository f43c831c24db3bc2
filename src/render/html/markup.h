/// \file
/// Markup that is safe to put in a page: text becomes markup only by being escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sizer::html {

/// A piece of HTML or SVG. Made from literals of this program, by `text`, and by `element`; never from a name.
struct Markup {
  std::string html{};

  bool empty() const { return html.empty(); }
  Markup& operator+=(const Markup& other) { return html += other.html, *this; }
  friend Markup operator+(Markup a, const Markup& b) { return a += b; }
};

/// Any text, as text: control characters, marks that reorder text and bytes that are not UTF-8 are shown as escapes,
/// and nothing in it is a tag.
Markup text(std::string_view any);

/// The same of several lines, whose ends stay.
Markup preformatted(std::string_view lines);

/// A name that users chose; what is too long loses its middle, and keeps the whole as a tooltip.
Markup name(std::string_view any, std::size_t columns = 120);

/// The same without the tooltip, for titles and drawings.
std::string short_name(std::string_view any, std::size_t columns);

using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

/// `<tag key="value">content</tag>`; the values are escaped, an empty one leaves its key alone.
Markup element(const char* tag, Attributes attributes, const Markup& content);
Markup element(const char* tag, const Markup& content);
/// `<tag key="value"/>`, for shapes.
Markup shape(const char* tag, Attributes attributes);

/// `<tag class="kind">content</tag>`
Markup classed(const char* tag, const char* kind, const Markup& content);

/// A heading with what it stands above; nothing at all when there is nothing below it.
Markup section(int level, std::string_view heading, const Markup& content);

/// `<details>` with a summary; nothing when there is nothing to fold.
Markup folded(std::string_view summary, const Markup& content);

/// A paragraph; nothing for an empty text.
Markup paragraph(const char* kind, std::string_view any);

struct Column {
  const char* heading;
  bool number = false;  ///< right-aligned
};

/// A table whose first column names its rows. It scrolls by itself where the page is narrow.
class Table {
 public:
  /// `label`: what the table holds, for those who do not see it.
  Table(std::string label, std::vector<Column> columns) : label_(std::move(label)), columns_(std::move(columns)) {}

  /// As many cells as there are columns. `kind` is a class of the row, such as "total".
  void add(const std::vector<Markup>& cells, const char* kind = "");
  /// Columns of which every cell is empty are left out; nothing when there are no rows.
  Markup markup() const;

 private:
  struct Row {
    std::vector<Markup> cells;
    std::string kind;
  };
  std::string label_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// A part of the page that may be wider than it; it can be scrolled with the keyboard.
Markup scrolling(const std::string& label, const Markup& content);

}  // namespace sizer::html
