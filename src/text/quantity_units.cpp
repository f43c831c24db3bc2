// The units of each dimension, and what they are worth.
#include "text/quantity_units.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <span>

#include "text/utf8.h"

namespace sizer {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr Unit byte_units[] = {{"B", 1},
                               {"kB", 1e3},
                               {"MB", 1e6},
                               {"GB", 1e9},
                               {"TB", 1e12},
                               {"PB", 1e15},
                               {"EB", 1e18},
                               {"KiB", 1024.0},
                               {"MiB", 1048576.0},
                               {"GiB", 1073741824.0},
                               {"TiB", 1099511627776.0},
                               {"PiB", 1125899906842624.0},
                               {"EiB", 1152921504606846976.0},
                               {"bytes", 1},
                               {"byte", 1}};
constexpr Unit bit_units[] = {{"b", 0.125},   {"kb", 125},   {"Mb", 125e3},   {"Gb", 125e6},   {"Tb", 125e9},
                              {"bit", 0.125}, {"kbit", 125}, {"Mbit", 125e3}, {"Gbit", 125e6}, {"Tbit", 125e9}};
constexpr Unit time_units[] = {{"ns", 1e-9},    {"us", 1e-6},   {"ms", 1e-3},     {"s", 1},         {"sec", 1},
                               {"secs", 1},     {"second", 1},  {"seconds", 1},   {"m", 60},        {"min", 60},
                               {"mins", 60},    {"minute", 60}, {"minutes", 60},  {"h", 3600},      {"hr", 3600},
                               {"hrs", 3600},   {"hour", 3600}, {"hours", 3600},  {"d", 86400},     {"day", 86400},
                               {"days", 86400}, {"w", 604800},  {"week", 604800}, {"weeks", 604800}};
constexpr Unit count_units[] = {{"k", 1e3},  {"K", 1e3},        {"m", 1e6},       {"M", 1e6},       {"g", 1e9},
                                {"G", 1e9},  {"b", 1e9},        {"B", 1e9},       {"bn", 1e9},      {"t", 1e12},
                                {"T", 1e12}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}};

std::optional<double> find_unit(std::string_view name, std::span<const Unit> units) {
  const auto unit = std::ranges::find(units, name, &Unit::name);
  return unit == units.end() ? std::nullopt : std::optional(unit->factor);
}

constexpr std::string_view prefixes = "kmgtp";  // of three digits each, or of ten bits

/// Bytes of "16g", "16Gi", "16gb", "16gib": units of size that are written short, but mean one thing where they stand.
std::optional<double> short_size(std::string_view unit, SizeOf of) {
  const std::string small = lower(unit);
  const std::size_t prefix = small.empty() ? std::string::npos : prefixes.find(small[0]);
  if (prefix == std::string::npos) return std::nullopt;
  const auto power = static_cast<double>(prefix + 1);
  const double decimal = std::pow(1000, power), binary = std::pow(1024, power);
  const std::string_view rest = std::string_view(small).substr(1), as_written = unit.substr(1);
  if (rest.empty()) return of == SizeOf::memory ? binary : decimal;
  if (as_written == "i" || (unit == small && rest == "ib") || as_written == "IB") return binary;
  // Spark reads "16gb" as 16 GiB, others as 16 GB; "kb" may be either for all.
  if (unit == small && rest == "b" && small[0] != 'k' && of != SizeOf::memory) return decimal;
  return std::nullopt;
}

bool ends_with_any(std::string_view& text, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings)
    if (text.ends_with(ending)) {
      text.remove_suffix(ending.size());
      text = trimmed(text);
      return true;
    }
  return false;
}

/// Factor of a count: nothing, "k", "rows", "k rows".
std::optional<double> count_factor(std::string_view unit, std::initializer_list<std::string_view> things) {
  ends_with_any(unit, things);
  return unit.empty() ? std::optional(1.0) : find_unit(unit, count_units);
}

}  // namespace

bool is_bits(std::string_view unit) {
  return find_unit(unit, bit_units).has_value();
}

std::string_view byte_unit_like(std::string_view unit) {
  const std::string small = lower(unit);
  const auto known = std::ranges::find_if(byte_units, [&](const Unit& each) { return lower(each.name) == small; });
  return known == std::end(byte_units) ? std::string_view{} : known->name;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

std::optional<double> factor_of(std::string_view unit, const Limits& limits) {
  switch (limits.dimension) {
    case Dimension::bytes: {
      const auto known = find_unit(unit, byte_units);
      return known ? known : short_size(unit, limits.of);
    }
    case Dimension::seconds:
      return find_unit(unit, time_units);
    case Dimension::rows:
      return count_factor(unit, {"rows", "row"});
    case Dimension::share:
    case Dimension::ratio:
      return unit == "%" ? std::optional(0.01) : std::nullopt;
    case Dimension::rate: {
      if (ends_with_any(unit, {"/s", "ps"})) {
        const auto bytes = find_unit(unit, byte_units);
        return bytes ? bytes : find_unit(unit, bit_units);
      }
      return std::nullopt;
    }
    case Dimension::row_rate:
      if (!ends_with_any(unit, {"/s"}) && !limits.bare) return std::nullopt;
      return count_factor(unit, {"rows", "row", "requests", "request"});
    case Dimension::price:
      return unit == "/h" || unit == "/hr" || unit == "/hour" ? std::optional(1.0) : std::nullopt;
    case Dimension::dollars:
    case Dimension::number:
      return std::nullopt;
  }
  return std::nullopt;
}

const char* word_for(Dimension dimension) {
  switch (dimension) {
    case Dimension::bytes:
      return "a size in bytes";
    case Dimension::seconds:
      return "a time";
    case Dimension::rows:
      return "a number of rows";
    case Dimension::share:
      return "a share from 0 to 1";
    case Dimension::ratio:
      return "a ratio";
    case Dimension::rate:
      return "a speed in bytes per second";
    case Dimension::row_rate:
      return "a speed in rows or requests per second";
    case Dimension::price:
      return "a price per hour";
    case Dimension::dollars:
      return "an amount of dollars";
    case Dimension::number:
      return "a number";
  }
  return "";
}

}  // namespace sizer
