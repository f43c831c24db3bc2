/// \file
/// How old a price is: against a day that is given, never against the clock unless that is asked for.
#pragma once

#include <optional>
#include <string>

#include "commands/command.h"

namespace sizer {

/// SOURCE_DATE_EPOCH as a date, where it is set; else the clock's.
std::string today(const std::string& source_date_epoch);

struct Age {
  std::string day;       ///< against which prices are old
  double most_days = 0;  ///< older ones are worth a warning
};

/// Of --as-of and --max-age; without --as-of the day of SOURCE_DATE_EPOCH, and without either nothing. Throws
/// UsageError where they are wrong.
std::optional<Age> age_limit(const Options& options);

/// Days from `date` ("2026-07-20", "2026-08", "2024": of the first day) to the day; empty: no date is known.
std::optional<double> age_of(const std::string& date, const Age& age);

}  // namespace sizer
