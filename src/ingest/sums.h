/// \file
/// Sums of whole numbers from files that may hold anything: they stop at the greatest number instead of overflowing.
#pragma once

#include <cstdint>
#include <limits>

namespace sizer::ingest {

inline void add_to(std::int64_t& sum, std::int64_t value) {
  if (__builtin_add_overflow(sum, value, &sum))
    sum = value > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

/// The difference, or the nearest number there is.
inline std::int64_t less(std::int64_t from, std::int64_t value) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(from, value, &difference))
    return value < 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
  return difference;
}

/// The product, or the nearest number there is.
inline std::int64_t product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result))
    return (a < 0) == (b < 0) ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
  return result;
}

}  // namespace sizer::ingest
