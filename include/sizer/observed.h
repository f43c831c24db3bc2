/// \file
/// Constants that event logs tell outright, without a fit: what tasks, stages and exchanges were seen to take.
#pragma once

#include <vector>

#include "sizer/constants.h"
#include "sizer/run.h"

namespace sizer {

struct ObservedConstant {
  std::size_t id = 0;
  Range<double> value{};  ///< the quartiles and the median of what was seen
  int seen = 0;           ///< stages, exchanges, scans or applications
};

/// Gathers over any number of logs, in bounded memory.
class Observer {
 public:
  void add(Run run);
  /// Those of which enough was seen.
  std::vector<ObservedConstant> constants() const;

 private:
  struct Seen {
    ConstantId id{};
    std::vector<double> values;
  };
  void note(ConstantId id, double value);

  std::vector<Seen> all_;
};

}  // namespace sizer
