/// \file
/// Writes what a record says as a tree of a file, by the lines of its table: what nobody gave, and what would count
/// without being said, is left out.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "job/lines.h"
#include "sizer/words.h"
#include "text/exact_text.h"
#include "text/value.h"

namespace sizer {

/// One text, or a list of them.
Value names_of_columns(const Keys& keys, const std::vector<std::string>& columns);

/// Names with types, or with mappings of what is said of them.
Value value_of_columns(const std::vector<Column>& columns, const std::vector<std::string>& names);
/// Names with functions.
Value value_of_aggregates(const std::vector<AggregateValue>& values, const std::vector<std::string>& names);
Value value_of_top(const TopShare& top);

/// Exact: one text, or a mapping of low, typical and high.
Value range_of(const Range<double>& range, const Limits& limits);

/// "3.5" of the version as it is kept, with so many minor versions to a major one.
std::string version_text(double version, int minors);

/// Gathers the keys of a T. `columns`: the names of columns, by number.
template <class T>
class LineWriter : public NoRules {
 public:
  explicit LineWriter(const T& record, const std::vector<std::string>* columns = nullptr)
      : record_(record), columns_(columns) {}

  Value take() { return std::move(made_); }

  template <class C, class V>
  void operator()(const char* key, std::optional<Range<V>> C::*member, const Measure<V>& measure, const Says&) {
    if (const auto& given = record_.*member) put(key, range_of(numbers(*given), measure.limits));
  }
  template <class C, class V>
  void operator()(const char* key, Range<V> C::*member, const Measure<V>& measure, const Says&) {
    put(key, range_of(numbers(record_.*member), measure.limits));
  }
  template <class C, class V>
  void operator()(const char* key, std::optional<V> C::*member, const Measure<V>& measure, const Says&) {
    if (const auto& given = record_.*member) put(key, exact_text(number(*given), measure.limits));
  }
  template <class C, class V>
  void operator()(const char* key, V C::*member, const Measure<V>& measure, const Says&) {
    if (record_.*member != usual_.*member) put(key, exact_text(number(record_.*member), measure.limits));
  }
  template <class C, class V, std::size_t n>
  void operator()(const char* key, std::optional<V> C::*member, const Word<V> (&words)[n], const Says&) {
    if (const auto& given = record_.*member) put(key, word_of(words, *given));
  }
  template <class C, class V, std::size_t n>
  void operator()(const char* key, V C::*member, const Word<V> (&words)[n], const Says& says) {
    if (says.otherwise == required || record_.*member != usual_.*member) put(key, word_of(words, record_.*member));
  }
  template <class C>
  void operator()(const char* key, std::optional<bool> C::*member, how::YesOrNo, const Says&) {
    if (const auto& given = record_.*member) put(key, *given ? "true" : "false");
  }
  template <class C>
  void operator()(const char* key, bool C::*member, how::YesOrNo, const Says&) {
    if (record_.*member != usual_.*member) put(key, record_.*member ? "true" : "false");
  }
  template <class C>
  void operator()(const char* key, std::optional<int> C::*member, const how::Whole&, const Says&) {
    if (const auto& given = record_.*member) put(key, std::to_string(*given));
  }
  template <class C>
  void operator()(const char* key, int C::*member, const how::Whole&, const Says&) {
    if (record_.*member != usual_.*member) put(key, std::to_string(record_.*member));
  }
  template <class C>
  void operator()(const char* key, std::optional<double> C::*member, const how::Version& version, const Says&) {
    if (const auto& given = record_.*member) put(key, version_text(*given, version.minors));
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, how::Columns, const Says&) {
    if (!(record_.*member).empty()) put(key, names_of_columns(record_.*member, *columns_));
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, how::InOrder, const Says&) {
    if (!(record_.*member).empty()) put(key, names_of_columns(record_.*member, *columns_));
  }
  template <class C>
  void operator()(const char* key, Keys C::*member, const how::ColumnsOrAll<C>& how, const Says&) {
    if (!(record_.*how.all)) put(key, names_of_columns(record_.*member, *columns_));
  }
  template <class C>
  void operator()(const char* key, ColumnType C::*member, how::Type, const Says&) {
    put(key, scalar_value(to_text(record_.*member), true));
  }
  template <class C>
  void operator()(const char* key, std::optional<TopShare> C::*member, how::Top, const Says&) {
    if (const auto& given = record_.*member) put(key, value_of_top(*given));
  }
  template <class C>
  void operator()(const char* key, std::vector<Column> C::*member, how::Typed, const Says&) {
    if (!(record_.*member).empty()) put(key, value_of_columns(record_.*member, *columns_));
  }
  template <class C>
  void operator()(const char* key, std::vector<AggregateValue> C::*member, how::Values, const Says&) {
    if (!(record_.*member).empty()) put(key, value_of_aggregates(record_.*member, *columns_));
  }
  template <class C>
  void operator()(const char* key, std::string C::*member, how::Text, const Says&) {
    if (record_.*member != usual_.*member) put(key, scalar_value(record_.*member, true));
  }
  template <class C, class How>
  void operator()(const char* key, std::optional<std::string> C::*member, How, const Says&) {
    if (const auto& given = record_.*member) put(key, scalar_value(*given, true));
  }
  template <class C>
  void operator()(const char* key, GivenShuffle C::*member, how::BytesOrRatio, const Says&) {
    if (const auto* bytes = std::get_if<Range<Bytes>>(&(record_.*member)))
      put(key, range_of(numbers(*bytes), measure::bytes.limits));
    if (const auto* ratio = std::get_if<Range<Ratio>>(&(record_.*member)))
      put(key, range_of(numbers(*ratio), measure::ratio.limits));
  }
  template <class C, class V>
  void operator()(const char* key, V C::*member, how::Written, const Says&) {
    put_record(key, record_.*member);
  }
  template <class C, class V>
  void operator()(const char* key, std::optional<V> C::*member, how::Written, const Says&) {
    if (const auto& given = record_.*member) put_record(key, *given);
  }
  template <class C>
  void operator()(const char* key, std::optional<Model> C::*member, how::ModelName, const Says&) {
    const std::optional<Model>& given = record_.*member;
    if (given && !given->name.empty()) put(key, scalar_value(given->name, true));
    if (given && given->name.empty()) put_record(key, *given);
  }
  void operator()(const char*, how::Others, const Says&) {}  // whoever knows the other steps writes them
  void operator()(const char*, how::Own, const Says&) {}     // and these, whoever reads them

 private:
  static double number(double value) { return value; }
  template <class Kind>
  static double number(Quantity<Kind> value) {
    return value.value;
  }
  template <class V>
  static Range<double> numbers(const Range<V>& range) {
    return {number(range.low), number(range.typical), number(range.high)};
  }

  void put(const char* key, Value value) { made_.entries.push_back({key, {}, std::move(value)}); }
  void put(const char* key, std::string text) { put(key, scalar_value(std::move(text))); }
  template <class V>
  void put_record(const char* key, const V& record) {
    LineWriter<V> inner(record);
    lines(Type<V>{}, inner);
    if (Value value = inner.take(); !value.entries.empty()) put(key, std::move(value));
  }

  const T& record_;
  const T usual_{};
  const std::vector<std::string>* columns_;
  Value made_ = empty_value(ValueKind::mapping);
};

template <class T>
Value write_lines(const T& record, const std::vector<std::string>* columns = nullptr) {
  LineWriter<T> writer(record, columns);
  lines(Type<T>{}, writer);
  return writer.take();
}

}  // namespace sizer
