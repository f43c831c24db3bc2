/// \file
/// What AWS and Databricks take as the value of a tag: letters, digits, spaces and + - = . _ : / @, and no '$'.
#pragma once

#include <string>

#include "sizer/deploy.h"

namespace sizer::deploy {

/// Stands where a machine type is not known.
inline constexpr std::string_view unknown_type = "MACHINE_TYPE";

/// "0.904/h" for a price of "$0.904/h"; what else a tag cannot hold is a '_'.
std::string tag_text(const ClusterLine& line);
/// The way back.
std::string text_of_tag(std::string_view path, const std::string& value);

}  // namespace sizer::deploy
