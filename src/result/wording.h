/// \file
/// How a member stands in a file where its type alone does not say it: empty text as null, values as words, lists of
/// pairs as objects. Each is a light reference, for a line of the table of fields.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace sizer {

/// For `const auto&` and `auto&` alike: functions that visit the fields of a T.
template <class S, class T>
concept Of = std::same_as<std::remove_const_t<S>, T>;

/// An empty text, or the number 0, is null.
template <class T>
struct OrNull {
  T& value;
};
template <class T>
OrNull<T> or_null(T& value) {
  return {value};
}

/// An empty text stands for this one.
template <class T>
struct OrElse {
  T& value;
  const char* standard;
};
template <class T>
OrElse<T> or_else(T& value, const char* standard) {
  return {value, standard};
}

/// One of a few words; `value` is an enumerator, a bool, or the word itself.
template <class T, std::size_t n>
struct OneOf {
  T& value;
  std::array<const char*, n> words;  ///< in the order of the enumerators; of a bool: false, true
};
template <class T, class... Words>
OneOf<T, sizeof...(Words)> one_of(T& value, Words... words) {
  return {value, {words...}};
}

/// The same, where a schema does not list the words.
template <class T, std::size_t n>
struct Worded {
  OneOf<T, n> choice;
};
template <class T, class... Words>
Worded<T, sizeof...(Words)> worded(T& value, Words... words) {
  return {{value, {words...}}};
}

/// An enumerator by its name, where it is one of `count` from 0 on; empty: null.
template <class T, class Enum>
struct Named {
  T& value;  ///< std::optional<Enum>
  const char* (*name)(Enum);
  std::size_t count;
};
template <class T, class Enum>
Named<T, Enum> named(T& value, const char* (*name)(Enum), Enum last) {
  return {value, name, static_cast<std::size_t>(last) + 1};
}

/// Pairs of name and value as an object with these names as keys.
template <class T>
struct AsObject {
  T& pairs;
};
template <class T>
AsObject<T> as_object(T& pairs) {
  return {pairs};
}

/// Pairs of path and value as a list of objects with these two keys, in order.
template <class T>
struct Settings {
  T& pairs;
};
template <class T>
Settings<T> settings(T& pairs) {
  return {pairs};
}

/// An array as an object, with a key for each element.
template <class T>
struct Keyed {
  T& values;
  const char* (*key)(std::size_t);
};
template <class T>
Keyed<T> keyed(T& values, const char* (*key)(std::size_t)) {
  return {values, key};
}

/// The column after the last one of a place; null where it has no column. Stands below the column.
template <class T>
struct EndColumn {
  T& place;
};
template <class T>
EndColumn<T> end_column(T& place) {
  return {place};
}

/// A value that is there or is null.
template <class T>
struct When {
  bool present;
  T& value;
};
template <class T>
When<T> when(bool present, T& value) {
  return {present, value};
}

/// The definition under which a schema holds a type; null: it is written out where it stands.
template <class T>
inline constexpr const char* definition = nullptr;

}  // namespace sizer
