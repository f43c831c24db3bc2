/// \file
/// What the settings of a run say of the machines it ran on, and of how they were bought.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/run.h"

namespace sizer::logs {

/// A setting as it was changed last, else as at the start.
std::optional<std::string> setting_of(const Run& run, const std::string& key);

struct RunMachines {
  std::string worker{}, driver{};  ///< of the catalogue; empty: the log names none that it holds
  int worker_cores = 0;            ///< vCPUs of a worker
  std::string platform{};          ///< "databricks", "emr"...; empty: not told
  bool spot = false;
  std::vector<std::string> warnings{};  ///< what of this is taken for granted, or could not be used
};

RunMachines machines_of(const Run& run);

}  // namespace sizer::logs
