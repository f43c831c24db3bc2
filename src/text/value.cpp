// A YAML or JSON text as a tree of values: yaml-cpp's events in, our tree out.
#include "text/value.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "text/merge_keys.h"
#include "text/problems.h"
#include "text/text_check.h"
#include "text/utf8.h"

namespace sizer {
namespace {

/// Turns the library's marks, which count bytes, into spots, which count characters. Marks come nearly in order, so it
/// counts from the last one: a file of one long line costs no more than any other.
class Ruler {
 public:
  /// `skipped`: lines of the source before the text.
  Ruler(const SourceText& source, const std::string& text, int skipped)
      : source_(source), text_(text), skipped_(skipped) {}

  Spot spot(const YAML::Mark& mark, int length = 1) {
    const std::size_t position = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
    const std::string_view text = text_;
    if (mark.line != line_) {
      line_ = mark.line;
      position_ = position - std::min(position, static_cast<std::size_t>(std::max(mark.column, 0)));
      column_ = 1;
    }
    if (position >= position_)
      column_ += count_characters(text.substr(position_, position - position_));
    else
      column_ -= count_characters(text.substr(position, position_ - position));
    position_ = position;
    return {&source_, skipped_ + line_ + 1, column_, length};
  }

 private:
  const SourceText& source_;
  const std::string& text_;
  int skipped_;
  int line_ = 0;
  std::size_t position_ = 0;
  int column_ = 1;
};

std::size_t count_values(const Value& value) {
  std::size_t count = 1;
  for (const Value& item : value.items) count += count_values(item);
  for (const Entry& entry : value.entries) count += count_values(entry.value);
  return count;
}

std::size_t count_bytes(const Value& value) {
  std::size_t bytes = value.text.size();
  for (const Value& item : value.items) bytes += count_bytes(item);
  for (const Entry& entry : value.entries) bytes += entry.key.size() + count_bytes(entry.value);
  return bytes;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, const std::string& text, int skipped, const TextLimits& limits,
              Problems& problems)
      : text_(text), limits_(limits), ruler_(source, text, skipped), problems_(problems) {}

  bool done() const { return documents_ > 0 && open_.empty(); }
  Value take() { return std::move(root_); }
  Spot spot(const YAML::Mark& mark) { return ruler_.spot(mark); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    if (at(mark).starts_with("---"))
      fail(codes::several_documents, spot(mark), "a second document starts here", {},
           "of a file of several jobs, one is named so: FILE#2");
    fail(codes::syntax, spot(mark), "the value ended before this; is the indentation right, or a bracket too many?");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value;
    for (const std::string_view word : {"null", "Null", "NULL", "~"})
      if (at(mark).starts_with(word)) value.text = word;
    value.spot = spot(mark);
    complete(std::move(value), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_tag(mark, tag);
    if (!limits_.control_characters) refuse_control_characters(mark, text);
    Value value;
    value.kind = ValueKind::scalar;
    value.text = text;
    value.quoted = tag == "!";
    value.spot = ruler_.spot(mark, length_of(mark, text));
    complete(std::move(value), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (anchor >= anchored_.size() || anchored_[anchor].spot.source == nullptr)
      fail(codes::not_used_here, spot(mark), "this alias refers to a value that it is part of");
    Value copy = anchored_[anchor];
    pay_for(copy, spot(mark));
    complete(std::move(copy), 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(ValueKind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(ValueKind::mapping, mark, tag, anchor);
  }
  void OnMapEnd() override {
    report_duplicates(open_.back().value.entries);
    merge_keys(open_.back().value, open_.back().merges, problems_);
    close();
  }

 private:
  struct Open {
    Value value;
    YAML::anchor_t anchor = 0;
    bool has_key = false;               ///< a mapping: the last entry waits for its value
    std::vector<std::size_t> merges{};  ///< a mapping: which of its entries are `<<`
  };

  std::string_view at(const YAML::Mark& mark) const {
    return std::string_view(text_).substr(std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size()));
  }

  /// Characters of a scalar on its first line, for the caret; a quote that never ends is refused here, as the library
  /// lets the end of the file close it.
  int length_of(const YAML::Mark& mark, const std::string& text) {
    const std::string_view rest = at(mark);
    if (rest.empty()) return 1;
    const char quote = rest[0];
    if (quote != '"' && quote != '\'') return rest.starts_with(text) ? std::max(1, count_characters(text)) : 1;
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != quote) end += quote == '"' && rest[end] == '\\' ? 2 : 1;
    if (end >= rest.size()) fail(codes::syntax, spot(mark), "this quote is never closed");
    const std::string_view whole = rest.substr(0, end + 1);
    return count_characters(whole.substr(0, whole.find('\n')));
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.size() > 1)
      fail(codes::not_used_here, spot(mark), "YAML tags (!...) are not used here; write the plain value");
  }

  /// Escapes can smuggle in what the text itself may not hold.
  void refuse_control_characters(const YAML::Mark& mark, const std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
      const Character c = character_at(text, i);
      if (is_control(c.code) && c.code != '\n' && c.code != '\t')
        fail(codes::not_text, spot(mark),
             fmt::format("this holds the control character U+{:04X}", static_cast<unsigned>(c.code)));
      i += c.bytes;
    }
  }

