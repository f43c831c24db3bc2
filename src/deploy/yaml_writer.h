/// \file
/// Commented YAML, line by line. Texts are quoted so that nothing in them can be taken for anything else.
#pragma once

#include <string>
#include <string_view>

namespace sizer::deploy {

class YamlWriter {
 public:
  void comment(std::string_view text);
  void blank() { out_ += "\n"; }
  /// `key:` of a mapping or list whose content follows, two spaces deeper, until close().
  void open(std::string_view key, std::string_view origin = {});
  /// "- ": an item of a list, a mapping, whose entries follow until close().
  void open_item();
  void close();
  /// A value that is no text: a number, true, false.
  void plain(std::string_view key, std::string_view value, std::string_view origin = {});
  void number(std::string_view key, long long value, std::string_view origin = {});
  /// A text, always in quotes.
  void text(std::string_view key, std::string_view value, std::string_view origin = {});
  /// A text of several lines, as it is.
  void block(std::string_view key, std::string_view lines, std::string_view origin = {});
  /// An item of a list that is a text.
  void text_item(std::string_view value, std::string_view origin = {});
  void document() { out_ += "---\n"; }
  std::string take() { return std::move(out_); }

 private:
  void line(std::string_view content, std::string_view origin);

  std::string out_;
  std::size_t depth_ = 0;
  bool item_ = false;  ///< the next entry is an item's first
};

/// In double quotes, specials escaped.
std::string yaml_quoted(std::string_view text);
/// A key as it is, or in quotes where it needs them.
std::string yaml_key(std::string_view key);

}  // namespace sizer::deploy
