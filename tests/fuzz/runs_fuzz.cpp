// Any bytes as a table of runs: jobs that can be predicted, or a refusal; never a crash.
#include "fuzz.h"
#include "sizer/measured.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  sizer::fuzz::told_or_done(data, size, [&] {
    for (const sizer::MeasuredRun& run : sizer::read_runs(sizer::fuzz::text_of(data, size), "runs.csv"))
      sizer::predict(run, constants);
  });
  return 0;
}
