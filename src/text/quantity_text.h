/// \file
/// Quantities as people write them: "1.5 GiB", "16g", "1h30m", "$0.904/h", "7/365", "1.05..1.30 TB"; to values, and
/// back.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sizer/range.h"
#include "sizer/units.h"
#include "text/codes.h"

namespace sizer {

// ---- Reading ------------------------------------------------------------------------------------------------------

enum class Dimension { number, bytes, seconds, rows, share, ratio, rate, row_rate, price, dollars };

/// What a size is of. It says what a letter alone means: "16g" of memory is 16 GiB, as Spark reads it, "800G" of data
/// is 800 GB; and whether "6B" may be six bytes, as it may of a row alone.
enum class SizeOf { data, memory, row };

/// What may stand in a place: a dimension and its bounds.
struct Limits {
  Dimension dimension = Dimension::number;
  const char* example = "";  ///< a value as it should look: "64 GiB"
  bool zero = false;         ///< 0 makes sense
  bool bare = false;         ///< a number without a unit counts in base units
  double most = 1e30;
  SizeOf of = SizeOf::data;  ///< of bytes alone
  const char* counted = "";  ///< what a number is of, where the dimension does not say it: "files"
};

/// In which unit results give such a value: "B", "s", "rows", "requests/s".
constexpr const char* unit_of(const Limits& limits) {
  if (*limits.counted != 0) return limits.counted;
  switch (limits.dimension) {
    case Dimension::number:
      break;
    case Dimension::bytes:
      return "B";
    case Dimension::seconds:
      return "s";
    case Dimension::rows:
      return "rows";
    case Dimension::share:
      return "share";
    case Dimension::ratio:
      return "ratio";
    case Dimension::rate:
      return "B/s";
    case Dimension::row_rate:
      return "rows/s";
    case Dimension::price:
      return "usd/h";
    case Dimension::dollars:
      return "usd";
  }
  return "";
}

/// Limits with the type of the values they admit.
template <class T>
struct Measure {
  Limits limits;
};

namespace measure {
inline constexpr Measure<Bytes> bytes{{Dimension::bytes, "800 GB"}};
inline constexpr Measure<Bytes> memory{{Dimension::bytes, "64 GiB", false, false, 1e30, SizeOf::memory}};
inline constexpr Measure<Bytes> partition{{Dimension::bytes, "128 MiB", false, false, 1e30, SizeOf::memory}};
inline constexpr Measure<Bytes> bytes_or_none{
    {Dimension::bytes, "64 MiB", true, false, 1e30, SizeOf::memory}};  ///< 0 switches a threshold off
inline constexpr Measure<Bytes> row_bytes{{Dimension::bytes, "100 B", false, false, 1e30, SizeOf::row}};
inline constexpr Measure<Seconds> seconds{{Dimension::seconds, "90 s"}};
inline constexpr Measure<Rows> rows{{Dimension::rows, "100M", false, true}};
inline constexpr Measure<Rows> files{{Dimension::rows, "8000", false, true, 1e30, SizeOf::data, "files"}};
inline constexpr Measure<Fraction> share{{Dimension::share, "0.4", false, true, 1}};
inline constexpr Measure<Fraction> share_or_none{{Dimension::share, "0.4", true, true, 1}};
inline constexpr Measure<Ratio> ratio{{Dimension::ratio, "1.5", false, true}};
inline constexpr Measure<Ratio> ratio_or_none{{Dimension::ratio, "1.5", true, true}};
inline constexpr Measure<Rate> rate{{Dimension::rate, "90 MB/s"}};
inline constexpr Measure<Rate> network{{Dimension::rate, "10 Gbps"}};
inline constexpr Measure<RowRate> row_rate{{Dimension::row_rate, "2k rows/s"}};
inline constexpr Measure<RowRate> bare_row_rate{
    {Dimension::row_rate, "2000", false, true}};  ///< the key says "per second"
inline constexpr Measure<RowRate> request_rate{
    {Dimension::row_rate, "500", false, true, 1e30, SizeOf::data, "requests/s"}};
inline constexpr Measure<Price> price{{Dimension::price, "$0.904/h", true}};
inline constexpr Measure<Dollars> dollars{{Dimension::dollars, "$12.40", true}};
}  // namespace measure

/// Why a text is no quantity.
struct QuantityError {
  Code code;
  std::string message;
  std::string suggestion{};  ///< "did you mean '64 GiB'?"
  std::string note{};
};

std::variant<double, QuantityError> read_quantity(std::string_view text, const Limits& limits);

/// One value, or `low..high`; the unit of the high end stands for both when the low end has none.
std::variant<Range<double>, QuantityError> read_quantity_range(std::string_view text, const Limits& limits);

/// The middle of a range of which only the ends are known: geometric, since it may span decades.
double typical_of(double low, double high);

// ---- Writing: three significant digits, decimal prefixes, no locale ---------------------------------------------

std::string to_text(Bytes);              ///< "1.05 TB"
std::string memory_text(Bytes);          ///< "16 GiB", as memory is sold; "64 GB" where that is what was given
std::string to_text(Seconds);            ///< "24 min"
std::string to_text(Rows);               ///< "200M"
std::string to_text(Rate);               ///< "1.25 GB/s"
std::string to_text(RowRate);            ///< "2k rows/s"
std::string to_text(Price);              ///< "$0.904/h"
std::string to_text(Dollars);            ///< "$12.40"
std::string share_text(Fraction share);  ///< "40 %"
std::string number_text(double number);  ///< "1.25"

/// "1.05..1.3 TB"; one value when the ends look alike.
std::string to_text(const Range<Bytes>&);
std::string to_text(const Range<Seconds>&);
std::string to_text(const Range<Rows>&);
std::string to_text(const Range<Rate>&);
std::string to_text(const Range<RowRate>&);
std::string to_text(const Range<Price>&);
std::string to_text(const Range<Dollars>&);
std::string share_text(const Range<Fraction>&);
std::string number_text(const Range<double>&);

}  // namespace sizer
