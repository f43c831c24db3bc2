/// \file
/// A tree of values as YAML that a person would keep: words without quotes where nobody could take them for something
/// else.
#pragma once

#include <string>

#include "text/value.h"

namespace sizer {

/// On one line: "{size: 1 TB, bucketed_by: [a, b]}". A scalar that is marked as quoted is a text of somebody's, and
/// stands in quotes where it could be read as anything else; others stand as they are.
std::string yaml_on_one_line(const Value& value);

/// A key, in quotes where it needs them.
std::string yaml_key(const std::string& key);

}  // namespace sizer
