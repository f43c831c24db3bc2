/// \file
/// Figures whose unit is a word of the result: "seconds", "usd", "bytes".
#pragma once

#include <string>

#include "render/figures.h"
#include "render/html/markup.h"
#include "render/phrases.h"

namespace sizer::html {

/// "13.2 min", "$8.14", "1.05 TB"; a plain number in any other unit.
std::string in_unit(double value, const std::string& unit);
/// "18 – 38 min"; empty when the ends look alike.
std::string ends_in_unit(const Range<double>& range, const std::string& unit);
/// "+3.2 min", "−$1.20", "none"
std::string change_in_unit(double change, const std::string& unit);
/// "saves 3.2 min", "costs 3.2 min more"
std::string saving(Seconds time);
std::string saving(Dollars cost);

/// "18 – 38 min": as beside a typical value, without the brackets.
std::string without_brackets(const std::string& bracketed);

/// A change of either sign: "3.2 min", "−$1.20".
template <class T>
std::string signed_figure(Quantity<T> quantity) {
  return quantity.value < 0 ? "−" + figure(Quantity<T>{-quantity.value}) : figure(quantity);
}

/// The typical value, and its range in smaller type: beside it, or below it where a column should be narrow.
template <class T>
Markup typical_and_ends(const Range<T>& range) {
  const std::string ends = in_brackets(range);
  return text(figure(range.typical)) + (ends.empty() ? Markup{} : Markup{" "} + classed("small", "ends", text(ends)));
}

template <class T>
Markup typical_over_ends(const Range<T>& range) {
  const std::string ends = without_brackets(in_brackets(range));
  return text(figure(range.typical)) + (ends.empty() ? Markup{} : classed("div", "ends", text(ends)));
}

template <class T>
Range<double> plain(const Range<Quantity<T>>& range) {
  return {range.low.value, range.typical.value, range.high.value};
}
inline Range<double> plain(const Range<double>& range) {
  return range;
}

/// "p10 22 min · p50 26 min · p90 33 min"
template <class T>
std::string percentiles_text(const Quantiles<T>& of) {
  return "p10 " + figure(of.p10) + " · p50 " + figure(of.p50) + " · p90 " + figure(of.p90);
}

bool any(const Range<Bytes>& bytes);

/// "20 x m5d.4xlarge", with the cluster's name where it says more.
std::string cluster_in_words(const JobReport& job);

}  // namespace sizer::html
