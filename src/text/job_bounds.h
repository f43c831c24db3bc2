/// \file
/// How large a job file may be in what it says of clusters and recorded runs: for its readers, and for those who write
/// such files out of something else.
#pragma once

namespace sizer::bounds {

inline constexpr int most_nodes = 1'000'000;
inline constexpr int most_vcpus = 10'000;  ///< of a node
inline constexpr double most_slots = 1e6;  ///< of a recorded run
inline constexpr double most_tasks = 5e6;  ///< of a recorded run: they are scheduled one by one

}  // namespace sizer::bounds
