// One mapping of a file: typed keys, required and optional, unknown and contradictory ones.
#include "text/reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "text/foreign_words.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

std::string joined(std::vector<std::string_view> words) {
  std::ranges::sort(words);
  return fmt::format("{}", fmt::join(words, ", "));
}

/// Why `text` is no name; empty when it is one.
std::string_view name_fault(const std::string& text) {
  constexpr std::size_t longest = 1000;
  if (text.empty()) return "is empty";
  if (text.find_first_of("\n\t") != std::string::npos) return "must stand on one line, without tabs";
  return text.size() > longest ? "is too long" : "";
}

/// What to say of a key that is a number: `rows: 1,000` within braces is a key `rows` and another `000`.
bool is_cut_number(const Entry& entry) {
  return entry.value.kind == ValueKind::null && entry.key.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_given(const Value& value) {
  return value.kind != ValueKind::null || value.text.empty();
}

}  // namespace

const char* kind_word(const Value& value) {
  switch (value.kind) {
    case ValueKind::null:
      return "nothing";
    case ValueKind::scalar:
      return "a single value";
    case ValueKind::list:
      return "a list";
    case ValueKind::mapping:
      return "a mapping";
  }
  return "";
}

Mapping::Mapping(const Value& value, const Spot& at, std::string where, Problems& problems, std::string_view shorthand)
    : shorthand_key_(shorthand), at_(at), where_(std::move(where)), problems_(&problems) {
  const bool scalar_or_list = value.kind == ValueKind::scalar || value.kind == ValueKind::list;
  if (value.kind == ValueKind::mapping) {
    mapping_ = &value;
  } else if (!shorthand.empty() && scalar_or_list) {
    shorthand_ = &value;
  } else if (shorthand.empty() || value.kind != ValueKind::null) {
    broken_ = true;
    problems.add(codes::wrong_type, value.spot,
                 fmt::format("{} must be a mapping, not {}", where_.empty() ? "the file" : where_, kind_word(value)),
                 {}, "a mapping is written as lines of `key: value`, or as {key: value, key: value}");
  }
}

const Value* Mapping::find(std::string_view key) {
  if (std::ranges::find(known_, key) == known_.end()) known_.push_back(key);
  if (shorthand_ != nullptr && key == shorthand_key_) return shorthand_;
  const Value* value = mapping_ == nullptr ? nullptr : mapping_->find(key);
  return value != nullptr && is_given(*value) ? value : nullptr;
}

const Value* Mapping::require(std::string_view key, std::string note) {
  const Value* value = find(key);
  if (value == nullptr) missing(key, std::move(note));
  return value;
}

Spot Mapping::spot_of(std::string_view key) const {
  if (shorthand_ != nullptr && key == shorthand_key_) return shorthand_->spot;
  const Value* value = mapping_ == nullptr ? nullptr : mapping_->find(key);
  return value == nullptr ? at_ : value->spot;
}

std::string Mapping::name_of(std::string_view key) const {
  return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
}

const Value* Mapping::scalar(std::string_view key, const char* expected) {
  const Value* value = find(key);
  if (value == nullptr || value->kind == ValueKind::scalar) return value;
  problems_->add(codes::wrong_type, value->spot,
                 fmt::format("{} must be {}, not {}", name_of(key), expected, kind_word(*value)));
  return nullptr;
}

std::optional<std::string> Mapping::text(std::string_view key) {
  const Value* value = scalar(key, "a text");
  if (value == nullptr) return std::nullopt;
  if (const std::string_view fault = name_fault(value->text); !fault.empty()) {
    wrong(key, codes::wrong_type, fmt::format("{} {}", name_of(key), fault));
    return std::nullopt;
  }
  return value->text;
}

std::optional<Mapping> Mapping::inner(std::string_view key) {
  const Value* const value = find(key);
  if (value == nullptr) return std::nullopt;
  return Mapping(*value, spot_of(key), name_of(key), *problems_);
}

std::optional<bool> Mapping::boolean(std::string_view key) {
  const Value* value = scalar(key, "true or false");
  if (value == nullptr) return std::nullopt;
  std::string word = value->text;
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view yes : {"true", "yes", "on"})
    if (word == yes) return true;
  for (const std::string_view no : {"false", "no", "off"})
    if (word == no) return false;
  wrong(key, codes::wrong_type, fmt::format("{} must be true or false, not {}", name_of(key), in_quotes(value->text)));
  return std::nullopt;
}

