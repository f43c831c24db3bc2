/// \file
/// A page of text under construction: headings, paragraphs and tables that keep to the style's width.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "render/style.h"
#include "render/table.h"

namespace sizer {

/// All that comes in may hold user-given names; it is made terminal text here, and coloured after it was measured.
class Page {
 public:
  explicit Page(const Style& style) : style_(style) {}

  /// A blank line and a heading.
  void heading(const std::string& text);
  /// One line, cut in its middle when it is too long.
  void line(const std::string& text, Tone tone = Tone::plain);
  /// A sentence, wrapped. `lead` is a first word in its tone ("warning", "-"); further lines hang two columns below it.
  void paragraph(const std::string& text, std::size_t indent = 2);
  void paragraph(const std::string& lead, Tone tone, const std::string& text, std::size_t indent = 2);
  /// A line that is to be copied: whole, however long it is.
  void verbatim(const std::string& text, std::size_t indent = 2);
  /// The rows of a table.
  void table(const Table& table, std::size_t indent = 2);
  /// The rows of a table whose first row is a heading; a blank line before it. `details[i]` are sentences below row i.
  void headed_table(const Table& table, const std::vector<std::vector<std::string>>& details = {});
  /// A blank line, except at the top.
  void blank();
  /// Between two jobs.
  void separator();

  const std::string& text() const { return text_; }

 private:
  std::size_t room(std::size_t indent) const;
  std::size_t measure(std::size_t indent) const;
  void put(const std::string& line) { text_ += line + '\n'; }

  Style style_;
  std::string text_;
};

}  // namespace sizer
