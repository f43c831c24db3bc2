/// \file
/// The files of the catalogue as trees, each parsed once a run.
#pragma once

#include <string>

#include "text/value.h"

namespace sizer {

/// Of "prices/aws.yaml", say; it stays. Null: there is no such file.
const Value* parsed_file(const std::string& name);

}  // namespace sizer
