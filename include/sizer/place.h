/// \file
/// Where something stands in a user's file, and what is wrong there.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "sizer/severity.h"

namespace sizer {

/// A position in a file; line and column count from 1, 0 means "the file as a whole". `length` in characters, for the
/// caret line.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;
};

/// "job.yaml:12:3"; without a line, the file; of no place, nothing.
std::string where_text(const Place& place);

/// One thing wrong with an input. `code` is stable (SZ0xx, see docs/errors.md).
struct Diagnostic {
  std::string code;
  Severity severity = Severity::error;
  std::string message;  ///< what was found, in one line
  Place place{};
  std::string source_line{};  ///< the line it stands in, for the caret; empty: not shown
  std::string suggestion{};   ///< "did you mean 'cluster'?"; empty: none
  std::string note{};         ///< what was expected; empty: none
};

/// Thrown by readers: everything wrong with one input, sorted by position. Never empty.
struct InputError : std::runtime_error {
  explicit InputError(std::vector<Diagnostic> all);
  std::vector<Diagnostic> diagnostics;
};

/// Thrown when something needed cannot be read or written (exit code 3).
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace sizer
