// Python, as far as literals and calls.
#include "deploy/python_calls.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int deepest = 30;  // literals within literals

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class PythonReader {
 public:
  explicit PythonReader(const SourceText& source) : source_(source), text_(source.text) {
    for (std::size_t at = 0; at != std::string_view::npos;
         at = text_.find('\n', at), at += at != std::string_view::npos)
      lines_.push_back(at);
  }

  std::vector<PythonCall> calls(const std::function<bool(std::string_view)>& wanted) {
    std::vector<PythonCall> found;
    while (at_ < text_.size()) {
      if (skip_blank() || skip_text()) continue;
      if (!starts_name(text_[at_])) {
        take_bracket(text_[at_++]);
        continue;
      }
      const std::string name = read_name();
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '(' && wanted(name)) {
        const std::size_t inside = at_ + 1;
        found.push_back(call(name));
        go_back(inside);  // calls within it count, too
        ++open_;
      } else if (open_ == 0 && at_ + 1 < text_.size() && text_[at_] == '=' && text_[at_ + 1] != '=') {
        ++at_;
        const std::size_t inside = at_;
        keep(name, expression(0));
        go_back(inside);
      }
    }
    return found;
  }

  std::vector<Value> texts() {
    std::vector<Value> found;
    while (at_ < text_.size()) {
      if (skip_blank()) continue;
      if (starts_text())
        found.push_back(read_texts());
      else if (starts_name(text_[at_]))
        read_name();
      else
        ++at_;
    }
    return found;
  }

 private:
  /// Counts on from the last one where that is before it on its line.
  Spot spot_at(std::size_t offset, int length = 1) const {
    const auto line = std::ranges::upper_bound(lines_, offset) - 1;
    if (*line > counted_to_ || counted_to_ > offset) {
      counted_to_ = *line;
      column_ = 1;
    }
    column_ += count_characters(text_.substr(counted_to_, offset - counted_to_));
    counted_to_ = offset;
    return {&source_, static_cast<int>(line - lines_.begin()) + 1, column_, length};
  }

  /// What was read ahead is looked through once more; in a program of nothing but that, not for ever.
  void go_back(std::size_t to) {
    read_ahead_ += at_ - to;
    at_ = read_ahead_ > most_read_ahead ? text_.size() : to;
  }

  /// Within brackets, `name=` is an argument.
  void take_bracket(char c) {
    if (std::string_view("([{").find(c) != std::string_view::npos) ++open_;
    if (ends(c)) open_ = std::max(0, open_ - 1);
  }

  /// A blank, a line's end or a comment.
  bool skip_blank() {
    const char c = text_[at_];
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return true;
    }
    if (c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
      at_ += 2;
      return true;
    }
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (at_ < text_.size() && skip_blank()) {
    }
  }

  std::string read_name() {
    const std::size_t from = at_;
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  /// How many letters stand before the quote of a text that begins here; npos: none begins.
  std::size_t prefix() const {
    std::size_t letters = 0;
    while (letters < 3 && at_ + letters < text_.size() &&
           std::string_view("rRbBuUfF").find(text_[at_ + letters]) != std::string_view::npos)
      ++letters;
    const bool quote = at_ + letters < text_.size() && (text_[at_ + letters] == '"' || text_[at_ + letters] == '\'');
    return quote ? letters : std::string_view::npos;
  }
  bool starts_text() const { return prefix() != std::string_view::npos; }
  bool skip_text() {
    if (!starts_text()) return false;
    read_texts();
    return true;
  }

  /// Texts that stand side by side are one.
  Value read_texts() {
    Value value{ValueKind::scalar, {}, true, {}, {}, spot_at(at_)};
    while (at_ < text_.size() && starts_text()) {
      const std::string letters = lower(text_.substr(at_, prefix()));
      const bool raw = letters.find('r') != std::string::npos, formatted = letters.find('f') != std::string::npos;
      at_ += letters.size();
      read_quoted(raw, value.text);
      if (formatted && value.text.find('{') != std::string::npos) value.kind = ValueKind::null;
      const std::size_t after = at_;
      skip_blanks();
      if (at_ >= text_.size() || !starts_text()) at_ = after;
    }
    if (value.kind == ValueKind::null) value.text = "?";
    return value;
  }

  void read_quoted(bool raw, std::string& to) {
    const char quote = text_[at_];
    const bool triple = text_.substr(at_, 3) == std::string(3, quote);
    const std::string end(triple ? 3 : 1, quote);
    at_ += end.size();
    while (at_ < text_.size() && text_.substr(at_, end.size()) != end) {
      if (!triple && text_[at_] == '\n') return;  // it never ends
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        const char next = text_[at_ + 1];
        if (raw || (next != 'n' && next != 't' && next != '\n' && next != '"' && next != '\'' && next != '\\'))
          to += '\\';
        if (next != '\n' || raw) to += raw ? next : next == 'n' ? '\n' : next == 't' ? '\t' : next;
        at_ += 2;
      } else {
        to += text_[at_++];
      }
    }
    at_ = std::min(at_ + end.size(), text_.size());
  }

  Value unknown(std::size_t from) const { return {ValueKind::null, "?", false, {}, {}, spot_at(from)}; }

  /// A name that is set to one thing alone stands for it.
  void keep(const std::string& name, Value value) {
    const auto [found, is_new] = names_.try_emplace(name, value);
    if (!is_new && (found->second.text != value.text || found->second.kind != value.kind)) found->second = unknown(0);
  }

  /// Long texts count as several.
  static std::size_t values_in(const Value& value) {
    std::size_t count = 1 + value.text.size() / 64;
    for (const Value& item : value.items) count += values_in(item);
    for (const Entry& entry : value.entries) count += values_in(entry.value);
    return count;
  }

  /// Up to a comma or the bracket that ends it.
  Value expression(int depth) {
    skip_blanks();
    const std::size_t from = at_;
    Value value = depth < deepest ? atom(depth) : unknown(from);
    const std::size_t after = at_;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    const char next = at_ < text_.size() ? text_[at_] : '\n';
    if (std::string_view(",)]}:\n\r#;").find(next) != std::string_view::npos) return value;
    at_ = after;
    skip_to_end();
    return unknown(from);
  }

  Value atom(int depth) {
    const std::size_t from = at_;
    if (at_ >= text_.size()) return unknown(from);
    if (starts_text()) return read_texts();
    const char c = text_[at_];
    if (is_digit(c) || c == '-' || c == '.') return number();
    if (c == '[' || c == '(') return list(depth);
    if (c == '{') return mapping(depth);
    if (!starts_name(c)) return unknown(from);
    const std::string name = read_name();
    Value value{ValueKind::scalar, {}, false, {}, {}, spot_at(from, static_cast<int>(name.size()))};
    if (name == "True" || name == "False") {
      value.text = name == "True" ? "true" : "false";
      return value;
    }
    const auto known = names_.find(name);
    if (known == names_.end()) return unknown(from);
    copied_ += values_in(known->second);
    return copied_ <= most_copied ? known->second : unknown(from);
  }

  Value number() {
    const std::size_t from = at_;
    while (at_ < text_.size() &&
           (is_digit(text_[at_]) || std::string_view("-+._eE").find(text_[at_]) != std::string_view::npos))
      ++at_;
    std::string digits(text_.substr(from, at_ - from));
    std::erase(digits, '_');
    return {ValueKind::scalar, digits, false, {}, {}, spot_at(from, static_cast<int>(at_ - from))};
  }

  Value list(int depth) {
    Value value{ValueKind::list, {}, false, {}, {}, spot_at(at_)};
    const char end = text_[at_++] == '[' ? ']' : ')';
    bool commas = end == ']';
    while (more(end)) {
      value.items.push_back(expression(depth + 1));
      commas |= next_part();
    }
    if (!commas && value.items.size() == 1) {  // one thing in parentheses
      Value alone = std::move(value.items.front());
      return alone;
    }
    return value;
  }

  Value mapping(int depth) {
    Value value{ValueKind::mapping, {}, false, {}, {}, spot_at(at_)};
    ++at_;
    while (more('}')) {
      Value key = expression(depth + 1);
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == ':') {
        ++at_;
        Value held = expression(depth + 1);
        if (key.kind == ValueKind::scalar) value.entries.push_back({key.text, key.spot, std::move(held)});
      }
      next_part();
    }
    return value;
  }

  PythonCall call(const std::string& name) {
    PythonCall made{name, {}, {ValueKind::mapping, {}, false, {}, {}, spot_at(at_)}};
    ++at_;
    while (more(')')) {
      const std::size_t from = at_;
      if (text_.substr(at_).starts_with("**")) {
        at_ += 2;
        Value more_keywords = expression(1);
        std::ranges::move(more_keywords.entries, std::back_inserter(made.keywords.entries));
        next_part();
        continue;
      }
      if (starts_name(text_[at_]) && !starts_text()) {
        const std::string key = read_name();
        const Spot spot = spot_at(from, static_cast<int>(key.size()));
        skip_blanks();
        if (at_ + 1 < text_.size() && text_[at_] == '=' && text_[at_ + 1] != '=') {
          ++at_;
          made.keywords.entries.push_back({key, spot, expression(1)});
          next_part();
          continue;
        }
        at_ = from;
      }
      made.arguments.push_back(expression(1));
      next_part();
    }
    return made;
  }

  static bool ends(char c) { return c == ')' || c == ']' || c == '}'; }

  /// True where another part stands before the bracket that ends all; else behind that bracket, or before one that ends
  /// something else.
  bool more(char end) {
    skip_blanks();
    if (at_ >= text_.size()) return false;
    if (text_[at_] != end) return !ends(text_[at_]);
    ++at_;
    return false;
  }
  /// Past a comma; false: there is none.
  bool next_part() {
    skip_blanks();
    if (at_ >= text_.size() || ends(text_[at_])) return false;
    return text_[at_++] == ',';
  }

  /// To the comma or bracket that ends an expression.
  void skip_to_end() {
    int open = 0;
    while (at_ < text_.size()) {
      if (starts_text()) {
        read_texts();
        continue;
      }
      const char c = text_[at_];
      if (open == 0 && (c == ',' || c == ')' || c == ']' || c == '}')) return;
      if (open == 0 && c == '\n') return;
      open += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
      ++at_;
    }
  }

  static constexpr std::size_t most_read_ahead = 1u << 25;
  static constexpr std::size_t most_copied = 100'000;

  const SourceText& source_;
  std::string_view text_;
  std::vector<std::size_t> lines_;
  mutable std::size_t counted_to_ = 0;
  mutable int column_ = 1;  ///< there
  std::size_t at_ = 0;
  int open_ = 0;
  std::size_t read_ahead_ = 0;
  std::map<std::string, Value, std::less<>> names_;
  std::size_t copied_ = 0;  ///< values that names stood for
};

}  // namespace

std::vector<PythonCall> python_calls(const SourceText& source,
                                     const std::function<bool(std::string_view name)>& wanted) {
  return PythonReader(source).calls(wanted);
}

std::vector<Value> python_texts(const SourceText& source) {
  return PythonReader(source).texts();
}

}  // namespace sizer::deploy
