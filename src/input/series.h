/// \file
/// The machines that are compiled in: one file a series.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/cluster.h"

namespace sizer {

/// Of its series' file only what is about this machine is parsed.
std::optional<Machine> built_in_machine(const std::string& name);
std::vector<Machine> built_in_machines();
std::vector<std::string_view> built_in_machine_names();

}  // namespace sizer
