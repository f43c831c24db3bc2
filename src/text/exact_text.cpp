// Quantities in their shortest text that reads back the same.
#include "text/exact_text.h"

#include <span>
#include <string_view>

#include <fmt/format.h>

namespace sizer {
namespace {

struct Written {
  double size;
  const char* name;
};

constexpr Written written_bytes[] = {{1e12, "TB"}, {kibi * kibi * kibi * kibi, "TiB"},
                                     {1e9, "GB"},  {kibi * kibi * kibi, "GiB"},
                                     {1e6, "MB"},  {kibi * kibi, "MiB"},
                                     {1e3, "kB"},  {kibi, "KiB"}};
constexpr Written written_rates[] = {{1e9, "GB/s"}, {1e6, "MB/s"}, {1e3, "kB/s"}};
constexpr Written written_networks[] = {{125e6, "Gbps"}, {125e3, "Mbps"}, {1e9, "GB/s"}, {1e6, "MB/s"}};
constexpr std::size_t short_enough = 5;

std::string in_units(double value, std::span<const Written> units, const char* base) {
  for (const Written& unit : units) {
    const double number = value / unit.size;
    std::string text = exact_number(number);
    if (number >= 1 && text.size() <= short_enough && number * unit.size == value)
      return fmt::format("{} {}", text, unit.name);
  }
  return fmt::format("{} {}", exact_number(value), base);
}

}  // namespace

std::string exact_number(double number) {
  return fmt::format("{}", number);
}
std::string exact_text(Bytes bytes) {
  return in_units(bytes.value, written_bytes, "B");
}
std::string exact_text(Rate rate) {
  return in_units(rate.value, written_rates, "B/s");
}
std::string network_text(Rate rate) {
  return in_units(rate.value, written_networks, "B/s");
}
std::string exact_text(Price price) {
  return fmt::format("${}/h", exact_number(price.value));
}
std::string exact_text(Seconds seconds) {
  return fmt::format("{} s", exact_number(seconds.value));
}

std::string exact_text(double value, const Limits& limits) {
  switch (limits.dimension) {
    case Dimension::number:
    case Dimension::rows:
    case Dimension::share:
    case Dimension::ratio:
      break;
    case Dimension::bytes:
      return exact_text(Bytes{value});
    case Dimension::seconds:
      return exact_text(Seconds{value});
    case Dimension::rate:  // in bits where the example is
      return std::string_view(limits.example).ends_with("bps") ? network_text(Rate{value}) : exact_text(Rate{value});
    case Dimension::row_rate:
      return limits.bare ? exact_number(value) : exact_number(value) + " rows/s";
    case Dimension::price:
      return exact_text(Price{value});
    case Dimension::dollars:
      return "$" + exact_number(value);
  }
  return exact_number(value);
}

std::string exact_text(const Range<double>& range, const Limits& limits) {
  if (range.low == range.high && range.low == range.typical) return exact_text(range.low, limits);
  if (range.typical != typical_of(range.low, range.high)) return {};
  return fmt::format("{}..{}", exact_text(range.low, limits), exact_text(range.high, limits));
}

}  // namespace sizer
