/// \file
/// Which files make up a log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sizer::ingest {

struct LogFiles {
  std::string shown{};  ///< the file, or the folder of the parts
  std::string layout = "single";
  std::vector<std::string> parts{};   ///< in order; "-": standard input
  bool running = false;               ///< names say that the application was
  bool compacted = false;             ///< the History Server dropped finished jobs
  std::vector<std::string> notes{};   ///< parts that are missing, or are there twice
  std::vector<std::string> beside{};  ///< files of the folder that are no part of it
  std::int64_t bytes = 0;             ///< of all parts; 0: unknown
};

/// The logs at a path: itself, or all below it, sorted by name.
std::vector<LogFiles> logs_at(const std::string& path);

// For the members of an archive, which come in its own order:
/// Which log it is a part of; nothing: it is one by itself.
std::optional<std::string> part_in_archive(const std::string& name);
/// It lies beside the parts of logs, and holds nothing.
bool is_marker_of_log(const std::string& name);
/// The log of these parts, with what is missing of it.
LogFiles log_of(const std::vector<std::string>& names);

}  // namespace sizer::ingest
