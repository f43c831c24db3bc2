/// \file
/// Reads one mapping of a file by the lines of a table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "input/columns.h"
#include "input/keys.h"
#include "input/models.h"
#include "job/lines.h"

namespace sizer {

/// "The column to sort by." as a note: "the column to sort by, such as ts".
std::string as_note(const Says& says);

/// "3.5.1" as major + minor / `minors`: the third number changes nothing here.
std::optional<double> read_version(Mapping& from, std::string_view key, int minors);

/// A text that is given must be a date: "2026-12-31".
void check_date(Mapping& from, std::string_view key, const std::string& date);

/// A ratio when it has no unit or a percent sign, else bytes.
GivenShuffle read_shuffle(Mapping& from, std::string_view key);

template <class T>
T read_whole(Mapping& from, std::string_view what);

/// Fills the members of a T. `what` is what messages call the mapping.
template <class T>
class LineReader {
 public:
  LineReader(T& into, Mapping& from, std::string_view what, KeyTable* keys = nullptr)
      : into_(into), from_(from), what_(what), keys_(keys) {}

  // ---- Lines

  template <class C, class V>
  void operator()(const char* key, std::optional<Range<V>> C::*member, const Measure<V>& measure, const Says& says) {
    begin(key, says);
    into_.*member = from_.range(key, measure);
  }
  template <class C, class V>
  void operator()(const char* key, Range<V> C::*member, const Measure<V>& measure, const Says& says) {
    begin(key, says);
    if (const auto given = from_.range(key, measure)) into_.*member = *given;
  }
  template <class C, class V>
  void operator()(const char* key, std::optional<V> C::*member, const Measure<V>& measure, const Says& says) {
    begin(key, says);
    into_.*member = from_.exact(key, measure);
  }
  template <class C, class V>
  void operator()(const char* key, V C::*member, const Measure<V>& measure, const Says& says) {
    begin(key, says);
    if (const auto given = from_.exact(key, measure)) into_.*member = *given;
  }
  template <class C, class V, std::size_t n>
  void operator()(const char* key, std::optional<V> C::*member, const Word<V> (&words)[n], const Says& says) {
    begin(key, says);
    into_.*member = from_.choice(key, words);
  }
  template <class C, class V, std::size_t n>
  void operator()(const char* key, V C::*member, const Word<V> (&words)[n], const Says& says) {
    begin(key, says);
    if (const auto given = from_.choice(key, words)) into_.*member = *given;
  }
  template <class C>
  void operator()(const char* key, std::optional<bool> C::*member, how::YesOrNo, const Says& says) {
    begin(key, says);
    into_.*member = from_.boolean(key);
  }
  template <class C>
  void operator()(const char* key, bool C::*member, how::YesOrNo, const Says& says) {
    begin(key, says);
    if (const auto given = from_.boolean(key)) into_.*member = *given;
  }
  template <class C>
  void operator()(const char* key, std::optional<int> C::*member, const how::Whole& whole, const Says& says) {
    begin(key, says);
    into_.*member = from_.integer(key, whole.least, whole.most);
  }
  template <class C>
  void operator()(const char* key, int C::*member, const how::Whole& whole, const Says& says) {
    begin(key, says);
    if (const auto given = from_.integer(key, whole.least, whole.most)) into_.*member = *given;
  }
  template <class C>
  void operator()(const char* key, std::optional<double> C::*member, const how::Version& version, const Says& says) {
    begin(key, says);
    into_.*member = read_version(from_, key, version.minors);
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, how::Columns, const Says& says) {
    if (key == older_.second && from_.has(older_.first)) {
      if (from_.has(key))
        from_.conflict(key, older_.first,
                       fmt::format("`{0}` and `{1}` say the same thing; give `{0}`", key, older_.first));
      else
        key = older_.first.data();
    } else {
      begin(key, says);
    }
    into_.*member = keys_->read(from_, key);
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, how::InOrder, const Says&) {
    for (const Name& name : from_.names(key)) (into_.*member).push_back(keys_->number(name.text));
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, const how::ColumnsOrAll<C>& how, const Says&) {
    const Value* const given = from_.find(key);
    if (given != nullptr && given->text == "all" && !given->quoted)
      into_.*how.all = true;
    else
      into_.*member = keys_->read(from_, key);
  }
  template <class C>
  void operator()(const char* key, ColumnType C::*member, how::Type, const Says& says) {
    begin(key, says);
    into_.*member = read_column_type(from_, key);
  }
  template <class C>
  void operator()(const char* key, std::optional<TopShare> C::*member, how::Top, const Says&) {
    into_.*member = read_top_share(from_, key);
  }
  template <class C>
  void operator()(const char* key, std::vector<Column> C::*member, how::Typed, const Says&) {
    into_.*member = read_columns(from_, key, *keys_);
  }
  template <class C>
  void operator()(const char* key, std::vector<AggregateValue> C::*member, how::Values, const Says&) {
    into_.*member = read_values(from_, key, *keys_);
  }
  template <class C>
  void operator()(const char* key, std::string C::*member, how::Text, const Says& says) {
    begin(key, says);
    if (auto given = from_.text(key)) into_.*member = std::move(*given);
  }
  template <class C>
  void operator()(const char* key, std::string C::*member, how::Currency, const Says& says) {
    (*this)(key, member, how::text, says);
  }
  template <class C>
  void operator()(const char* key, std::string C::*member, how::GateName, const Says& says) {
    (*this)(key, member, how::text, says);
  }
  template <class C>
  void operator()(const char* key, std::string C::*member, how::Date, const Says& says) {
    (*this)(key, member, how::text, says);
    check_date(from_, key, into_.*member);
  }
  template <class C>
  void operator()(const char* key, std::optional<std::string> C::*member, how::Text, const Says& says) {
    begin(key, says);
    into_.*member = from_.text(key);
  }
  template <class C>
  void operator()(const char* key, std::optional<std::string> C::*member, how::Platform, const Says&) {
    into_.*member = from_.text(key);
  }
  template <class C>
  void operator()(const char* key, std::optional<std::string> C::*member, how::IncreaseText, const Says&) {
    into_.*member = from_.text(key);
  }
  void operator()(const char* key, how::Own, const Says& says) {
    begin(key, says);
    from_.find(key);
  }
  template <class C, class V>
  void operator()(const char* key, V C::*member, how::Written, const Says&) {
    if (auto inner = from_.inner(key)) into_.*member = read_whole<V>(*inner, key);
  }
  template <class C, class V>
  void operator()(const char* key, std::optional<V> C::*member, how::Written, const Says&) {
    if (auto inner = from_.inner(key)) into_.*member = read_whole<V>(*inner, key);
  }
  template <class C>
  void operator()(const char* key, GivenShuffle C::*member, how::BytesOrRatio, const Says&) {
    into_.*member = read_shuffle(from_, key);
  }
  void operator()(const char* key, how::Others, const Says&) { from_.find(key); }
  template <class C>
  void operator()(const char* key, std::optional<Model> C::*member, how::ModelName, const Says&) {
    into_.*member = read_model(from_, key);
  }

