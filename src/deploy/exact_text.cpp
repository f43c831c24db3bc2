// Quantities in their shortest text that reads back the same.
#include "deploy/exact_text.h"

#include <span>

#include <fmt/format.h>

namespace sizer::deploy {
namespace {

struct Unit {
  double size;
  const char* name;
};

constexpr Unit byte_units[] = {{1e12, "TB"}, {kibi * kibi * kibi * kibi, "TiB"},
                               {1e9, "GB"},  {kibi * kibi * kibi, "GiB"},
                               {1e6, "MB"},  {kibi * kibi, "MiB"},
                               {1e3, "kB"},  {kibi, "KiB"}};
constexpr Unit rate_units[] = {{1e9, "GB/s"}, {1e6, "MB/s"}, {1e3, "kB/s"}};
constexpr Unit network_units[] = {{125e6, "Gbps"}, {125e3, "Mbps"}, {1e9, "GB/s"}, {1e6, "MB/s"}};
constexpr std::size_t short_enough = 5;

std::string in_units(double value, std::span<const Unit> units, const char* base) {
  for (const Unit& unit : units) {
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
  return in_units(bytes.value, byte_units, "B");
}
std::string exact_text(Rate rate) {
  return in_units(rate.value, rate_units, "B/s");
}
std::string network_text(Rate rate) {
  return in_units(rate.value, network_units, "B/s");
}
std::string exact_text(Price price) {
  return fmt::format("${}/h", exact_number(price.value));
}
std::string exact_text(Seconds seconds) {
  return fmt::format("{} s", exact_number(seconds.value));
}

}  // namespace sizer::deploy
