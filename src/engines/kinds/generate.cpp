// Explode: a row for each element.
#include <algorithm>

#include "engines/ray/planner.h"
#include "engines/spark/planner.h"

namespace sizer {

/// GenerateExec, in generated code: what a projection costs for each row out, and rows without elements are looked at
/// too. Rows stay where they are, and Spark's statistics do not know that they become more.
spark::Stream spark::Planner::lower(const Generate&, int step, Stream in) {
  act(in.stage, Act("Generate"), {false, step});
  stage(in.stage).demand.cpu += std::max(in.flow.rows, leaving(step).rows) * k_.project_row;
  return in;
}

/// map_batches over Arrow: the elements lie there in one piece, and the other columns are copied once for each, which
/// costs a byte no more than a filter does. A flat_map of Python rows is a `map`.
ray::Stream ray::Planner::lower(const Generate&, int step, Stream in) {
  Stream out = place(in, {});
  out.batches = true;
  act(out.stage, Act("Generate"), {false, step});
  stage(out.stage).demand.cpu += leaving(step).memory * k_.ray_put_byte;
  return out;
}

}  // namespace sizer
