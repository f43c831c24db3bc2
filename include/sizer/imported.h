/// \file
/// A run that an event log tells of, as a job file: what was read, what was done with it, where, and the tasks that it
/// took.
#pragma once

#include <string>
#include <vector>

#include "sizer/job.h"
#include "sizer/run.h"

namespace sizer {

/// Stages of one name: how long each took from its first task to its last, added up.
struct ImportedStage {
  std::string name;  ///< as the job file has it
  double seconds = 0;
};

/// A part of the application: a query, queries that ran at once, or the jobs between two queries.
struct ImportedJob {
  std::string name;
  std::string text{};         ///< a document of the job file
  Job job{};                  ///< the same, read
  bool measured = false;      ///< the tasks that it took are in it
  double seconds = 0;         ///< wall-clock, with the driver's time before it; all of them add up to the application's
  double active_seconds = 0;  ///< from the moment it was asked for; 0: it moved nothing that a model could follow
  double cpu_seconds = 0;     ///< of the executors' JVM threads; 0: the log does not say
  std::vector<ImportedStage> stages{};  ///< in the order of their first
  std::int64_t input_bytes = 0, shuffle_write_bytes = 0, output_bytes = 0;
};

struct ImportedRun {
  std::string text;  ///< all documents, as one file
  std::vector<ImportedJob> jobs;
  std::vector<std::string> warnings;  ///< what of its cluster is not as it was, or not known, in sentences
  std::vector<std::string> notes;     ///< what was left out, in sentences
};

/// Empty `jobs`: no task ended in the log, so that there is nothing to tell. Throws InputError where what the log tells
/// makes no job.
ImportedRun import_run(Run run);

}  // namespace sizer
