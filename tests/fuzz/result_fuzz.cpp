// Any bytes as a saved result: the same result in some format, or a refusal; never a crash. What was read is written
// and read again as the same bytes.
#include "fuzz.h"
#include "sizer/saved.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sizer::fuzz::told_or_done([&] {
    const sizer::Result result = sizer::read_result(sizer::fuzz::text_of(data, size), "fuzz.json");
    const sizer::Renderer& renderer = sizer::fuzz::some_renderer(data, size);
    if (renderer.name != std::string_view("json")) {
      renderer.render(result, {});
      return;
    }
    const std::string written = renderer.render(result, {});
    if (renderer.render(sizer::read_result(written, "again.json"), {}) != written) __builtin_trap();
  });
  return 0;
}
