/// \file
/// The units of each dimension, and what they are worth.
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

/// "Gb": a unit that counts bits.
bool is_bits(std::string_view unit);
/// "GB" of "gB": the unit of size of the same letters; empty: none has them.
std::string_view byte_unit_like(std::string_view unit);

std::string_view trimmed(std::string_view text);

}  // namespace sizer
