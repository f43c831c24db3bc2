/// \file
/// A run as JSON, and as a row of a spreadsheet.
#pragma once

#include <string>

#include "result/json_value.h"
#include "sizer/run.h"

namespace sizer {

/// Adds a run to a text, on one line, with the members of `before` ahead of its own. Of a log that could not be read,
/// all but `log` is null. What is written is not held as values too: a long log has a hundred thousand.
void add_json(const Run& run, const Json& before, std::string& text);
/// On one line; bytes that are no text are replaced.
std::string compact(const Json& json);

/// The names of the columns, and a row for a run; both without the end of the line.
std::string csv_header();
std::string csv_row(const Run& run);

}  // namespace sizer
