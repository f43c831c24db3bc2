/// \file
/// A run as JSON, and as a row of a spreadsheet.
#pragma once

#include <string>

#include "result/json_value.h"
#include "sizer/run.h"

namespace sizer {

/// Of a log that could not be read, all but `log` is null.
Json to_json(const Run& run);

/// The names of the columns, and a row for a run; both without the end of the line.
std::string csv_header();
std::string csv_row(const Run& run);

}  // namespace sizer