std::optional<int> Mapping::integer(std::string_view key, int least, int most) {
  if (scalar(key, "a whole number") == nullptr) return std::nullopt;
  const auto number = exact_value(key, {Dimension::number, "200", true, true});
  if (!number) return std::nullopt;
  if (*number != std::floor(*number)) {
    wrong(key, codes::not_a_number,
          fmt::format("{} must be a whole number, not {}", name_of(key), in_quotes(find(key)->text)));
    return std::nullopt;
  }
  if (*number < least || *number > most) {
    wrong(key, codes::out_of_bounds,
          fmt::format("{} must be between {} and {}, not {}", name_of(key), least, most, in_quotes(find(key)->text)));
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

std::vector<Name> Mapping::names(std::string_view key) {
  std::vector<Name> names;
  const Value* value = find(key);
  if (value == nullptr) return names;
  const auto add = [&](const Value& item) {
    const std::string_view fault =
        item.kind == ValueKind::scalar ? name_fault(item.text) : "must be a name or a list of names";
    if (fault.empty())
      names.push_back({item.text, item.spot});
    else
      problems_->add(codes::wrong_type, item.spot, fmt::format("{} {}", name_of(key), fault));
  };
  if (value->kind != ValueKind::list) add(*value);
  for (const Value& item : value->items) add(item);
  if (value->kind == ValueKind::list && value->items.empty())
    wrong(key, codes::wrong_type,
          fmt::format("{} is an empty list; leave the key out, or name something", name_of(key)));
  return names;
}

std::optional<std::size_t> Mapping::choice_index(std::string_view key, std::span<const std::string_view> words) {
  const Value* value = scalar(key, "one word");
  if (value == nullptr) return std::nullopt;
  const auto word = std::ranges::find(words, value->text);
  if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
  problems_->add(codes::unknown_word, value->spot, fmt::format("{} cannot be {}", name_of(key), in_quotes(value->text)),
                 did_you_mean(value->text, words), fmt::format("allowed here: {}", fmt::join(words, ", ")));
  return std::nullopt;
}

std::optional<double> Mapping::exact_value(std::string_view key, const Limits& limits) {
  const Value* value = scalar(key, "a single value");
  if (value == nullptr) return std::nullopt;
  const auto read = read_quantity(value->text, limits);
  if (const double* number = std::get_if<double>(&read)) return *number;
  const auto& error = std::get<QuantityError>(read);
  problems_->add(error.code, value->spot, fmt::format("{}: {}", name_of(key), error.message), error.suggestion,
                 error.note);
  return std::nullopt;
}

std::optional<Range<double>> Mapping::range_value(std::string_view key, const Limits& limits) {
  const Value* value = find(key);
  return value == nullptr ? std::nullopt : read_range(*value, limits, name_of(key), *problems_);
}

std::optional<Range<double>> read_range(const Value& value, const Limits& limits, const std::string& what,
                                        Problems& problems) {
  if (value.kind == ValueKind::scalar) {
    const auto read = read_quantity_range(value.text, limits);
    if (const auto* range = std::get_if<Range<double>>(&read)) return *range;
    const auto& error = std::get<QuantityError>(read);
    problems.add(error.code, value.spot, fmt::format("{}: {}", what, error.message), error.suggestion, error.note);
    return std::nullopt;
  }
  if (value.kind != ValueKind::mapping) {
    problems.add(codes::wrong_type, value.spot,
                 fmt::format("{} must be a value or a range, not {}", what, kind_word(value)), {},
                 "a range is written low..high, or {low: ..., typical: ..., high: ...}");
    return std::nullopt;
  }
  Mapping ends(value, value.spot, what, problems);
  if (ends.require("low") == nullptr || ends.require("high") == nullptr) return std::nullopt;
  const Measure<double> measure{limits};
  const auto low = ends.exact("low", measure), typical = ends.exact("typical", measure),
             high = ends.exact("high", measure);
  const bool typical_is_wrong = ends.has("typical") && !typical;
  ends.close();
  if (!low || !high || typical_is_wrong) return std::nullopt;
  const double middle = typical.value_or(typical_of(*low, *high));
  if (*low > *high || middle < *low || middle > *high) {
    problems.add(codes::wrong_range, value.spot, fmt::format("{}: low, typical and high are not in this order", what));
    return std::nullopt;
  }
  return Range<double>{*low, middle, *high};
}

void Mapping::missing(std::string_view key, std::string note) {
  if (broken_) return;
  problems_->add(codes::missing_key, at_,
                 fmt::format("{} has no {}", where_.empty() ? "the file" : where_, in_quotes(key)), {},
                 std::move(note));
}

void Mapping::conflict(std::string_view a, std::string_view b, std::string message) {
  const Spot spot_a = spot_of(a), spot_b = spot_of(b);
  const bool b_is_later = std::pair(spot_a.line, spot_a.column) < std::pair(spot_b.line, spot_b.column);
  problems_->add(codes::conflict, b_is_later ? spot_b : spot_a, fmt::format("{}: {}", where_, message), {},
                 fmt::format("the other value stands at {}", describe_place(b_is_later ? spot_a : spot_b)));
}

void Mapping::wrong(std::string_view key, const Code& code, std::string message, std::string note) {
  problems_->add(code, spot_of(key), std::move(message), {}, std::move(note));
}

void Mapping::close() {
  if (mapping_ == nullptr) return;
  for (const Entry& entry : mapping_->entries) {
    if (entry.key.starts_with("x-") || entry.key == "$schema" || std::ranges::find(known_, entry.key) != known_.end())
      continue;
    std::string note = said_here_by(entry.key);
    if (is_cut_number(entry))
      note = "within braces a comma ends the value; write numbers without separators, 1000 not 1,000";
    problems_->add(codes::unknown_key, entry.spot,
                   fmt::format("unknown key {} in {}", in_quotes(entry.key), where_.empty() ? "the file" : where_),
                   did_you_mean(entry.key, known_),
                   !note.empty()    ? std::move(note)
                   : known_.empty() ? "no key is allowed here"
                                    : "allowed here: " + joined(known_));
  }
}

}  // namespace sizer
