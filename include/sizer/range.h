/// \file
/// What we believe of a number, and which end of it to believe.
/// The model runs on plain numbers, once a case; ranges exist only where numbers enter and where results leave.
#pragma once

#include <algorithm>

#include "sizer/units.h"

namespace sizer {

/// What is believed of a number: low <= typical <= high.
template <class T>
struct Range {
  T low{}, typical{}, high{};

  constexpr bool operator==(const Range&) const = default;
};

/// A number known for sure.
template <class T>
constexpr Range<T> exactly(T value) {
  return Range<T>{value, value, value};
}

/// The smallest range that holds three results of one quantity, whatever order they came in.
template <class T>
constexpr Range<T> fold(T best, T typical, T worst) {
  return Range<T>{std::min({best, typical, worst}), typical, std::max({best, typical, worst})};
}

enum class Case { best, typical, worst };
inline constexpr Case all_cases[] = {Case::best, Case::typical, Case::worst};

/// The case that believes the other end of each range.
constexpr Case opposite(Case c) {
  return c == Case::best ? Case::worst : c == Case::worst ? Case::best : Case::typical;
}

/// Three results side by side.
template <class T>
struct ByCase {
  T best{}, typical{}, worst{};

  constexpr T& operator[](Case c) { return c == Case::best ? best : c == Case::worst ? worst : typical; }
  constexpr const T& operator[](Case c) const { return c == Case::best ? best : c == Case::worst ? worst : typical; }
};

/// True for kinds of which more is better: speeds. All else (sizes, seconds, fractions, prices) costs more when it is
/// more.
template <class T>
inline constexpr bool more_is_better = false;
template <>
inline constexpr bool more_is_better<Rate> = true;
template <>
inline constexpr bool more_is_better<RowRate> = true;
template <>
inline constexpr bool more_is_better<Reached> = true;

/// The end of `range` that case `c` believes: the low end of a cost in the best case, the high end of a speed.
template <class T>
constexpr T at(const Range<T>& range, Case c) {
  if (c == Case::typical) return range.typical;
  return (c == Case::best) != more_is_better<T> ? range.low : range.high;
}

/// The same for a range of which more is better although it is no speed: batch sizes, compression.
template <class T>
constexpr T at_more_is_better(const Range<T>& range, Case c) {
  return c == Case::best ? range.high : c == Case::worst ? range.low : range.typical;
}

}  // namespace sizer
