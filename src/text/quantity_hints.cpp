// What to say of a number whose unit is missing, unknown, or could be one of two.
#include "text/quantity_hints.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>

#include "text/quantity_units.h"
#include "text/utf8.h"

namespace sizer {
namespace {

const char* units_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::bytes:
      return "units of size: B, kB, MB, GB, TB, PB (decimal); KiB, MiB, GiB, TiB, PiB (binary)";
    case Dimension::seconds:
      return "units of time: ms, s, min, h, days; 1h30m";
    case Dimension::rows:
      return "a plain number, or one with k, M, G (or B), T";
    case Dimension::share:
      return "a number from 0 to 1, a percentage such as 40 %, or a fraction such as 7/365";
    case Dimension::ratio:
      return "a plain number such as 1.5";
    case Dimension::rate:
      return "units of speed: B/s, kB/s, MB/s, GB/s (bytes); Mbps, Gbps (bits)";
    case Dimension::row_rate:
      return "such as 2k rows/s, 500 requests/s";
    case Dimension::price:
      return "such as $0.904/h";
    case Dimension::dollars:
      return "such as $12.40";
    case Dimension::number:
      return "a plain number such as 1.5";
  }
  return "";
}

std::string meant(std::string_view number, std::string_view unit) {
  return fmt::format("did you mean '{} {}'?", number, unit);
}

std::string meant_either(std::string_view first, std::string_view second) {
  return fmt::format("did you mean '{}' or '{}'?", first, second);
}

/// The unit of an example: "GiB" of "64 GiB".
std::string_view unit_of_example(const Limits& limits) {
  const std::string_view example = limits.example;
  const std::size_t space = example.find(' ');
  return space == std::string_view::npos ? std::string_view{} : example.substr(space + 1);
}

struct HintUnit {
  double factor;
  const char* unit;
};

constexpr HintUnit decimal_sizes[] = {{1e15, "PB"}, {1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}};
constexpr HintUnit binary_sizes[] = {
    {1099511627776.0, "TiB"}, {1073741824.0, "GiB"}, {1048576.0, "MiB"}, {1024.0, "KiB"}};
constexpr HintUnit times[] = {{86400, "days"}, {3600, "h"}, {60, "min"}, {1, "s"}};
constexpr HintUnit rates[] = {{1e9, "GB/s"}, {1e6, "MB/s"}};

/// In the largest of the units in which it has few digits; empty: there is none.
std::string in_short(double value, std::span<const HintUnit> scales) {
  for (const HintUnit& scale : scales) {
    const std::string digits = fmt::format("{}", value / scale.factor);
    if (value >= scale.factor && digits.size() <= 5) return fmt::format("{} {}", digits, scale.unit);
  }
  return {};
}

/// In the largest unit that it fills.
std::string in_full(double value, std::span<const HintUnit> scales) {
  for (const HintUnit& scale : scales)
    if (value >= scale.factor) return fmt::format("{} {}", value / scale.factor, scale.unit);
  return {};
}

std::string likely_size(double bytes, const Limits& limits) {
  constexpr double surely_bytes = 1e6;
  if (limits.of == SizeOf::row) return {};
  if (limits.of == SizeOf::memory) {
    if (bytes >= surely_bytes)
      if (std::string text = in_short(bytes, binary_sizes); !text.empty()) return text;
    constexpr double surely_mebibytes = 1024;  // no machine has so many GiB for a task to share
    const bool gibibytes = unit_of_example(limits) == "GiB";
    if (gibibytes && bytes >= surely_mebibytes && bytes < surely_bytes) return in_short(bytes * 1048576, binary_sizes);
  }
  return bytes >= surely_bytes ? in_full(bytes, decimal_sizes) : std::string{};
}

std::string likely_time(double number, const Limits& limits) {
  constexpr double surely_milliseconds = 1e6, most_minutes = 240;
  if (number >= surely_milliseconds) return in_short(number / 1000, times);
  const bool minutes = unit_of_example(limits) == "min" && number <= most_minutes;
  return minutes || number < 120 ? std::string{} : in_short(number, times);
}

/// The number with the unit that is the most likely.
std::string likely(std::string_view number, const Limits& limits) {
  double value = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, status] = std::from_chars(number.data(), end, value);
  std::string text;
  if (status == std::errc{} && stop == end) {
    if (limits.dimension == Dimension::bytes) text = likely_size(value, limits);
    if (limits.dimension == Dimension::seconds) text = likely_time(value, limits);
    if (limits.dimension == Dimension::rate && value >= 1e6) text = in_full(value, rates);
  }
  return text.empty() ? fmt::format("{} {}", number, unit_of_example(limits)) : text;
}

