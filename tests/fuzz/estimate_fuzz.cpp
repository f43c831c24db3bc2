// Any bytes as a job file, through the whole program: a report in some format or a refusal, never a crash. Estimated is
// each, reported on one in four, and one in eight is written out.
#include "fuzz.h"
#include "sizer/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  const std::uint32_t number = sizer::fuzz::number_of(data, size);
  const auto use = [&] {
    const sizer::Job job = sizer::read_job(sizer::fuzz::text_of(data, size), "job.yaml");
    sizer::ByCase<sizer::Estimate> estimates = estimate(job, job.cluster, constants);
    if (number % 4 != 0) return;
    sizer::Result result;
    result.jobs.push_back(make_report(job, constants, std::move(estimates), {1, 0}));
    if (number % 8 != 0) return;
    const auto& all = sizer::renderers();
    if (all[number / 8 % all.size()].render(result, {}).empty()) __builtin_trap();
  };
  sizer::fuzz::told_or_done(data, size, use);
  return 0;
}
