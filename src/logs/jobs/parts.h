/// \file
/// An application, cut into parts that ran one after the other.
#pragma once

#include <optional>
#include <vector>

#include "sizer/run.h"

namespace sizer::logs {

struct RunPart {
  std::vector<std::size_t> stages;   ///< of Run::stages, in the order of their first tasks; each has tasks that ended
  std::vector<std::size_t> queries;  ///< of Run::queries; empty: jobs without SQL
  std::int64_t start_ms = 0;         ///< the end of the part before, or of the application's start
  std::int64_t end_ms = 0;           ///< of its last task
  bool first = false, last = false;
};

/// In the order in which they ran. A query is a part; queries that overlap are one; so are jobs without SQL between two
/// queries.
std::vector<RunPart> parts_of(const Run& run);

/// The first moment that the log tells of: the application's start, or the first task's.
std::int64_t start_of(const Run& run);
/// The application's end, or the last that the log tells of.
std::int64_t end_of(const Run& run);

}  // namespace sizer::logs
