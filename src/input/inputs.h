/// \file
/// The data sets that a job reads.
#pragma once

#include "input/keys.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, KeyTable& keys);

}  // namespace sizer
