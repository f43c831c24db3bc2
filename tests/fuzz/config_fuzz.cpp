// Any bytes as sizer.yaml: a configuration or a refusal, never a crash.
#include "fuzz.h"
#include "sizer/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sizer::fuzz::told_or_done(data, size, [&] { sizer::read_config(sizer::fuzz::text_of(data, size), "sizer.yaml"); });
  return 0;
}
