/// \file
/// What stands after a verb: files, folders of them, patterns.
#pragma once

#include <string>
#include <vector>

#include "sizer/place.h"

namespace sizer {

/// Each operand as the files it means: a folder its *.yaml, *.yml and *.json, those of folders within it too but for
/// configuration (sizer.yaml) and hidden ones; a pattern (`jobs/*.yaml`) what it matches; else itself, "-" among them.
/// In order, without repeats; a folder or pattern that holds nothing stays as it is, to be told of where it is read.
std::vector<std::string> expanded(const std::vector<std::string>& operands);

/// True for the path of a file that a folder may give as a job, by its names: "jobs/daily.yaml".
bool may_hold_job(const std::string& path);

/// "jobs.yaml#2": the second document of jobs.yaml.
struct Operand {
  std::string file;
  std::size_t document = 0;  ///< 0: the file has one, or none was named
};
Operand operand_of(const std::string& text);

struct JobOperands {
  std::vector<std::string> jobs;
  std::vector<std::string> passed_over;  ///< files of folders and patterns that are none of ours
};

/// The same without what folders and patterns hold beside jobs: saved results, configurations, files of other programs.
/// A file that is named is kept, whatever it is. A file of several jobs is there once for each: "jobs.yaml#1",
/// "jobs.yaml#2".
JobOperands jobs_in(const std::vector<std::string>& operands);

/// "passed over 3 files that are none of sizer's: a.json, b.yaml, c.yml", as a note.
Diagnostic passed_over_note(const std::vector<std::string>& files);

}  // namespace sizer
