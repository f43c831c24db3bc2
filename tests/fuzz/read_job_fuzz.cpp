// Any bytes as a job file: an answer or a refusal with diagnostics, never a crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "sizer/input.h"
#include "sizer/render.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    sizer::read_job(std::string(reinterpret_cast<const char*>(data), size), "job.yaml");
  } catch (const sizer::InputError& error) {
    if (error.diagnostics.empty()) __builtin_trap();
    sizer::render_diagnostics(error.diagnostics, {});
  }
  return 0;
}
