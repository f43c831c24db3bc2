/// \file
/// What to say of a number whose unit is missing, unknown, or could be one of two.
#pragma once

#include <string_view>

#include "text/quantity_text.h"

namespace sizer {

/// Names the unit that is the most likely by what stands there and how large the number is: 800000000000 of data is
/// 800 GB, 3600 of time 1 h.
QuantityError missing_unit(std::string_view number, const Limits& limits);

/// `unit` follows `number` in a text, and is none of this dimension.
QuantityError wrong_unit(std::string_view number, std::string_view unit, const Limits& limits);

/// "6B" of a size: six bytes, or six billion.
QuantityError bytes_or_billions(std::string_view number);

}  // namespace sizer
