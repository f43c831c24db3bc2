/// \file
/// Which files make up a log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sizer::ingest {

struct LogFiles {
  std::string shown{};  ///< the file, or the folder of the parts
  std::string layout = "single";
  std::vector<std::string> parts{};  ///< in order; "-": standard input
  bool running = false;              ///< names say that the application was
  bool compacted = false;            ///< the History Server dropped finished jobs
  std::vector<std::string> notes{};  ///< parts that are missing
  std::int64_t bytes = 0;            ///< of all parts; 0: unknown
};

/// The logs at a path: itself, or all below it, sorted by name.
std::vector<LogFiles> logs_at(const std::string& path);

/// The parts of a rolling log among names, in order; the same for files of a folder and members of an archive.
LogFiles rolling(const std::vector<std::string>& names);

}  // namespace sizer::ingest
