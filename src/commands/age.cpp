// How old prices are.
#include "commands/age.h"

#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include "input/dates.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

constexpr double usual_days = 180;
constexpr double seconds_a_day = 86400;

std::optional<std::chrono::sys_days> day_of(std::string date) {
  if (date.size() == 4) date += "-01";
  if (date.size() == 7) date += "-01";
  if (!is_date(date)) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) { return std::atoi(date.substr(at, length).c_str()); };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day);
}

double days_of(const std::string& max_age) {
  if (max_age.empty()) return usual_days;
  const auto read = read_quantity(max_age, measure::seconds.limits);
  if (const auto* error = std::get_if<QuantityError>(&read))
    throw UsageError(fmt::format("--max-age '{}': {}", max_age, error->message));
  return std::get<double>(read) / seconds_a_day;
}

}  // namespace

std::optional<Age> age_limit(const Options& options) {
  const double most = days_of(options.max_age);
  if (options.as_of == "today") return Age{today({}), most};
  if (!options.as_of.empty()) {
    if (!day_of(options.as_of))
      throw UsageError(fmt::format("--as-of '{}': expected a date such as 2026-12-31, or 'today'", options.as_of));
    return Age{options.as_of, most};
  }
  if (options.source_date_epoch.empty()) return std::nullopt;
  return Age{today(options.source_date_epoch), most};
}

std::optional<double> age_of(const std::string& date, const Age& age) {
  const auto from = day_of(date), to = day_of(age.day);
  if (!from || !to) return std::nullopt;
  return static_cast<double>((*to - *from).count());
}

}  // namespace sizer
