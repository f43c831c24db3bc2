/// \file
/// The machines that are compiled in: one file a series, and beside them the lists of types that are published.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/cluster.h"

namespace sizer {

/// In detail: with spot prices and speeds of disks, as far as they are known, one file a series.
enum class Kept { in_detail, all };

/// Of its file only what is about this machine is parsed.
std::optional<Machine> built_in_machine(const std::string& name);
std::vector<Machine> built_in_machines(Kept kept);
/// Those in detail, read once: each cluster without a driver looks for one among them.
const std::vector<Machine>& common_built_in_machines();
const std::vector<std::string_view>& built_in_machine_names();

}  // namespace sizer
