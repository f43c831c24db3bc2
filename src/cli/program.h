/// \file
/// The whole program as a function: arguments and streams in, exit code out.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "sizer/render.h"

namespace sizer {

struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Style out_style{};
  Style err_style{};
  /// The value of an environment variable, or nothing; null: there are none.
  std::string (*variable)(const char* name) = nullptr;
  /// The names of all environment variables; null: none are known.
  std::vector<std::string> (*variables)() = nullptr;
  bool err_is_terminal = false;  ///< then it shows progress
  int rows = 0;                  ///< of the terminal that `out` is; 0: it is none
  /// Shows a text through a command of the shell; false: there is no such command. Null: there is no other program.
  bool (*pager)(const std::string& command, const std::string& text) = nullptr;
};

/// 0 done; 1 the answer is no (a gate failed); 2 bad command line or input; 3 a file cannot be read or written; 4 some
/// of several jobs failed; 70 internal error. `args` are those after the program's name.
int run(const std::vector<std::string>& args, const Console& console);

}  // namespace sizer
