/// \file
/// A YAML or JSON text as a tree of values, each of which knows where it stands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sizer/place.h"

namespace sizer {

/// A text and what messages call it.
struct SourceText {
  std::string file;
  std::string text;
};

/// Where a value stands: small, because every value and key has one. Columns count characters.
struct Spot {
  const SourceText* source = nullptr;
  int line = 0;
  int column = 0;
  int length = 1;
};

Place place_of(const Spot& spot);

enum class ValueKind { null, scalar, list, mapping };

struct Entry;

struct Value {
  ValueKind kind = ValueKind::null;
  std::string text{};          ///< of a scalar; of a null: the word it was written with, or nothing
  bool quoted = false;         ///< a scalar in quotes, or a block of text
  std::vector<Value> items;    ///< of a list
  std::vector<Entry> entries;  ///< of a mapping, in the order of the file, keys unique
  Spot spot{};

  /// The value of `key` in a mapping; null when there is none.
  const Value* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Spot spot;
  Value value;
};

/// Of trees that are made, not read.
inline Value scalar_value(std::string text, bool quoted = false) {
  Value made;
  made.kind = ValueKind::scalar;
  made.text = std::move(text);
  made.quoted = quoted;
  return made;
}
inline Value empty_value(ValueKind kind) {
  Value made;
  made.kind = kind;
  return made;
}

inline constexpr std::size_t max_text_size = 4u << 20;
inline constexpr int max_depth = 64;
inline constexpr std::size_t max_values = 100'000;  ///< after aliases are expanded

/// What a text may be at most: those of a file that a person writes, unless said otherwise.
struct TextLimits {
  std::size_t size = max_text_size;
  int depth = max_depth;
  std::size_t values = max_values;
  std::ptrdiff_t brackets_and_commas = 300'000;  ///< the library reads ahead over a whole line of them, 100 bytes each
  bool control_characters = false;               ///< they may be, escaped
};

class Problems;

/// The one document in `source`, which must outlive the value. Duplicate keys are added to `problems`, the first one
/// counts; what leaves no value to read (wrong syntax, deep nesting, alias bombs, binary or empty text) throws
/// InputError.
Value parse_value(const SourceText& source, Problems& problems, const TextLimits& limits = {});

}  // namespace sizer
