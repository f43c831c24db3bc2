// Any bytes as what `ds.stats()` prints: operators and runs, or a refusal; never a crash.
#include "fuzz.h"
#include "sizer/measured.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  sizer::fuzz::told_or_done(data, size, [&] {
    const std::string text = sizer::fuzz::text_of(data, size);
    sizer::is_ray_stats(text);
    const sizer::RayStats stats = sizer::read_ray_stats(text, "stats.txt", size % 2 == 0 ? "ray-cpu-baseline" : "");
    for (const sizer::MeasuredOperator& op : stats.operators) sizer::figures_of(op);
    for (const sizer::MeasuredRun& run : stats.runs) sizer::predict(run, constants);
  });
  return 0;
}
