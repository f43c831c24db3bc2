// Any bytes as a job file, through the whole program: a report in every format or a refusal with diagnostics, never a
// crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "sizer/input.h"
#include "sizer/render.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  try {
    const sizer::Job job = sizer::read_job(std::string(reinterpret_cast<const char*>(data), size), "job.yaml");
    sizer::Result result;
    result.jobs.push_back(make_report(job, constants, estimate(job, job.cluster, constants), {16, 0}));
    for (const sizer::Renderer& renderer : sizer::renderers())
      if (renderer.render(result, {}).empty()) __builtin_trap();
  } catch (const sizer::InputError& error) {
    if (error.diagnostics.empty()) __builtin_trap();
    sizer::render_diagnostics(error.diagnostics, {});
  }
  return 0;
}
