/// \file
/// What the queries of a part did, as inputs and steps of a job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "job/job_draft.h"
#include "logs/jobs/parts.h"

namespace sizer::logs {

/// What a log tells of an input beside what the job says of it.
struct Scanned {
  std::int64_t bytes = 0;  ///< read by the run; 0: not told
  std::int64_t rows = 0;   ///< the same
  std::int64_t files = 0;  ///< the same
  std::optional<Format> format{};
  std::string location{};  ///< the beginning of a path: "hdfs:", "s3:"
};

/// A figure that a log tells.
template <class T>
Range<T> exact(std::int64_t value) {
  return exactly(T{static_cast<double>(value)});
}

/// Adds what the executed plan of a query says: inputs, which are still to be described, and steps.
void read_plan(const RunQuery& query, JobDraft& draft, std::vector<Scanned>& scanned);

/// Adds the inputs and steps of a part to a draft, with remarks on what is not told; what is told of each input, in
/// their order.
std::vector<Scanned> add_steps(const Run& run, const RunPart& part, JobDraft& draft);

}  // namespace sizer::logs
