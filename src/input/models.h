/// \file
/// Models by name: the files of the catalogue, each parsed when one of its models is named.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/job.h"
#include "text/reader.h"

namespace sizer {

/// What a key says of a model: a name of the catalogue, or a mapping.
std::optional<Model> read_model(Mapping& from, std::string_view key);

/// Empty: the catalogue has none of that name.
std::optional<Model> model_named(std::string_view name);
std::vector<std::string> model_names();

}  // namespace sizer
