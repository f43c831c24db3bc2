// Any bytes as a catalogue of the user's own: laid over the one that is compiled in or refused, never a crash.
#include "fuzz.h"
#include "input/catalogue_parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sizer::fuzz::told_or_done(
      data, size, [&] { sizer::laid_over(sizer::built_in_catalogue(), sizer::fuzz::text_of(data, size), "own.yaml"); });
  return 0;
}
