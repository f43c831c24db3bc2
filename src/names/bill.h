// The lines of a bill in words: what is paid for, in which unit, and whose price it is.
#pragma once

#include <string>

#include "sizer/bill.h"

namespace sizer::names {

struct BillText {
  std::string item;  ///< "20 workers, m5d.4xlarge"
  std::string unit;  ///< "node-hour"
  std::string note;  ///< price's date and source
};
BillText text_of(const BillLine& line, const Cluster& cluster);

}  // namespace sizer::names