  // ---- Rules

  void older(const char* word, const char* key, const Says&) { older_ = {word, key}; }
  void not_both(const char* a, const char* b) {
    if (from_.has(a) && from_.has(b))
      from_.conflict(a, b, fmt::format("`{}` and `{}` say the same thing; give one", a, b));
  }
  void needs(const char* key, const char* other, std::string_view why) {
    if (!from_.has(key) || from_.has(other)) return;
    from_.wrong(key, codes::conflict,
                why.empty() ? fmt::format("{}: `{}` has no meaning without `{}`", what_, key, other)
                            : fmt::format("{}: {}; `{}` has no meaning", what_, why, key));
  }
  void either(const char* one, std::initializer_list<std::string_view> rest, std::string_view why) {
    bool all = true;
    for (const std::string_view other : rest) all = all && from_.has(other);
    if (!from_.has(one) && !all) from_.missing(one, std::string(why));
  }
  void one_of(std::initializer_list<std::string_view> keys, std::string_view why) {
    std::string_view given{};
    for (const std::string_view key : keys) {
      if (!from_.has(key)) continue;
      if (!given.empty())
        from_.conflict(given, key, fmt::format("`{}` and `{}` contradict each other; give one", given, key));
      given = key;
    }
    if (given.empty()) from_.missing(*keys.begin(), std::string(why));
  }
  void contradict(const char* a, const char* b, const auto& wrong, std::string_view why) {
    if (wrong(into_)) from_.conflict(a, b, std::string(why));
  }
  void idle(const char* key, const auto& idle, std::string_view why) {
    if (from_.has(key) && idle(into_)) from_.wrong(key, codes::no_effect, std::string(why), "leave it out");
  }
  void together(const char* a, const char* b, std::string_view why) {
    if (from_.has(a) && !from_.has(b)) from_.missing(b, std::string(why));
    if (from_.has(b) && !from_.has(a)) from_.missing(a, std::string(why));
  }

 private:
  void begin(const char* key, const Says& says) {
    if (says.otherwise == required) from_.require(key, as_note(says));
  }

  T& into_;
  Mapping& from_;
  std::string_view what_;
  KeyTable* keys_;
  std::pair<std::string_view, std::string_view> older_{};
};

/// Reads a T; `what` is what messages call it.
template <class T>
T read_lines(Mapping& from, std::string_view what, KeyTable* keys = nullptr) {
  T read{};
  LineReader<T> reader(read, from, what, keys);
  lines(Type<T>{}, reader);
  return read;
}

/// The same, and that is all that the mapping may hold.
template <class T>
T read_whole(Mapping& from, std::string_view what) {
  T read = read_lines<T>(from, what);
  from.close();
  return read;
}

}  // namespace sizer
