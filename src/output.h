/// \file
/// Where results go: a stream, or a file that is replaced whole or not at all.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace sizer {

/// Writes and flushes; what went wrong, or nothing. A reader that has gone away (`| head`) is not an error.
std::string write_stream(std::ostream& out, const std::string& text);

/// Puts `text` into a new file and renames it to `path`; a pipe or device is written to directly.
std::string write_file(const std::string& path, const std::string& text);

/// The same, and makes the folder that it lies in.
std::string write_new_file(const std::string& path, const std::string& text);

/// Throws UsageError when `output` is one of the files that are read.
void refuse_to_overwrite(const std::vector<std::string>& inputs, const std::string& output);

}  // namespace sizer
