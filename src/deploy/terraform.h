/// \file
/// Resources of Terraform's language, as trees of values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

/// Each resource of a type by its name. Variables that have a default are put in; what needs more than that is written
/// as "${...}", a place that was not filled. A text that is no Terraform has none.
std::vector<std::pair<std::string, Value>> terraform_resources(const SourceText& source, std::string_view type);

/// The keys of such a resource as AWS's own requests have them: "number_of_workers" is "NumberOfWorkers".
Value with_keys_of_aws(Value resource);

}  // namespace sizer::deploy