  /// Counts what a value adds to the tree, so that a few aliases cannot fill the memory.
  void pay_for(const Value& value, const Spot& at) {
    values_ += count_values(value);
    bytes_ += count_bytes(value);
    if (values_ > limits_.values || bytes_ > 2 * limits_.size)
      fail(codes::too_deep, at, fmt::format("the file holds more than {} values, aliases counted", limits_.values));
  }

  void open(ValueKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_tag(mark, tag);
    if (open_.size() >= static_cast<std::size_t>(limits_.depth))
      fail(codes::too_deep, spot(mark), fmt::format("values are nested deeper than {} levels", limits_.depth));
    if (++values_ > limits_.values)
      fail(codes::too_deep, spot(mark), fmt::format("the file holds more than {} values", limits_.values));
    Open level;
    level.value.kind = kind;
    level.value.spot = spot(mark);
    level.anchor = anchor;
    open_.push_back(std::move(level));
  }

  void close() {
    Open level = std::move(open_.back());
    open_.pop_back();
    place(std::move(level.value), level.anchor);
  }

  void complete(Value value, YAML::anchor_t anchor) {
    if (++values_ > limits_.values)
      fail(codes::too_deep, value.spot, fmt::format("the file holds more than {} values", limits_.values));
    place(std::move(value), anchor);
  }

  void place(Value value, YAML::anchor_t anchor) {
    if (anchor != 0) {
      if (anchored_.size() <= anchor) anchored_.resize(anchor + 1);
      pay_for(value, value.spot);
      anchored_[anchor] = value;
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.kind == ValueKind::list) {
      parent.value.items.push_back(std::move(value));
    } else if (parent.has_key) {
      Entry& entry = parent.value.entries.back();
      if (value.kind == ValueKind::null && value.text.empty())
        value.spot = entry.spot;  // nothing was written: point at the key
      entry.value = std::move(value);
      parent.has_key = false;
    } else {
      if (value.kind != ValueKind::scalar)
        fail(codes::not_used_here, value.spot, "a key must be a word, not a list, a mapping or nothing");
      if (value.text.find_first_of("\n\t") != std::string::npos)
        fail(codes::not_used_here, value.spot, "a key must be one word on one line; is a quote missing before this?");
      if (value.text == "<<" && !value.quoted) parent.merges.push_back(parent.value.entries.size());
      parent.value.entries.push_back({std::move(value.text), value.spot, {}});
      parent.has_key = true;
    }
  }

