/// \file
/// Fingerprints of texts.
#pragma once

#include <string>
#include <string_view>

namespace sizer {

/// SHA-256 (FIPS 180-4) in hexadecimal: 64 characters.
std::string sha256(std::string_view text);

}  // namespace sizer
