// Quantities to texts for people: three significant digits, decimal prefixes, no locale.
#include <cmath>
#include <cstdlib>
#include <span>
#include <string>

#include <fmt/format.h>

#include "text/quantity_text.h"

namespace sizer {
namespace {

/// A unit serves values below `until`, counted in base units.
struct Scale {
  double until;
  double factor;
  const char* unit;
};

constexpr double no_end = HUGE_VAL;
constexpr Scale byte_scales[] = {{1e3, 1, " B"},      {1e6, 1e3, " kB"},   {1e9, 1e6, " MB"},    {1e12, 1e9, " GB"},
                                 {1e15, 1e12, " TB"}, {1e18, 1e15, " PB"}, {no_end, 1e18, " EB"}};
constexpr double kibi = 1024, mebi = kibi * kibi, gibi = mebi * kibi, tebi = gibi * kibi;
constexpr Scale memory_scales[] = {
    {kibi, 1, " B"}, {mebi, kibi, " KiB"}, {gibi, mebi, " MiB"}, {tebi, gibi, " GiB"}, {no_end, tebi, " TiB"}};
constexpr Scale rate_scales[] = {
    {1e3, 1, " B/s"}, {1e6, 1e3, " kB/s"}, {1e9, 1e6, " MB/s"}, {1e12, 1e9, " GB/s"}, {no_end, 1e12, " TB/s"}};
constexpr Scale time_scales[] = {{1e-3, 1e-6, " us"}, {1, 1e-3, " ms"},     {120, 1, " s"},
                                 {7200, 60, " min"},  {259200, 3600, " h"}, {no_end, 86400, " days"}};
constexpr Scale row_scales[] = {{1e3, 1, ""}, {1e6, 1e3, "k"}, {1e9, 1e6, "M"}, {1e12, 1e9, "G"}, {no_end, 1e12, "T"}};
constexpr Scale row_rate_scales[] = {{1e3, 1, " rows/s"},
                                     {1e6, 1e3, "k rows/s"},
                                     {1e9, 1e6, "M rows/s"},
                                     {1e12, 1e9, "G rows/s"},
                                     {no_end, 1e12, "T rows/s"}};
constexpr Scale share_scales[] = {{no_end, 0.01, " %"}};
constexpr Scale number_scales[] = {{no_end, 1, ""}};

/// Three significant digits, as a value: what the reader of the text will believe.
double rounded(double value) {
  return std::strtod(fmt::format("{:.2e}", value).c_str(), nullptr);
}

/// Plain digits where that is short; 1e+12 otherwise.
std::string digits(double value) {
  if (value == 0) return "0";
  const double shown = rounded(value);
  const double size = std::abs(shown);
  if (size >= 1e3 && size < 1e7) return fmt::format("{:.0f}", shown);
  return fmt::format("{:.3g}", shown);
}

const Scale& scale_for(double value, std::span<const Scale> scales) {
  const double shown = std::abs(rounded(value));
  for (const Scale& scale : scales)
    if (shown < scale.until) return scale;
  return scales.back();
}

std::string text_of(double value, std::span<const Scale> scales) {
  const Scale& scale =
      value == 0 ? (scales.size() > 2 && scales[2].factor == 1 ? scales[2] : scales[0]) : scale_for(value, scales);
  return digits(value / scale.factor) + scale.unit;
}

/// Both ends in the unit of the high one; where the low end would be a fraction of it, each in its own.
std::string text_of(double low, double high, std::span<const Scale> scales) {
  const std::string from = text_of(low, scales), to = text_of(high, scales);
  if (from == to) return to;
  const Scale& scale = scale_for(high, scales);
  const bool near = low == 0 || low / scale.factor >= 0.95;
  return fmt::format("{}..{}", near ? digits(low / scale.factor) : from, to);
}

/// "1.2e15", where digits would only be counted.
std::string power_of_ten(double value) {
  std::string text = fmt::format("{:.3g}", value);  // "1.2e+15"
  std::erase(text, '+');
  return text;
}

/// Cents from one dollar up, whole dollars from a thousand up, three digits below one.
std::string money(double dollars) {
  const double size = std::abs(dollars);
  if (size >= 1e15) return power_of_ten(dollars);
  if (size >= 999.5) return fmt::format("{:.0f}", dollars);
  if (size >= 0.9995 || dollars == 0) return fmt::format("{:.2f}", dollars);
  return digits(dollars);
}

std::string money_range(double low, double high, const char* unit) {
  const std::string from = money(low), to = money(high);
  return from == to ? fmt::format("${}{}", to, unit) : fmt::format("${}..{}{}", from, to, unit);
}

}  // namespace

std::string to_text(Bytes bytes) {
  return text_of(bytes.value, byte_scales);
}
std::string memory_text(Bytes bytes) {
  constexpr double close = 1e-9;
  const bool decimal = std::abs(rounded(bytes.value) - bytes.value) <= close * bytes.value;
  return decimal ? to_text(bytes) : text_of(bytes.value, memory_scales);
}
std::string to_text(Seconds time) {
  return text_of(time.value, time_scales);
}
std::string to_text(Rows rows) {
  return text_of(rows.value, row_scales);
}
std::string to_text(Rate rate) {
  return text_of(rate.value, rate_scales);
}
std::string to_text(RowRate rate) {
  return text_of(rate.value, row_rate_scales);
}
std::string to_text(Price price) {
  return fmt::format("${}/h", digits(price.value));
}
std::string to_text(Dollars dollars) {
  return fmt::format("${}", money(dollars.value));
}
std::string share_text(Fraction share) {
  return text_of(share, share_scales);
}
std::string number_text(double number) {
  return text_of(number, number_scales);
}

std::string to_text(const Range<Bytes>& r) {
  return text_of(r.low.value, r.high.value, byte_scales);
}
std::string to_text(const Range<Seconds>& r) {
  return text_of(r.low.value, r.high.value, time_scales);
}
std::string to_text(const Range<Rows>& r) {
  return text_of(r.low.value, r.high.value, row_scales);
}
std::string to_text(const Range<Rate>& r) {
  return text_of(r.low.value, r.high.value, rate_scales);
}
std::string to_text(const Range<RowRate>& r) {
  return text_of(r.low.value, r.high.value, row_rate_scales);
}
std::string to_text(const Range<Price>& r) {
  return money_range(r.low.value, r.high.value, "/h");
}
std::string to_text(const Range<Dollars>& r) {
  return money_range(r.low.value, r.high.value, "");
}
std::string share_text(const Range<Fraction>& r) {
  return text_of(r.low, r.high, share_scales);
}
std::string number_text(const Range<double>& r) {
  return text_of(r.low, r.high, number_scales);
}

}  // namespace sizer
