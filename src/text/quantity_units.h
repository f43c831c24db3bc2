/// \file
/// The units of each dimension: what they are worth, and what to say of one that is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/quantity_text.h"

namespace sizer {

/// Base units in one `unit`; empty: there is no such unit.
std::optional<double> factor_of(std::string_view unit, const Limits& limits);

/// "a size in bytes": what is expected, for messages.
const char* word_for(Dimension dimension);

QuantityError missing_unit(std::string_view number, const Limits& limits);
QuantityError wrong_unit(std::string_view number, std::string_view unit, const Limits& limits);

std::string_view trimmed(std::string_view text);

}  // namespace sizer
