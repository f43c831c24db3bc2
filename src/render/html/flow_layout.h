/// \file
/// Where the boxes and ribbons of the byte flow lie: storage, stages in columns, the shuffle between them, output.
#pragma once

#include <string>
#include <vector>

#include "sizer/report.h"

namespace sizer::html {

struct FlowBox {
  std::string kind;  ///< storage | stage | shuffle | output
  std::string name;
  Bytes in{}, out{};
  int column = 0;
  double y = 0, height = 0;
};

struct FlowRibbon {
  std::string kind;  ///< input_read | shuffle | object_store | output_write
  Bytes bytes{};
  int from = 0, to = 0;  ///< boxes
  double from_y = 0, to_y = 0, height = 0;
};

struct ByteFlow {
  std::vector<FlowBox> boxes{};
  std::vector<FlowRibbon> ribbons{};
  int columns = 0;
  double height = 0;
};

/// Empty when nothing moves, or when the job has too many columns to be seen at once.
///
/// A stage stands right of all that wrote what it may read. A report does not say who reads whose shuffle files, so
/// they flow into one pool between the columns, from which the readers take; what nobody took flows on.
ByteFlow layout_flow(const JobReport& job);

}  // namespace sizer::html
