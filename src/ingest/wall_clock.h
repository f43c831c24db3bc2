/// \file
/// Whether the moments of a log can be true. Logs that were edited, spliced, or written while a clock was set tell of
/// tasks that ran years before their application; a job made of them would last as long.
#pragma once

#include <string>

#include "sizer/run.h"

namespace sizer::ingest {

// What a moment can be. Bounds that are wide on purpose: what lies within them is believed.
inline constexpr std::int64_t longest_silence_ms = std::int64_t{30} * 24 * 3600 * 1000;  ///< of a running application
inline constexpr std::int64_t last_moment_ms = 4'102'444'800'000;                        ///< 2100
inline constexpr std::int64_t slack_ms = 60'000;  ///< between events of one driver that are written out of order

/// A moment as the log gives it, in ms: what can only be microseconds or nanoseconds is brought to ms.
inline std::int64_t in_ms(std::int64_t moment) {
  constexpr std::int64_t least_microseconds = 100'000'000'000'000, least_nanoseconds = 100'000'000'000'000'000;
  const std::int64_t unit = moment >= least_nanoseconds ? 1'000'000 : moment >= least_microseconds ? 1000 : 1;
  return moment / unit <= last_moment_ms ? moment / unit : moment;
}

/// Finds the wall clock of a run (Run::Application::wall_start_ms and wall_end_ms).
void find_wall_clock(Run& run);

/// What cannot be true of the run's times, and what is done about it, in a sentence; empty: nothing.
std::string times_in_doubt(const Run& run);

}  // namespace sizer::ingest
