/// \file
/// What the queries of a part did, in the words of a job file.
#pragma once

#include <string>
#include <vector>

#include "logs/jobs/parts.h"

namespace sizer::logs {

struct DraftInput {
  std::string name;
  std::string format;      ///< of a job file; empty: not told
  std::int64_t bytes = 0;  ///< read by the run; 0: not told
  std::int64_t rows = 0;   ///< the same
  std::int64_t files = 0;  ///< the same
  std::string location{};  ///< the beginning of a path: "hdfs:", "s3:"
};

struct DraftStep {
  std::string name;
  std::vector<std::string> from;
  std::string body;       ///< "join: {keys: [a], strategy: broadcast}"
  std::string shuffle{};  ///< measured: "123 B"; empty: none
  std::string comment{};  ///< what was not told
};

struct Draft {
  std::vector<DraftInput> inputs;
  std::vector<DraftStep> steps;
  bool from_plan = false;  ///< else from the bytes of stages alone
};

Draft draft_of(const Run& run, const RunPart& part);

}  // namespace sizer::logs
