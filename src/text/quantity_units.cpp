// The units of each dimension: what they are worth, and what to say of one that is unknown.
#include "text/quantity_units.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include <fmt/format.h>

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
constexpr Unit time_units[] = {{"ns", 1e-9},    {"us", 1e-6},    {"ms", 1e-3},   {"s", 1},
                               {"sec", 1},      {"second", 1},   {"seconds", 1}, {"min", 60},
                               {"minute", 60},  {"minutes", 60}, {"h", 3600},    {"hour", 3600},
                               {"hours", 3600}, {"d", 86400},    {"day", 86400}, {"days", 86400}};
constexpr Unit count_units[] = {{"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}};

std::optional<double> find_unit(std::string_view name, std::span<const Unit> units) {
  const auto unit = std::ranges::find(units, name, &Unit::name);
  return unit == units.end() ? std::nullopt : std::optional(unit->factor);
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

const char* units_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::bytes:
      return "units of size: B, kB, MB, GB, TB, PB (decimal); KiB, MiB, GiB, TiB, PiB (binary)";
    case Dimension::seconds:
      return "units of time: ms, s, min, h, days";
    case Dimension::rows:
      return "a plain number, or one with k, M, G, T";
    case Dimension::share:
      return "a number from 0 to 1, or a percentage such as 40 %";
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

/// The unit of an example: "GiB" of "64 GiB".
std::string_view unit_of_example(const Limits& limits) {
  const std::string_view example = limits.example;
  const std::size_t space = example.find(' ');
  return space == std::string_view::npos ? std::string_view{} : example.substr(space + 1);
}

/// What is wrong with a unit of size: letters of the wrong case, bits, Spark's short forms.
QuantityError wrong_size_unit(std::string_view number, std::string_view unit, const Limits& limits) {
  QuantityError error{
      codes::wrong_unit, fmt::format("{} is not a unit of size", in_quotes(unit)), {}, units_of(limits.dimension)};
  const std::string small = lower(unit);
  if (find_unit(unit, bit_units)) {
    std::string bytes(unit.substr(0, unit.find('b')));
    error.message = fmt::format("{} is bits; sizes are in bytes", in_quotes(unit));
    error.suggestion = meant(number, bytes + "B");
  } else if (small == "kb" || small == "k") {
    error.suggestion = fmt::format("did you mean '{0} kB' (1000 bytes) or '{0} KiB' (1024 bytes)?", number);
  } else if (small.size() == 1 && std::string_view("mgtp").find(small[0]) != std::string_view::npos) {
    const char prefix = static_cast<char>(small[0] - 'a' + 'A');
    error.suggestion = fmt::format("did you mean '{0} {1}B' (decimal) or '{0} {1}iB' (binary)?", number, prefix);
  } else {
    for (const Unit& known : byte_units)
      if (lower(known.name) == small) error.suggestion = meant(number, known.name);
  }
  return error;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

std::optional<double> factor_of(std::string_view unit, const Limits& limits) {
  switch (limits.dimension) {
    case Dimension::bytes:
      return find_unit(unit, byte_units);
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
      return unit == "/h" || unit == "/hour" ? std::optional(1.0) : std::nullopt;
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

QuantityError missing_unit(std::string_view number, const Limits& limits) {
  std::string suggestion;
  if (limits.dimension == Dimension::price)
    suggestion = fmt::format("did you mean '${}/h'?", number);
  else if (limits.dimension == Dimension::dollars)
    suggestion = fmt::format("did you mean '${}'?", number);
  else
    suggestion = meant(number, unit_of_example(limits));
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
  const std::string small = lower(unit);
  if (limits.dimension == Dimension::seconds && (small == "m" || small == "mins"))
    error.suggestion = meant(number, "min");
  if (limits.dimension == Dimension::seconds && (small == "hr" || small == "hrs"))
    error.suggestion = meant(number, "h");
  if (limits.dimension == Dimension::rows && (small == "b" || small == "bn"))
    error.suggestion = fmt::format("did you mean '{}G'?", number);
  if (limits.dimension == Dimension::rows && (small == "m" || small == "g" || small == "t" || small == "k"))
    error.suggestion =
        fmt::format("did you mean '{}{}'?", number, small == "k" ? 'k' : static_cast<char>(small[0] - 'a' + 'A'));
  if (limits.dimension == Dimension::rate && (find_unit(unit, byte_units) || find_unit(unit, bit_units)))
    error.suggestion = fmt::format("did you mean '{} {}/s'?", number, unit);
  if (limits.dimension == Dimension::row_rate && count_factor(unit, {"rows", "row"}))
    error.suggestion =
        meant(number, unit.empty() || unit.ends_with("s") ? fmt::format("{}/s", unit) : fmt::format("{} rows/s", unit));
  if (limits.dimension == Dimension::price) error.suggestion = fmt::format("did you mean '${}/h'?", number);
  return error;
}

}  // namespace sizer
