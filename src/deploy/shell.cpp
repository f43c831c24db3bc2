// A shell's words, as far as a command line that starts a job needs them.
#include "deploy/shell.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "deploy/shell_variables.h"
#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// "${N:-4}" in its parts.
struct Expansion {
  std::string_view name;
  std::optional<std::string_view> otherwise;
  std::size_t length = 0;  ///< with the '$'; 0: there is none
};

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/// `text` starts with '$'.
Expansion expansion_in(std::string_view text) {
  if (text.size() < 2) return {};
  if (text[1] != '{') {
    const std::size_t end = std::min(text.find_first_not_of(name_characters, 1), text.size());
    return {text.substr(1, end - 1), std::nullopt, end > 1 ? end : 0};
  }
  const std::size_t close = text.find('}');
  if (close == std::string_view::npos || text.substr(0, close).find('\n') != std::string_view::npos) return {};
  std::string_view within = text.substr(2, close - 2);
  Expansion found{within.substr(0, within.find_first_not_of(name_characters)), std::nullopt, close + 1};
  within.remove_prefix(found.name.size());
  if (within.starts_with("[@]") || within.starts_with("[*]")) within.remove_prefix(3);
  if (within.starts_with(':')) within.remove_prefix(1);
  if (within.starts_with('-') || within.starts_with('='))
    found.otherwise = within.substr(1);
  else if (!within.empty() && !within.starts_with('?'))
    found.name = {};  // what is cut or replaced in it is not followed
  if (found.otherwise && found.otherwise->find_first_of("$`{\"'") != std::string_view::npos) found.otherwise.reset();
  return found;
}

/// The bytes of "$(...)" or "`...`" at the start of a text.
std::size_t command_length(std::string_view text) {
  if (text.front() == '`') return std::min(text.find('`', 1), text.size() - 1) + 1;
  int open = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (open == 0) return i + 1;
  }
  return text.size();
}