  void report_duplicates(const std::vector<Entry>& entries) {
    if (entries.size() < 2) return;
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return std::string_view(entries[i].key); });
    for (std::size_t i = 1; i < order.size(); ++i) {
      const Entry& first = entries[order[i - 1]];
      const Entry& again = entries[order[i]];
      if (first.key == again.key)
        problems_.add(codes::duplicate_key, again.spot, fmt::format("key {} is given twice", in_quotes(again.key)), {},
                      "first given at " + describe_place(first.spot));
    }
  }

  const std::string& text_;
  const TextLimits& limits_;
  Ruler ruler_;
  Problems& problems_;
  std::vector<Open> open_;
  std::vector<Value> anchored_;
  Value root_;
  std::size_t values_ = 0;
  std::size_t bytes_ = 0;
  int documents_ = 0;
};

/// The library's messages in plain words.
std::string plain_words(const std::string& message) {
  static constexpr std::pair<std::string_view, std::string_view> table[] = {
      {"end of map not found", "this does not belong to the mapping above it; is it indented as its neighbours are?"},
      {"end of map flow not found", "a '}' is missing before this, or a comma"},
      {"end of sequence not found", "this does not belong to the list above it; is it indented as its neighbours are?"},
      {"end of sequence flow not found", "a ']' is missing before this, or a comma"},
      {"illegal map value",
       "a ':' is not expected here; is the line indented as its neighbours are, or does a text want quotes?"},
      {"illegal block entry", "a '-' is not expected here; is the line indented as its neighbours are?"},
      {"illegal flow end", "this bracket closes none that is open"},
      {"illegal EOF in scalar", "a quote is never closed"},
      {"illegal document indicator in scalar", "a quote is not closed before the document ends"},
      {"unknown token", "a word cannot start with this character; write it in quotes"},
      {"bad file", "values are nested too deep"},
      {"unexpected character in block scalar", "after '|' or '>' the text starts on the next line"},
  };
  for (const auto& [theirs, ours] : table)
    if (message == theirs) return std::string(ours);
  if (message.starts_with("illegal tab")) return "a tab is used for indentation; YAML allows only spaces";
  if (message.starts_with("alias not found")) return "a '*' names no alias; write a text that starts with it in quotes";
  if (message.find("tag") != std::string::npos)
    return "YAML tags (!...) are not used here; write a text that starts with '!' in quotes";
  if (message.starts_with("the referenced anchor is not defined")) return "this alias (*) has no anchor (&) before it";
  if (message.starts_with("invalid unicode")) return "this escape is no character; write the character itself";
  return message;
}

/// The line of the text that `mark` stands in, or the one before when that is blank to the left of it.
std::string_view line_at(std::string_view text, int line) {
  for (; line > 0; --line) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  return text.substr(0, text.find('\n'));
}

[[noreturn]] void fail_with(const YAML::Exception& error, const SourceText& source, const std::string& text,
                            int skipped) {
  YAML::Mark mark = error.mark;
  if (mark.is_null()) mark = YAML::Mark{};
  if (indented_by_tab(line_at(text, mark.line)) || error.msg.starts_with("illegal tab")) {
    const std::string_view line = line_at(text, mark.line);
    const auto tab = static_cast<int>(std::min(line.find('\t'), line.size()));
    fail(codes::tab, {&source, skipped + mark.line + 1, tab + 1},
         "a tab is used for indentation; YAML allows only spaces", {},
         "most editors can be told to write spaces for the tab key");
  }
  const bool deep = error.msg == "bad file";
  fail(deep ? codes::too_deep : codes::syntax, Ruler(source, text, skipped).spot(mark), plain_words(error.msg));
}

}  // namespace

const Value* Value::find(std::string_view key) const {
  const auto entry = std::ranges::find(entries, key, &Entry::key);
  return entry == entries.end() ? nullptr : &entry->value;
}

Value parse_value(const SourceText& source, Problems& problems, const TextLimits& limits) {
  std::string text = checked_text(source, limits);
  // A document of many stands behind as many empty lines as there are lines before it.
  const std::size_t empty = std::min(text.find_first_not_of('\n'), text.size());
  text.erase(0, empty);
  const int skipped = static_cast<int>(empty);
  TreeBuilder builder(source, text, skipped, limits, problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    fail_with(error, source, text, skipped);
  }
  if (!builder.done()) fail(codes::empty, {&source}, "the file holds no value, only comments");
  return builder.take();
}

}  // namespace sizer
