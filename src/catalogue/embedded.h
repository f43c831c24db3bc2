/// \file
/// The catalogue's files as texts inside the program; embed.cmake writes the definitions.
#pragma once

#include <span>
#include <string_view>

namespace sizer::embedded {

struct File {
  std::string_view name;  ///< "machines/aws-m5d.yaml"
  std::string_view text;
};

std::span<const File> files();

extern const std::string_view newest_price;  ///< the latest `as_of` of all files
extern const std::string_view sha256;        ///< of all names and texts

}  // namespace sizer::embedded
