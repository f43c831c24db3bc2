/// \file
/// Numbers and texts as JSON: what is unknown or not finite is `null`, never 0.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "sizer/units.h"

namespace sizer {

using Json = nlohmann::ordered_json;

/// The format of saved results: the minor number adds keys, the major one may change them.
inline constexpr int format_major = 1, format_minor = 5;

/// A whole number without a fraction, others in their shortest form that reads back the same.
inline Json number(double value) {
  constexpr double most = 9.2e18;  // what an int64 holds
  if (!std::isfinite(value)) return nullptr;
  if (value == std::trunc(value) && std::abs(value) <= most) return static_cast<std::int64_t>(value);
  return value;
}
template <class Kind>
Json number(Quantity<Kind> quantity) {
  return number(quantity.value);
}
/// Bytes are whole.
inline Json number(Bytes bytes) {
  return number(std::round(bytes.value));
}

/// Empty text is unknown.
inline Json text_or_null(const std::string& value) {
  return value.empty() ? Json() : Json(value);
}

/// Indented by two; bytes that are not UTF-8 become U+FFFD.
inline std::string to_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// A line by itself, which says what it holds.
inline std::string ndjson_line(const char* type, const Json& record) {
  Json typed = {{"type", type}};
  typed.update(record);
  return typed.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sizer
