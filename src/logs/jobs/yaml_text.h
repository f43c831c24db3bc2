/// \file
/// Texts of logs and tables, as names and quoted for YAML.
#pragma once

#include <cstddef>
#include <string>

namespace sizer::logs {

/// At most `most` bytes on one line, with what is no text as '?'; never empty, and never a key that job files leave to
/// their users ("x-...").
std::string one_line(const std::string& text, std::size_t most);

/// In double quotes, on one line; what is no text becomes '?'.
std::string yaml_text(const std::string& text);

}  // namespace sizer::logs
