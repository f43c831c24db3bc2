/// \file
/// What a file is to sizer: told by its name and its content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// job, cluster, config, catalog, constants, result.
std::vector<std::string_view> file_kinds();

/// The kind of a file; a job where nothing says otherwise.
std::string_view kind_of(const std::string& file, const std::string& text);

}  // namespace sizer