/// What is wrong with a unit of size: letters of the wrong case, bits, Spark's short forms.
QuantityError wrong_size_unit(std::string_view number, std::string_view unit, const Limits& limits) {
  QuantityError error{
      codes::wrong_unit, fmt::format("{} is not a unit of size", in_quotes(unit)), {}, units_of(limits.dimension)};
  const std::string small = lower(unit);
  if (small == "kb") {
    error.suggestion = fmt::format("did you mean '{0} kB' (1000 bytes) or '{0} KiB' (1024 bytes)?", number);
  } else if (is_bits(unit)) {
    error.message = fmt::format("{} is bits; sizes are in bytes", in_quotes(unit));
    error.suggestion = meant(number, std::string(unit.substr(0, unit.find('b'))) + "B");
  } else if (limits.of == SizeOf::memory && unit == small && small.size() == 2 && small[1] == 'b') {
    const char prefix = static_cast<char>(small[0] - 'a' + 'A');
    error.message = fmt::format("{} is binary to Spark, decimal to others", in_quotes(unit));
    error.suggestion = fmt::format("did you mean '{0} {1}iB' or '{0} {1}B'?", number, prefix);
  } else if (const std::string_view known = byte_unit_like(unit); !known.empty()) {
    error.suggestion = meant(number, known);
  }
  return error;
}

/// What is wrong with the rest of a time.
std::string meant_time(std::string_view number, std::string_view rest) {
  if (const std::size_t colon = rest.find(':'); colon == 0) {
    const std::size_t second = rest.find(':', 1);
    if (second == std::string_view::npos)
      return meant_either(fmt::format("{} h {} min", number, rest.substr(1)),
                          fmt::format("{} min {} s", number, rest.substr(1)));
    return fmt::format("did you mean '{} h {} min {} s'?", number, rest.substr(1, second - 1), rest.substr(second + 1));
  }
  const std::string small = lower(rest);
  constexpr Limits any{Dimension::seconds};
  return factor_of(small, any) ? meant(number, small) : std::string{};
}

std::string meant_share(std::string_view number, std::string_view rest) {
  for (const std::string_view between : {"of ", "out of ", "in "})
    if (rest.starts_with(between)) {
      const std::string_view whole = rest.substr(between.size());
      return fmt::format("did you mean '{}/{}'?", number, whole.substr(0, whole.find(' ')));
    }
  return {};
}

}  // namespace

QuantityError missing_unit(std::string_view number, const Limits& limits) {
  std::string suggestion;
  if (limits.dimension == Dimension::price)
    suggestion = fmt::format("did you mean '${}/h'?", number);
  else if (limits.dimension == Dimension::dollars)
    suggestion = fmt::format("did you mean '${}'?", number);
  else
    suggestion = fmt::format("did you mean '{}'?", likely(number, limits));
  return {codes::missing_unit,
          fmt::format("{} has no unit; expected is {}", in_quotes(number), word_for(limits.dimension)), suggestion,
          units_of(limits.dimension)};
}

QuantityError wrong_unit(std::string_view number, std::string_view unit, const Limits& limits) {
  if (limits.dimension == Dimension::bytes && !unit.ends_with("/s") && !unit.ends_with("ps"))
    return wrong_size_unit(number, unit, limits);
  QuantityError error{codes::wrong_unit,
                      fmt::format("{} is not the unit of {}", in_quotes(unit), word_for(limits.dimension)),
                      {},
                      units_of(limits.dimension)};
  switch (limits.dimension) {
    case Dimension::seconds:
      error.suggestion = meant_time(number, unit);
      break;
    case Dimension::share:
    case Dimension::ratio:
      error.suggestion = meant_share(number, unit);
      break;
    case Dimension::rate:
      if (is_bits(unit))
        error.suggestion = meant(number, std::string(unit) + "/s");
      else if (const std::string_view known = byte_unit_like(unit); !known.empty())
        error.suggestion = meant(number, std::string(known) + "/s");
      break;
    case Dimension::row_rate: {
      constexpr Limits bare{Dimension::row_rate, "", false, true};
      if (factor_of(unit, bare))
        error.suggestion = meant(number, fmt::format("{}{}/s", unit, unit.ends_with('s') ? "" : " rows"));
      break;
    }
    case Dimension::price:
      error.suggestion = fmt::format("did you mean '${}/h'?", number);
      break;
    case Dimension::number: {
      constexpr Limits count{Dimension::rows};
      double value = 0;
      const auto factor = factor_of(unit, count);
      if (factor && std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc{})
        error.suggestion = fmt::format("did you mean '{}'?", value * *factor);
      break;
    }
    default:
      break;
  }
  return error;
}

QuantityError bytes_or_billions(std::string_view number) {
  return {codes::two_meanings,
          fmt::format("{} is {} bytes, or {} billion", in_quotes(fmt::format("{}B", number)), number, number),
          meant_either(fmt::format("{} GB", number), fmt::format("{} bytes", number))};
}

}  // namespace sizer
