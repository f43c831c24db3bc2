/// \file
/// Where results go: a stream, or a file that is replaced whole or not at all.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "files/spool.h"

namespace sizer {

/// Writes and flushes; what went wrong, or nothing. A reader that has gone away (`| head`) is not an error.
std::string write_stream(std::ostream& out, const Text& text);

/// Puts `text` into a new file and renames it to `path`; a pipe or device is written to directly. A link is followed
/// where it leads to a file; one that leads nowhere is not written through.
std::string write_file(const std::string& path, const Text& text);
std::string write_file(const std::string& path, const std::string& text);

/// The same, and makes the folder that it lies in.
std::string write_new_file(const std::string& path, const std::string& text);

/// A file that is to be written, and the flag that says so.
struct Written {
  std::string flag, file;
};

/// Throws UsageError where an output would take the place of a file that this run has read, by whatever name, or of
/// another output.
void refuse_to_overwrite(const std::vector<Written>& outputs);

}  // namespace sizer
