/// \file
/// Comma-separated text as rows of cells, each of which knows where it stands.
#pragma once

#include <string>
#include <vector>

#include "text/problems.h"

namespace sizer::logs {

struct Cell {
  std::string text;
  Spot spot;
};

struct Table {
  std::vector<Cell> head;
  std::vector<std::vector<Cell>> rows;  ///< as wide as the head; lines without any text are left out
};

/// RFC 4180: quotes around cells with commas, quotes or line ends in them, "" for a quote. `source` must outlive the
/// table.
Table read_table(const SourceText& source, Problems& problems);

}  // namespace sizer::logs
