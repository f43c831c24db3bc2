/// \file
/// JSON Schemas of the files that people write and keep.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// "job", "cluster", ...
const std::vector<std::string_view>& schema_kinds();

/// The schema of a kind, draft-07, complete in itself. Throws UsageError for a word that is no kind.
std::string schema_text(const std::string& kind);

}  // namespace sizer
