/// \file
/// One log from its files to a run.
#pragma once

#include <atomic>
#include <functional>
#include <iosfwd>

#include "ingest/bytes.h"
#include "ingest/files.h"
#include "sizer/run.h"

namespace sizer::ingest {

/// Hands over the run of a log; of an archive, that of each log in it. `done` grows by the bytes that are read.
void read_log(const LogFiles& files, std::istream* in, std::atomic<std::int64_t>& done,
              const std::function<void(Run&&)>& hand_over);

/// The same of bytes, whatever they are.
std::vector<Run> read_bytes(const std::string& shown, ReadBytes bytes);

}  // namespace sizer::ingest
