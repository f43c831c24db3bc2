/// \file
/// One mapping of a file: typed keys, required and optional, unknown and contradictory ones. Everything wrong is
/// collected; after an error a key reads as if it had not been given, so that reading goes on and finds the rest.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/range.h"
#include "sizer/word.h"
#include "text/problems.h"
#include "text/quantity_text.h"
#include "text/value.h"

namespace sizer {

/// A name that the user wrote, and where.
struct Name {
  std::string text;
  Spot spot;
};

class Mapping {
 public:
  /// `where` is what messages call it ("steps[2].join"), `at` where it stands: its key, or itself. A scalar or a list
  /// stands for the value of the key `shorthand`, and nothing at all for a mapping without keys, where there is one.
  Mapping(const Value& value, const Spot& at, std::string where, Problems& problems, std::string_view shorthand = {});

  const Spot& spot() const { return at_; }
  const std::string& where() const { return where_; }
  Problems& problems() { return *problems_; }

  /// The value of `key`; null when it is not given, or given as `null`.
  const Value* find(std::string_view key);
  /// The same, and an error when there is none.
  const Value* require(std::string_view key, std::string note = {});
  bool has(std::string_view key) { return find(key) != nullptr; }
  /// Where the value of `key` stands, or else the mapping.
  Spot spot_of(std::string_view key) const;

  /// The mapping under `key`; empty when it is not given.
  std::optional<Mapping> inner(std::string_view key);
  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<int> integer(std::string_view key, int least, int most);
  /// A scalar or a list of scalars.
  std::vector<Name> names(std::string_view key);

  template <class E, std::size_t n>
  std::optional<E> choice(std::string_view key, const Word<E> (&words)[n]) {
    std::string_view known[n];
    for (std::size_t i = 0; i < n; ++i) known[i] = words[i].word;
    const std::optional<std::size_t> index = choice_index(key, known);
    return index ? std::optional<E>(words[*index].value) : std::nullopt;
  }

  /// One quantity.
  template <class T>
  std::optional<T> exact(std::string_view key, const Measure<T>& measure) {
    const auto value = exact_value(key, measure.limits);
    return value ? std::optional<T>(T{*value}) : std::nullopt;
  }

  /// One quantity, `low..high`, or {low, typical, high}.
  template <class T>
  std::optional<Range<T>> range(std::string_view key, const Measure<T>& measure) {
    const auto r = range_value(key, measure.limits);
    return r ? std::optional<Range<T>>(Range<T>{T{r->low}, T{r->typical}, T{r->high}}) : std::nullopt;
  }

  void missing(std::string_view key, std::string note = {});
  /// `a` and `b` contradict each other.
  void conflict(std::string_view a, std::string_view b, std::string message);
  /// `key` is wrong for a reason that only the caller knows.
  void wrong(std::string_view key, const Code& code, std::string message, std::string note = {});

  /// Reports the keys that nobody asked for. Keys that start with "x-" are the user's own, "$schema" the editor's.
  void close();

 private:
  std::optional<std::size_t> choice_index(std::string_view key, std::span<const std::string_view> words);
  std::optional<double> exact_value(std::string_view key, const Limits& limits);
  std::optional<Range<double>> range_value(std::string_view key, const Limits& limits);
  const Value* scalar(std::string_view key, const char* expected);
  std::string name_of(std::string_view key) const;

  const Value* mapping_ = nullptr;    ///< null: nothing to read
  const Value* shorthand_ = nullptr;  ///< the value of the shorthand key
  std::string_view shorthand_key_;
  Spot at_;
  std::string where_;
  Problems* problems_;
  bool broken_ = false;  ///< not a mapping: what is missing was not looked for
  std::vector<std::string_view> known_;
};

/// A scalar or mapping as a range, for values that are not the value of a key. `what` names it in messages.
std::optional<Range<double>> read_range(const Value& value, const Limits& limits, const std::string& what,
                                        Problems& problems);

/// "a list", "a mapping", "nothing": for messages.
const char* kind_word(const Value& value);

}  // namespace sizer
