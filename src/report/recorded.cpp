// What a report of a recorded job says of where its time comes from.
#include <fmt/format.h>

#include "report/parts.h"
#include "text/quantity_text.h"

namespace sizer::report {

std::string rests_on(const Recording& run, double slots) {
  const std::string there = fmt::format("{:.0f} measured tasks of {}", run.task_count(), run.application);
  const std::string then = fmt::format("on {:.0f} slots they took {}", run.slots, to_text(run.wall_clock));
  if (slots == run.slots) return fmt::format("the time is that of {}, scheduled again; {}", there, then);
  return fmt::format("the time is that of {}, scheduled on {:.0f} slots that are taken to be as fast; {}", there, slots,
                     then);
}

}  // namespace sizer::report
