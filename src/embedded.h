/// \file
/// The texts inside the program: what it ships needs no file beside it. embed.cmake writes the definitions.
#pragma once

#include <span>
#include <string_view>

namespace sizer::embedded {

struct File {
  std::string_view name;  ///< from its folder on: "machines/aws-m5d.yaml"
  std::string_view text;
};

std::span<const File> catalogue();  ///< src/catalogue: clusters, machines and prices
std::span<const File> schemas();    ///< src/schema: JSON Schemas of what users write
std::span<const File> templates();  ///< src/templates: files to start from
std::span<const File> pages();      ///< docs: what `sizer help CODE` shows

extern const std::string_view newest_price;  ///< the latest `as_of` of the catalogue
extern const std::string_view sha256;        ///< of all names and texts of the catalogue

}  // namespace sizer::embedded
