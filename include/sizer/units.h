/// \file
/// Numbers with a kind. A `Bytes` cannot be added to a `Seconds`; dividing one by the other gives a `Rate`.
/// All values are doubles: exact for whole bytes up to 9 PB, and beyond that all is estimate anyway.
#pragma once

#include <compare>

namespace sizer {

/// A number of one kind. Sums, differences and scalings stay in the kind; ratios leave it.
template <class Kind>
struct Quantity {
  double value = 0;

  constexpr auto operator<=>(const Quantity&) const = default;
  constexpr Quantity& operator+=(Quantity other) { return value += other.value, *this; }
  constexpr Quantity& operator-=(Quantity other) { return value -= other.value, *this; }
  constexpr Quantity& operator*=(double factor) { return value *= factor, *this; }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, double factor) { return {a.value * factor}; }
  friend constexpr Quantity operator*(double factor, Quantity a) { return {factor * a.value}; }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return {a.value / divisor}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Bytes = Quantity<struct BytesKind>;
using Rows = Quantity<struct RowsKind>;
using Seconds = Quantity<struct SecondsKind>;          ///< wall-clock
using CoreSeconds = Quantity<struct CoreSecondsKind>;  ///< one slot (core) held for one second
using Dollars = Quantity<struct DollarsKind>;
using Rate = Quantity<struct RateKind>;          ///< bytes per second
using RowRate = Quantity<struct RowRateKind>;    ///< rows (or requests) per second
using ByteCost = Quantity<struct ByteCostKind>;  ///< core-seconds for a byte
using RowCost = Quantity<struct RowCostKind>;    ///< core-seconds for a row
using Price = Quantity<struct PriceKind>;        ///< dollars per hour
using Reached = Quantity<struct ReachedKind>;    ///< of which more is better: a share of a peak, rows at once
using Fraction = double;                         ///< 0..1
using Ratio = double;                            ///< any factor >= 0

constexpr Seconds operator/(Bytes amount, Rate rate) {
  return {amount.value / rate.value};
}
constexpr Seconds operator/(Rows amount, RowRate rate) {
  return {amount.value / rate.value};
}
constexpr Rate operator/(Bytes amount, Seconds time) {
  return {amount.value / time.value};
}
constexpr Bytes operator*(Rows rows, Bytes width) {
  return {rows.value * width.value};
}

constexpr CoreSeconds operator*(Bytes amount, ByteCost cost) {
  return {amount.value * cost.value};
}
constexpr CoreSeconds operator*(Rows rows, RowCost cost) {
  return {rows.value * cost.value};
}

/// How long `slots` slots take for `work` when all are busy.
constexpr Seconds over(CoreSeconds work, double slots) {
  return {work.value / slots};
}
/// The slot time of one slot busy for `time`.
constexpr CoreSeconds held(Seconds time) {
  return {time.value};
}
inline constexpr double seconds_an_hour = 3600;
/// What `time` costs at `price`.
constexpr Dollars cost(Seconds time, Price price) {
  return {time.value / seconds_an_hour * price.value};
}

namespace literals {
constexpr Bytes operator""_B(unsigned long long n) {
  return {static_cast<double>(n)};
}
constexpr Bytes operator""_KiB(unsigned long long n) {
  return {static_cast<double>(n) * 1024};
}
constexpr Bytes operator""_MiB(unsigned long long n) {
  return {static_cast<double>(n) * 1048576};
}
constexpr Bytes operator""_GiB(unsigned long long n) {
  return {static_cast<double>(n) * 1073741824};
}
constexpr Bytes operator""_MB(unsigned long long n) {
  return {static_cast<double>(n) * 1e6};
}
constexpr Bytes operator""_GB(unsigned long long n) {
  return {static_cast<double>(n) * 1e9};
}
constexpr Bytes operator""_TB(unsigned long long n) {
  return {static_cast<double>(n) * 1e12};
}
constexpr Seconds operator""_s(unsigned long long n) {
  return {static_cast<double>(n)};
}
}  // namespace literals

}  // namespace sizer
