/// \file
/// How much memory this process may still take.
#pragma once

#include <cstdint>

namespace sizer::ingest {

/// Bytes that are free for this process: of the machine, of its control groups (the limit of a container) and of its
/// own limits (ulimit -v and -d) the least.
std::int64_t free_memory();

}  // namespace sizer::ingest
