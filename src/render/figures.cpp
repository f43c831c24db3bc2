// Rounding, brackets and units, on top of how quantities are written in files.
#include "render/figures.h"

#include <fmt/format.h>

namespace sizer {
namespace {

/// The range of a plain number in the kind of its unit.
/// "12 s/GB (9 – 16)"
std::string scaled(const Range<double>& range, double scale, const std::string& unit) {
  const Range<double> shown{scale * range.low, scale * range.typical, scale * range.high};
  return beside(figure(shown.typical) + unit, in_brackets(shown));
}

}  // namespace

std::string bracketed(std::string range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) return "";
  return "(" + range.replace(dots, 2, " – ") + ")";
}

std::string beside(const std::string& text, const std::string& brackets) {
  return brackets.empty() ? text : text + " " + brackets;
}

std::string figure(double number) {
  return std::isfinite(number) ? number_text(number) : "unknown";
}
std::string percent(Fraction share) {
  return std::isfinite(share) ? share_text(share) : "unknown";
}

std::string count(double number) {
  const bool short_enough = std::abs(number) < 1e7;
  return short_enough && number == std::trunc(number) ? fmt::format("{:.0f}", number) : figure(number);
}

std::string counted(double number, const char* thing) {
  return fmt::format("{} {}{}", count(number), thing, number == 1 ? "" : "s");
}

std::string in_brackets(const Range<double>& range) {
  return is_known(range) ? bracketed(number_text(range)) : "(unknown)";
}
std::string percent_in_brackets(const Range<Fraction>& range) {
  return is_known(range) ? bracketed(share_text(range)) : "(unknown)";
}

std::string value_of(const Assumption& assumption) {
  const Range<double>& value = assumption.value;
  const std::string& unit = assumption.unit;
  if (unit == "B") return in_kind<Bytes>(value);
  if (unit == "s") return in_kind<Seconds>(value);
  if (unit == "B/s") return in_kind<Rate>(value);
  if (unit == "rows/s") return in_kind<RowRate>(value);
  if (unit == "s/B") return scaled(value, 1e9, " s/GB");
  if (unit == "s/row") return scaled(value, 1e6, " s per million rows");
  if (unit == "share") return beside(percent(value.typical), percent_in_brackets(value));
  return scaled(value, 1, unit.empty() || unit == "ratio" ? "" : " " + unit);
}

}  // namespace sizer
