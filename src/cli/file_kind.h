/// \file
/// What a file is to sizer: told by its name and its content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// job, cluster, config, catalog, constants, result.
std::vector<std::string_view> file_kinds();

/// The kind of a file that was named; a job where nothing says otherwise.
std::string_view kind_of(const std::string& file, const std::string& text);

/// The kind of a file that a folder holds; empty: nothing says that it is one of ours. A job that cannot be read is
/// one.
std::string_view kind_of_found(const std::string& file, const std::string& text);

}  // namespace sizer