std::vector<std::string> split_at_blanks(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

/// Walks a text and knows where it is.
class Lexer {
 public:
  explicit Lexer(const SourceText& source) : source_(source), text_(source.text) {}

  std::vector<std::vector<ShellWord>> read() {
    while (at_ < text_.size()) step();
    end_command();
    return std::move(commands_);
  }

 private:
  char here() const { return text_[at_]; }
  bool next_is(char c) const { return at_ + 1 < text_.size() && text_[at_ + 1] == c; }
  Spot spot(int length = 1) const { return {&source_, line_, column_, length}; }

  char advance() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++column_;
    }
    return c;
  }

  /// A line goes on in the next: '\' of a shell, '^' and '`' of those of Windows.
  bool goes_on() const {
    return (here() == '\\' || (!in_word_ && (here() == '^' || here() == '`'))) && (next_is('\n') || next_is('\r'));
  }

  void step() {
    const char c = here();
    if (goes_on()) {
      while (at_ < text_.size() && advance() != '\n') {
      }
    } else if (c == '#' && !in_word_) {
      while (at_ < text_.size() && here() != '\n') advance();
    } else if (c == '(' && begins_array()) {
      advance();
    } else if (c == ')' && !array_.empty()) {
      advance();
      end_array();
    } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && !array_.empty())) {
      advance();
      end_word();
    } else if (c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')') {
      advance();
      end_command();
    } else {
      piece();
    }
  }

  void piece() {
    begin_word();
    const char c = here();
    if (c == '\'' || c == '"') {
      quoted_piece(c);
    } else if (c == '\\') {
      advance();
      if (at_ < text_.size()) word_.text += advance();
    } else if (c == '$' || c == '`') {
      expand(false);
    } else {
      word_.text += advance();
    }
  }

  void quoted_piece(char quote) {
    const Spot start = spot();
    advance();
    while (at_ < text_.size() && here() != quote) {
      const bool escape = quote == '"' && here() == '\\' && at_ + 1 < text_.size() &&
                          std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string_view::npos;
      if (escape) advance();
      if (quote == '"' && !escape && (here() == '$' || here() == '`')) {
        expand(true);
        continue;
      }
      const char c = advance();
      if (!escape || c != '\n') word_.text += c;
    }
    if (at_ == text_.size()) fail(codes::syntax, start, fmt::format("the quote {} is never closed", quote));
    advance();
  }

  /// What stands for something else, in quotes or not.
  void expand(bool quoted) {
    const std::string_view rest = text_.substr(at_);
    const bool runs = rest.front() == '`' || rest.starts_with("$(");
    const Expansion found = runs ? Expansion{{}, std::nullopt, command_length(rest)} : expansion_in(rest);
    const ShellVariables::Content* const content = found.name.empty() ? nullptr : variables_.find(found.name);
    const std::string raw(rest.substr(0, std::max<std::size_t>(1, found.length)));
    for (std::size_t end = at_ + raw.size(); at_ < end;) advance();
    if (content != nullptr)
      put_in(content->words, content->defaulted, quoted);
    else if (found.otherwise)
      put_in({std::string(*found.otherwise)}, true, quoted);
    else
      unknown(raw);
  }

  void unknown(const std::string& raw) {
    word_.expands = true;
    word_.text += raw;
  }

  /// Blanks of what is not in quotes part words, as the elements of an array do.
  void put_in(const std::vector<std::string>& content, bool defaulted, bool quoted) {
    std::vector<std::string> words;
    for (const std::string& each : content) {
      const std::vector<std::string> parts = quoted ? std::vector{each} : split_at_blanks(each);
      words.insert(words.end(), parts.begin(), parts.end());
    }
    for (const std::string& word : words) put_in_ += word.size() + 1;
    if (put_in_ > most_put_in) fail(codes::too_deep, word_.spot, "what variables put in here has no end");
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) {
        const Spot start = word_.spot;
        end_word();
        begin_word();
        word_.spot = start;
      }
      word_.text += words[i];
      word_.defaulted |= defaulted;
    }
  }

  bool begins_array() {
    if (!in_word_ || !array_.empty()) return false;
    const std::size_t equals = assignment_in(word_.text);
    if (equals + 1 != word_.text.size()) return false;
    array_ = word_.text.substr(0, equals);
    array_starts_ = command_.size();
    in_word_ = false;
    return true;
  }
  void end_array() {
    end_word();
    const auto first = command_.begin() + static_cast<std::ptrdiff_t>(array_starts_);
    std::vector<std::string> words;
    for (auto word = first; word != command_.end(); ++word) words.push_back(word->text);
    if (std::none_of(first, command_.end(), [](const ShellWord& word) { return word.expands; }))
      variables_.set_array(array_, std::move(words));
    command_.erase(first, command_.end());
    array_.clear();
  }

  void begin_word() {
    if (in_word_) return;
    in_word_ = true;
    word_ = {{}, spot()};
  }
  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    word_.spot.length = std::max(1, count_characters(word_.text));
    command_.push_back(std::move(word_));
  }
  void end_command() {
    end_word();
    array_.clear();  // one that is never closed ends with its command
    if (command_.empty()) return;
    variables_.take(command_);
    commands_.push_back(std::move(command_));
    command_.clear();
  }

  static constexpr std::size_t most_put_in = 1u << 22;  ///< bytes that variables may make, in all

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
  std::size_t put_in_ = 0;
  bool in_word_ = false;
  ShellWord word_;
  std::string array_;  ///< that is being read; empty: none
  std::size_t array_starts_ = 0;
  std::vector<ShellWord> command_;
  std::vector<std::vector<ShellWord>> commands_;
  ShellVariables variables_;
};

}  // namespace

std::vector<std::vector<ShellWord>> shell_commands(const SourceText& source) {
  return Lexer(source).read();
}

}  // namespace sizer::deploy
