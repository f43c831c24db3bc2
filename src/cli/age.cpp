// How old prices are.
#include "cli/age.h"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "api/reading.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

constexpr double usual_days = 180;
constexpr double seconds_a_day = 86400;

double days_of(const std::string& max_age) {
  if (max_age.empty()) return usual_days;
  const auto read = read_quantity(max_age, measure::seconds.limits);
  if (const auto* error = std::get_if<QuantityError>(&read))
    throw UsageError(fmt::format("--max-age '{}': {}", max_age, error->message));
  return std::get<double>(read) / seconds_a_day;
}

}  // namespace

/// SOURCE_DATE_EPOCH where it is set, for results that repeat; else the clock.
std::string today(const std::string& source_date_epoch) {
  std::time_t now = std::time(nullptr);
  if (!source_date_epoch.empty()) {
    const char* const end = source_date_epoch.data() + source_date_epoch.size();
    const auto [stopped, error] = std::from_chars(source_date_epoch.data(), end, now);
    if (error != std::errc() || stopped != end)
      throw UsageError(
          fmt::format("the environment variable SOURCE_DATE_EPOCH: '{}' is no number of seconds", source_date_epoch));
  }
  std::tm date{};
  gmtime_r(&now, &date);
  return fmt::format("{:04}-{:02}-{:02}", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

std::optional<PriceAge> age_limit(const Options& options) {
  const double most = days_of(options.max_age);
  if (options.as_of == "today") return PriceAge{today({}), most};
  if (!options.as_of.empty()) {
    if (!api::is_day(options.as_of))
      throw UsageError(fmt::format("--as-of '{}': expected a date such as 2026-12-31, or 'today'", options.as_of));
    return PriceAge{options.as_of, most};
  }
  if (options.source_date_epoch.empty()) return std::nullopt;
  return PriceAge{today(options.source_date_epoch), most};
}

}  // namespace sizer
