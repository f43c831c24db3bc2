/// \file
/// Numbers of a report as the page shows them: "1.18 TB", and beside it "(1.05 – 1.3 TB)".
#pragma once

#include <cmath>
#include <string>

#include "sizer/report.h"
#include "text/quantity_text.h"

namespace sizer {

/// A range as files write it, `1.05..1.3 TB`, with a dash and in brackets; empty when the ends look alike.
std::string bracketed(std::string range);

/// A text with what stands in brackets beside it, if anything does.
std::string beside(const std::string& text, const std::string& brackets);

template <class T>
bool is_known(const Range<Quantity<T>>& range) {
  return std::isfinite(range.low.value) && std::isfinite(range.high.value);
}
inline bool is_known(const Range<double>& range) {
  return std::isfinite(range.low) && std::isfinite(range.high);
}

/// A value in three digits; "unknown" when it is not finite.
template <class T>
std::string figure(Quantity<T> quantity) {
  return std::isfinite(quantity.value) ? to_text(quantity) : "unknown";
}
std::string figure(double number);
std::string percent(Fraction share);

/// A whole number, all its digits: "8192".
std::string count(double number);
/// "1 worker", "20 workers"
std::string counted(double number, const char* thing);

/// "(1.05 – 1.3 TB)"
template <class T>
std::string in_brackets(const Range<Quantity<T>>& range) {
  return is_known(range) ? bracketed(to_text(range)) : "(unknown)";
}
std::string in_brackets(const Range<double>& range);
std::string percent_in_brackets(const Range<Fraction>& range);

/// "1.18 TB (1.05 – 1.3 TB)"
template <class T>
std::string with_range(const Range<T>& range) {
  return beside(figure(range.typical), in_brackets(range));
}

/// The same of numbers that are quantities of kind T.
template <class T>
std::string in_kind(const Range<double>& range) {
  return with_range(Range<T>{{range.low}, {range.typical}, {range.high}});
}

/// "18 – 38 min": from one number to another; one figure where they look alike.
template <class T>
std::string from_to(Quantity<T> low, Quantity<T> typical, Quantity<T> high) {
  const std::string text = in_brackets(Range<Quantity<T>>{low, typical, high});
  return text.size() > 2 ? text.substr(1, text.size() - 2) : figure(typical);
}
template <class T>
std::string from_to(const Quantiles<Quantity<T>>& q) {
  return from_to(q.p10, q.p50, q.p90);
}

/// The value of an assumption with its range, in the unit that people would choose: "12 s/GB (9 – 16)".
std::string value_of(const Assumption& assumption);

}  // namespace sizer
