// Any bytes as an event log: a run with a status, and in words what is wrong; and as a job file; never a crash.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "fuzz.h"
#include "ingest/read_log.h"
#include "sizer/imported.h"
#include "sizer/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::uint32_t number = sizer::fuzz::number_of(data, size);
  std::size_t at = 0;
  const auto bytes = [&](char* to, std::size_t most) {
    const std::size_t count = std::min(most, size - at);
    std::memcpy(to, data + at, count);
    at += count;
    return count;
  };
  for (const sizer::Run& run : sizer::ingest::read_bytes("fuzz", bytes)) {
    if (run.log.status != sizer::LogStatus::complete && run.log.notes.empty()) __builtin_trap();
    if (run.counts.tasks_ended < 0 || run.counts.stages_skipped < 0) __builtin_trap();
    if (number % 2 == 0) continue;
    // What is imported is always a job file, of which one in four is read.
    const sizer::ImportedRun imported = sizer::import_run(run);
    if (number % 4 == 1)
      for (const sizer::ImportedJob& job : imported.jobs) static_cast<void>(sizer::read_job(job.text, "imported"));
  }
  return 0;
}
