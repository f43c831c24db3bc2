/// \file
/// How old a price is: against a day that is given, never against the clock unless that is asked for.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "sizer/sizer.h"

namespace sizer {

/// SOURCE_DATE_EPOCH as a date, where it is set; else the clock's.
std::string today(const std::string& source_date_epoch);

/// Of --as-of and --max-age; without --as-of the day of SOURCE_DATE_EPOCH, and without either nothing. Throws
/// UsageError where they are wrong.
std::optional<PriceAge> age_limit(const Options& options);

}  // namespace sizer
