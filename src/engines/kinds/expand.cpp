// Grouping sets: each row once a set.
#include <algorithm>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// ExpandExec, in generated code: a projection for each row out. By which columns rows lie together is lost, since some
/// of them are now empty.
spark::Stream spark::Planner::lower(const Expand& expand, int step, Stream in) {
  act(in.stage, Act("Expand"), {false, step});
  stage(in.stage).demand.cpu += leaving(step).rows * k_.project_row;
  in.partitioning = {};
  in.told = std::min(unknown_size, *in.told * (expand.copies() * given_or(expand.width, 1.0)));
  return in;
}

/// The reader refuses it.
ray::Stream ray::Planner::lower(const Expand&, int step, Stream in) {
  act(in.stage, Act("Expand"), {false, step});
  return in;
}

}  // namespace sizer
