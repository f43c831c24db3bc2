/// \file
/// The whole program as a test calls it.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "cli/program.h"
#include "folder.h"

struct Ran {
  int code = 0;
  std::string out, err;
};

inline Ran sizer_with(const std::vector<std::string>& args, const std::string& in = "",
                      const sizer::Style& style = {}) {
  std::istringstream input(in);
  std::ostringstream out, err;
  const int code = sizer::run(args, {input, out, err, style, style});
  return {code, out.str(), err.str()};
}
