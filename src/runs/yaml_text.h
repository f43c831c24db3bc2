/// \file
/// Texts of logs and tables, quoted for YAML.
#pragma once

#include <string>

namespace sizer::runs {

/// In double quotes, on one line; what is no text becomes '?'.
std::string yaml_text(const std::string& text);

}  // namespace sizer::runs
