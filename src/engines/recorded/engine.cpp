// Runs of Spark that were recorded, as other rooms see them: Spark, but for the plan.
#include "sizer/engine.h"

#include "engines/recorded/plan.h"

namespace sizer {

// Spark's record is there before any code runs, so that it can be copied here.
const Engine engines::recorded = [] {
  Engine made = engines::spark;
  made.plan = recorded::plan;
  made.replays = nullptr;
  made.of = &engines::spark;
  return made;
}();

Job modelled(Job job) {
  job.engine = &job.engine->named();
  job.recorded.reset();
  return job;
}

}  // namespace sizer
