/// \file
/// Numbers, ranges and unknowns as JSON: what is unknown or not finite is `null`, never 0.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "sizer/range.h"

namespace sizer {

using Json = nlohmann::ordered_json;

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
inline Json whole(Bytes bytes) {
  return number(std::round(bytes.value));
}

template <class T>
Json range(const Range<T>& range) {
  return {{"low", number(range.low)}, {"typical", number(range.typical)}, {"high", number(range.high)}};
}
inline Json bytes_range(const Range<Bytes>& range) {
  return {{"low", whole(range.low)}, {"typical", whole(range.typical)}, {"high", whole(range.high)}};
}

template <class T>
Json optional_range(const std::optional<Range<T>>& value) {
  return value ? range(*value) : Json();
}
inline Json optional_number(const std::optional<double>& value) {
  return value ? number(*value) : Json();
}
inline Json optional_whole(const std::optional<Bytes>& value) {
  return value ? whole(*value) : Json();
}

/// Empty text is unknown.
inline Json text(const std::string& value) {
  return value.empty() ? Json() : Json(value);
}

/// How every document starts.
inline Json header(const std::string& command) {
  return {{"format_version", "1.0"}, {"command", command}, {"sizer", {{"version", SIZER_VERSION}}}};
}

/// Indented by two; bytes that are not UTF-8 become U+FFFD.
inline std::string to_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sizer
