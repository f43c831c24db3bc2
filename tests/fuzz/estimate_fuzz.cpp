// Any bytes as a job file, through the whole program: a report in some format or a refusal, never a crash.
#include "fuzz.h"
#include "sizer/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  sizer::fuzz::told_or_done([&] {
    const sizer::Job job = sizer::read_job(sizer::fuzz::text_of(data, size), "job.yaml");
    sizer::Result result;
    result.jobs.push_back(make_report(job, constants, estimate(job, job.cluster, constants), {1, 0}));
    if (sizer::fuzz::some_renderer(data, size).render(result, {}).empty()) __builtin_trap();
  });
  return 0;
}
