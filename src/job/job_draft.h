/// \file
/// A job that is put together of what a log, a table or statistics tell: as somebody would write it, in records. What
/// is left out, the reader of job files fills in, and all of it is held to the same rules as a file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "job/job_lines.h"

namespace sizer {

struct Value;

struct JobDraft {
  Job job{};  ///< all but its cluster; sizes of a recorded run may be fewer than inputs
  WrittenCluster cluster{};
  std::map<std::string, std::string> remarks{};  ///< of a line: "cluster.memory", "measured", path_of(step)
  std::string last{};                            ///< a remark at the end; empty: none
};

/// The columns as keys of the job, each once.
Keys keys_of(const std::vector<std::string>& columns, Job& job);

/// A step that reads the one before it, or the first input.
void append(Operator op, Job& job, std::string name = {});

/// A file of it, with its remarks as comments.
std::string write_job(const JobDraft& draft);

/// Throws InputError as for a file; `file` is what messages call it.
Job read_job(const JobDraft& draft, const std::string& file);

/// The whole as a tree of values, as a text of it would be read.
Value tree_of(const JobDraft& draft);

}  // namespace sizer
