/// \file
/// Markdown under construction: names that cannot break it, and a length that it keeps to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sizer::markdown {

/// A sentence as plain text: no character of it is taken for markup, a mention or an address.
std::string escaped(std::string_view text);
/// A name as code; escaped where code could not hold it. Long ones lose their middles.
std::string name(std::string_view text);
/// A row of a table; the cells are Markdown already.
std::string row(const std::vector<std::string>& cells);

/// A part of the document that may be cut: whole rows at its end, or all of it.
struct Section {
  std::string title;                ///< what the reader is told was cut
  std::string head{};               ///< stands before the rows, and is not shown without any
  std::vector<std::string> rows{};  ///< each with its line end
  std::string tail{};
};

/// Head and rows of a table. The columns' names are Markdown already; figures stand to the right.
Section table(const std::string& title, const std::vector<std::string>& columns);
/// The section behind a line to click on, which names what it holds and whose it is.
Section folded(Section section, std::string_view owner);

class Document {
 public:
  /// In bytes.
  explicit Document(std::size_t most) : most_(most) {}

  /// Never cut: keep it short.
  void head(const std::string& text) { text_ += text; }
  /// As many rows as there is room for; nothing of a section without rows.
  void add(const Section& section);
  /// What is there, and a word on what was cut.
  std::string done() const;

 private:
  std::size_t most_;
  std::string text_{};
  std::vector<std::string> cut_{};
};

}  // namespace sizer::markdown
