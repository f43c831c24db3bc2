// A shell's words, as far as a command line that starts a job needs them.
#include "deploy/shell.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

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

  void step() {
    const char c = here();
    if (c == '\\' && (next_is('\n') || next_is('\r'))) {
      while (at_ < text_.size() && advance() != '\n') {
      }
    } else if (c == '#' && !in_word_) {
      while (at_ < text_.size() && here() != '\n') advance();
    } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
      advance();
      end_command();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      advance();
      end_word();
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
    } else {
      if (c == '$' || c == '`') word_.expands = true;
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
      if (quote == '"' && !escape && (here() == '$' || here() == '`')) word_.expands = true;
      const char c = advance();
      if (!escape || c != '\n') word_.text += c;
    }
    if (at_ == text_.size()) fail(codes::syntax, start, fmt::format("the quote {} is never closed", quote));
    advance();
  }

  void begin_word() {
    if (in_word_) return;
    in_word_ = true;
    word_ = {{}, spot(), false};
  }
  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    word_.spot.length = std::max(1, count_characters(word_.text));
    command_.push_back(std::move(word_));
  }
  void end_command() {
    end_word();
    if (!command_.empty()) commands_.push_back(std::move(command_));
    command_.clear();
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
  bool in_word_ = false;
  ShellWord word_;
  std::vector<ShellWord> command_;
  std::vector<std::vector<ShellWord>> commands_;
};

}  // namespace

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::vector<std::vector<ShellWord>> shell_commands(const SourceText& source) {
  return Lexer(source).read();
}

}  // namespace sizer::deploy
