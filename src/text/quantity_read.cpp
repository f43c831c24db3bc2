// Quantities as people write them, to values; and why a text is none.
#include "text/quantity_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "text/quantity_hints.h"
#include "text/quantity_units.h"
#include "text/utf8.h"

namespace sizer {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "1_000_000" as "1000000": an underscore between two digits is no more than a help to the eye.
std::string without_underscores(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '_' || i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
      plain += text[i];
  return plain;
}

/// "1,000", "1,5": separators that we do not take, with the number that was probably meant.
std::optional<QuantityError> separator_error(std::string_view text, std::size_t end) {
  if (end + 1 >= text.size() || (text[end] != ',' && text[end] != '\'') || !is_digit(text[end + 1]))
    return std::nullopt;
  std::size_t group = 0;
  while (end + 1 + group < text.size() && is_digit(text[end + 1 + group])) ++group;
  const bool decimal_comma = text[end] == ',' && group != 3;
  std::string plain;
  for (const char c : text)
    if (c == ',' && decimal_comma)
      plain += '.';
    else if (c != ',' && c != '\'')
      plain += c;
  return QuantityError{
      codes::not_a_number,
      decimal_comma ? "a decimal point is written '.', not ','" : "digits are written without separators",
      fmt::format("did you mean {}?", in_quotes(plain))};
}

struct Number {
  double value = 0;
  std::size_t length = 0;  ///< characters it takes
};

/// The number that `text` starts with.
std::variant<Number, QuantityError> read_number(std::string_view text, const Limits& limits) {
  const std::string small = lower(text.substr(0, 10));
  for (const std::string_view word : {"nan", ".nan", "inf", ".inf", "+inf", "-inf", "+.inf", "-.inf", "infinity"})
    if (small == word || small.starts_with(std::string(word) + " "))
      return QuantityError{codes::out_of_bounds, fmt::format("{} is not a finite number", in_quotes(text))};
  const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
  Number number;
  const char* const end = text.data() + text.size();
  const bool starts_well =
      text.size() > sign &&
      (is_digit(text[sign]) || (text[sign] == '.' && text.size() > sign + 1 && is_digit(text[sign + 1])));
  if (!starts_well)
    return QuantityError{
        codes::not_a_number,
        text.empty() ? "a value is missing" : fmt::format("{} is not {}", in_quotes(text), word_for(limits.dimension)),
        {},
        fmt::format("expected {}, such as {}", word_for(limits.dimension), limits.example)};
  const auto [stop, status] = std::from_chars(text.data() + sign, end, number.value);
  number.length = static_cast<std::size_t>(stop - text.data());
  if (status == std::errc::result_out_of_range)
    return QuantityError{codes::out_of_bounds,
                         fmt::format("{} is too large or too small to compute with", in_quotes(text))};
  if (text.starts_with('-') && number.value != 0)
    return QuantityError{codes::out_of_bounds,
                         fmt::format("{} is negative", in_quotes(text)),
                         {},
                         limits.dimension == Dimension::bytes && limits.zero ? "0 switches it off" : ""};
  if (text.starts_with("0x") || text.starts_with("0X"))
    return QuantityError{codes::not_a_number, fmt::format("{} is not a decimal number", in_quotes(text))};
  if (auto error = separator_error(text, number.length)) return *error;
  return number;
}

std::optional<QuantityError> out_of_bounds(double value, std::string_view text, const Limits& limits) {
  constexpr double least = 1e-30;
  if (value == 0 && !limits.zero)
    return QuantityError{codes::out_of_bounds, fmt::format("{} must be more than 0", in_quotes(text))};
  if (value > limits.most && limits.most == 1)
    return QuantityError{codes::out_of_bounds,
                         fmt::format("{} is more than the whole; a share lies between 0 and 1", in_quotes(text)),
                         {},
                         "40 % is written 0.4 or 40 %"};
  if (value > limits.most || (value != 0 && value < least))
    return QuantityError{codes::out_of_bounds,
                         fmt::format("{} is too {} to compute with", in_quotes(text), value > 1 ? "large" : "small")};
  return std::nullopt;
}

bool is_money(const Limits& limits) {
  return limits.dimension == Dimension::price || limits.dimension == Dimension::dollars;
}

/// "$0.904/h", "0.904 USD/h": the text without its currency, and whether it had one.
std::pair<std::string, bool> without_currency(std::string_view text) {
  for (const std::string_view sign : {"$", "USD"})
    if (const std::size_t at = text.find(sign); at != std::string_view::npos)
      return {std::string(trimmed(text.substr(0, at))) + std::string(trimmed(text.substr(at + sign.size()))), true};
  return {std::string(text), false};
}

/// True for "6B": six bytes or six billion of them. A number that is written out in millions is of bytes.
bool may_be_billions(double number, std::string_view text, std::size_t length, const Limits& limits) {
  if (limits.dimension != Dimension::bytes || limits.of == SizeOf::row || text.substr(length) != "B" || number == 0)
    return false;
  constexpr std::size_t digits_of_a_million = 7;
  const std::size_t first = std::min(text.find_first_of("0123456789."), length);
  return std::min(text.find_first_not_of("0123456789", first), length) - first < digits_of_a_million;
}

/// "h30m" after "1": the rest of a time of several parts, each smaller than the one before it.
std::optional<double> rest_of_time(double first, std::string_view rest, const Limits& limits) {
  double sum = 0, number = first, last = HUGE_VAL;
  while (true) {
    const std::size_t digit = std::min(rest.find_first_of("0123456789."), rest.size());
    const auto factor = factor_of(trimmed(rest.substr(0, digit)), limits);
    if (!factor || *factor >= last) return std::nullopt;
    sum += number * *factor;
    last = *factor;
    rest.remove_prefix(digit);
    if (rest.empty()) return sum;
    const auto [stop, status] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (status != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
  }
}

/// "/365" after "7".
std::optional<double> rest_of_fraction(double over, std::string_view rest, const Limits& limits) {
  if ((limits.dimension != Dimension::share && limits.dimension != Dimension::ratio) || !rest.starts_with('/'))
    return std::nullopt;
  const std::string_view under = trimmed(rest.substr(1));
  const auto number = read_number(under, limits);
  const auto* found = std::get_if<Number>(&number);
  if (found == nullptr || found->length != under.size() || found->value <= 0) return std::nullopt;
  return over / found->value;
}

/// The value of a number and what follows it, or nothing where that is no unit.
std::optional<double> with_unit(double number, std::string_view unit, const Limits& limits) {
  if (unit.empty()) return number;
  // A percentage is divided: 7 % is then the double nearest to 0.07, as if it had been written so.
  if (unit == "%") return factor_of(unit, limits) ? std::optional(number / 100) : std::nullopt;
  if (const auto known = factor_of(unit, limits)) return number * *known;
  if (limits.dimension == Dimension::seconds) return rest_of_time(number, unit, limits);
  return rest_of_fraction(number, unit, limits);
}

/// A number and its unit; `unit_of_range` stands for a unit that is missing.
std::variant<double, QuantityError> read_one(std::string_view text, const Limits& limits,
                                             std::string_view unit_of_range) {
  const auto number = read_number(text, limits);
  if (const auto* error = std::get_if<QuantityError>(&number)) return *error;
  const auto [value, length] = std::get<Number>(number);
  if (may_be_billions(value, text, length, limits)) return bytes_or_billions(text.substr(0, length));
  std::string_view unit = trimmed(text.substr(length));
  if (unit.empty()) unit = unit_of_range;
  if (unit.empty() && !limits.bare && limits.dimension != Dimension::dollars) return missing_unit(text, limits);
  const auto scaled = with_unit(value, unit, limits);
  if (!scaled) return wrong_unit(text.substr(0, length), unit, limits);
  if (const auto error = out_of_bounds(*scaled, text, limits)) return *error;
  return *scaled;
}

/// The unit that `text` ends with: what follows its number. A time of several parts has none that is for all.
std::string_view unit_at_end(std::string_view text, const Limits& limits) {
  const auto number = read_number(text, limits);
  const auto* found = std::get_if<Number>(&number);
  const std::string_view unit = found == nullptr ? std::string_view{} : trimmed(text.substr(found->length));
  const bool parts =
      limits.dimension == Dimension::seconds && unit.find_first_of("0123456789") != std::string_view::npos;
  return parts ? std::string_view{} : unit;
}

std::optional<QuantityError> currency_error(std::string_view text, bool has_currency, const Limits& limits) {
  if (is_money(limits) && !has_currency && !limits.bare)
    return missing_unit(text.substr(0, text.find_first_of(" /")), limits);
  if (!is_money(limits) && has_currency)
    return QuantityError{codes::wrong_unit,
                         fmt::format("{} is money; expected is {}", in_quotes(text), word_for(limits.dimension))};
  return std::nullopt;
}

}  // namespace

double typical_of(double low, double high) {
  return low > 0 ? std::sqrt(low) * std::sqrt(high) : (low + high) / 2;
}

std::variant<double, QuantityError> read_quantity(std::string_view text, const Limits& limits) {
  const auto [plain, has_currency] = without_currency(without_underscores(trimmed(text)));
  if (!plain.empty() && (is_digit(plain[0]) || plain[0] == '.' || plain[0] == '+'))
    if (const auto error = currency_error(plain, has_currency, limits)) return *error;
  return read_one(plain, limits, {});
}

std::variant<Range<double>, QuantityError> read_quantity_range(std::string_view text, const Limits& limits) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto one = read_quantity(text, limits);
    if (const auto* error = std::get_if<QuantityError>(&one)) return *error;
    return exactly(std::get<double>(one));
  }
  const auto [plain, has_currency] = without_currency(without_underscores(trimmed(text)));
  if (const auto error = currency_error(plain, has_currency, limits)) return *error;
  const std::size_t split = plain.find("..");
  const std::string_view low_text = trimmed(std::string_view(plain).substr(0, split));
  const std::string_view high_text = trimmed(std::string_view(plain).substr(split + 2));
  const auto high = read_one(high_text, limits, {});
  if (const auto* error = std::get_if<QuantityError>(&high)) return *error;
  const auto low = read_one(low_text, limits, unit_at_end(high_text, limits));
  if (const auto* error = std::get_if<QuantityError>(&low)) return *error;
  const double from = std::get<double>(low), to = std::get<double>(high);
  if (from > to)
    return QuantityError{codes::wrong_range,
                         fmt::format("the low end of {} is above its high end", in_quotes(trimmed(text))),
                         {},
                         "a unit at the end stands for both ends: 1..2 TB, 200..2000 rows/s"};
  return Range<double>{from, typical_of(from, to), to};
}

}  // namespace sizer
