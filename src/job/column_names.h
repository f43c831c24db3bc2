/// \file
/// Columns that steps name, held against those that come in.
#pragma once

#include <vector>

#include "sizer/job.h"

namespace sizer {

/// A name that a step gives to a column, though all that come in are known and none has it.
struct UnknownColumn {
  int step = 0;
  Key name = 0;
  Keys known{};  ///< those that come in
};

/// In the order of the steps. Where some columns that come in may have no names, nothing is unknown.
std::vector<UnknownColumn> unknown_columns(const Job& job);

}  // namespace sizer
